"""The forms of merging two records: a choice for each field in which they differ."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.clients.change_text import field_name, value_text
from app.clients.merging.fields import Difference
from app.references import as_typed
from app.web.forms import BaseForm, needed

OURS, THEIRS = "this", "other"


class OtherForm(BaseForm):
    other = StringField(
        _("Reference of the other record"),
        description=_("Like C-9M4T-WA."),
        validators=needed(_("Enter a client reference, like C-9M4T-WA.")),
    )

    def validate_other(self, field: StringField) -> None:
        if as_typed(field.data or "") is None:
            raise ValidationError(gettext("Enter a client reference, like C-9M4T-WA."))


class MergeForm(BaseForm):
    """Made for two records by `merge_form`; the versions are those of the preview."""

    other = HiddenField()
    version = HiddenField()
    other_version = HiddenField()
    columns: tuple[str, ...] = ()

    @property
    def taken(self) -> list[str]:
        """The fields whose value is to come from the other record."""
        return [name for name in self.columns if self[name].data == THEIRS]

    @property
    def versions(self) -> tuple[int, int]:
        return _number(self.version.data), _number(self.other_version.data)


def merge_form(differences: Sequence[Difference]) -> type[MergeForm]:
    fields: dict[str, Any] = {"columns": tuple(one.name for one in differences)}
    for one in differences:
        fields[one.name] = RadioField(
            field_name(one.name),
            choices=[
                SelectChoice(OURS, _isolated(value_text(one.name, one.ours))),
                SelectChoice(THEIRS, _isolated(value_text(one.name, one.theirs))),
            ],
            default=THEIRS if one.is_taken else OURS,
            validators=needed(gettext("Choose one.")),
        )
    return type("MergeFormOfTwo", (MergeForm,), fields)


def _isolated(text: str) -> Markup:
    """A value with a direction of its own: in an Arabic page a phone number would turn round."""
    return Markup("<bdi>{}</bdi>").format(text)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
