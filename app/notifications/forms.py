"""The form on which a person chooses how each kind of message comes."""

from collections.abc import Sequence

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.notifications.kinds import Kind
from app.notifications.models import Delivery
from app.notifications.presenters import DELIVERY_NAMES
from app.web.forms import BaseForm


class ChoicesForm(BaseForm):
    """One question a kind; each offers what its kind allows."""

    @property
    def kinds(self) -> list[RadioField]:
        return [field for field in self if isinstance(field, RadioField)]


def choices_form(chosen: Sequence[tuple[Kind, Delivery]]) -> ChoicesForm:
    """The form for the kinds, filled in with what was chosen before."""
    fields = {
        kind.key: RadioField(
            kind.name,
            choices=[SelectChoice(how.value, DELIVERY_NAMES[how]) for how in kind.choices],
            default=how.value,
            validate_choice=True,
        )
        for kind, how in chosen
    }
    return type("KindsForm", (ChoicesForm,), fields)()
