"""The kinds of answers that question pages share: one of several, one of a long list."""

from typing import Any

from flask_babel import gettext
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.referrals.choices import Choice
from app.web.forms import choices


def radio(label: Any, names: dict[Any, Any], **options: Any) -> RadioField:
    return RadioField(label, choices=choices(names), validators=[Optional()], **options)


def select(offered: list[Choice], unknown: str, label: Any) -> list[SelectChoice]:
    first = SelectChoice("", gettext("Choose from the list"))
    return [first, SelectChoice(unknown, label), *(SelectChoice(*pair) for pair in offered)]
