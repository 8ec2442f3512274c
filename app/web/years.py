"""A year as an answer, and the rules of one: when something ended, when somebody was born."""

import re
from typing import Any

from flask_babel import gettext
from wtforms import Field, IntegerField
from wtforms.validators import Optional, ValidationError

from app import clock
from app.digits import plain_digits

OLDEST = 1900
YOUNGEST = 14  # years of age; nobody younger has trained in a profession


class YearField(IntegerField):
    """A year in four digits, of any script; may be left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = plain_digits(valuelist[0].strip()) if valuelist else ""
        self.data = None
        if not text:
            return
        if not re.fullmatch(r"[0-9]{4}", text):
            raise ValueError(gettext("Enter a year in four digits, for example 2012."))
        self.data = int(text)


def past_year() -> list[Any]:
    return [Optional(), _has_begun]


def birth_year() -> list[Any]:
    return [Optional(), _is_of_birth]


def _has_begun(_form: Any, field: Field) -> None:
    if field.data is not None and not OLDEST <= field.data <= clock.today().year:
        raise ValidationError(gettext("Enter a year that lies behind us, for example 2012."))


def _is_of_birth(_form: Any, field: Field) -> None:
    if field.data is not None and not OLDEST <= field.data <= clock.today().year - YOUNGEST:
        raise ValidationError(gettext("Enter the year of birth, for example 1985."))
