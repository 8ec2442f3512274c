"""The kinds of answers that question pages share: a year, one of several, one of a long list."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from app import clock
from app.digits import plain_digits
from app.referrals.choices import Choice
from app.web.forms import choices

OLDEST_YEAR = 1900


class YearField(IntegerField):
    """A year in four digits."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = plain_digits(valuelist[0].strip()) if valuelist else ""
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"[0-9]{4}", text):
            raise ValueError(_("Enter a year in four digits, for example 2012."))
        self.data = int(text)


def radio(label: Any, names: dict[Any, Any], **options: Any) -> RadioField:
    return RadioField(label, choices=choices(names), validators=[Optional()], **options)


def past_year(_form: Any, field: YearField) -> None:
    if field.data is not None and not OLDEST_YEAR <= field.data <= clock.today().year:
        raise ValidationError(gettext("Enter a year that lies behind us, for example 2012."))


def select(offered: list[Choice], unknown: str, label: Any) -> list[SelectChoice]:
    first = SelectChoice("", gettext("Choose from the list"))
    return [first, SelectChoice(unknown, label), *(SelectChoice(*pair) for pair in offered)]
