"""What every form has: its key against double submission, plain words, tidied text."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from babel.support import Translations
from flask import request
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, HiddenField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import DefaultTranslations, messages_path
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from app.decisions import Text
from app.digits import only_digits, plain_digits

# Invisible marks that can turn a name around on the page; joiners that scripts need are kept.
BIDI_CONTROLS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def tidy(text: Any) -> Any:
    """Text as it is stored: composed, without control characters, single-spaced at the ends.

    Text of which nothing can be seen is empty.
    """
    if not isinstance(text, str):
        return text
    text = unicodedata.normalize("NFC", text).translate(BIDI_CONTROLS)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    tidied = "".join(kept).strip()
    return tidied if any(unicodedata.category(c)[0] not in "CZ" for c in tidied) else ""


def _as_dialled(text: Any) -> Any:
    return plain_digits(text) if isinstance(text, str) else text


FEWEST_DIGITS = 6
PLUMBING = ("csrf_token", "form_key", "version", "seen")


class BaseForm(FlaskForm):
    """A form whose key makes sending it twice the same as sending it once."""

    form_key = HiddenField(default=lambda: uuid.uuid4().hex)

    def given(self) -> dict[str, Any]:
        """What was answered, by field; text that was left empty is empty."""
        kept = {name: value for name, value in self.data.items() if name not in PLUMBING}
        texts = (name for name in kept if isinstance(self[name], StringField))
        return kept | {name: kept[name] or "" for name in texts}

    class Meta:
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent; a file sent in place of a text would be one to no text's rules."""
            sent = super().wrap_formdata(form, formdata)  # type: ignore[misc]
            if not isinstance(sent, CombinedMultiDict):
                return sent
            files = {name for name, field in form._fields.items() if isinstance(field, FileField)}
            kept = [(name, file) for name, file in request.files.items(multi=True) if name in files]
            return CombinedMultiDict([MultiDict(kept), request.form])

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, StringField):
                options["filters"] = [*options.get("filters", ()), tidy]
            if issubclass(unbound_field.field_class, TelField):  # a number is there to be dialled
                options["filters"] = [*options["filters"], _as_dialled]
            return unbound_field.bind(form=form, **options)

        def get_translations(self, _form: Any) -> DefaultTranslations:
            """WTForms' own texts; Flask-WTF by itself reads them for each request."""
            return _own_texts(get_locale())


@cache
def _own_texts(locale: Locale) -> DefaultTranslations:
    return DefaultTranslations(Translations.load(messages_path(), [locale], domain="wtforms"))


def needed(message: Any) -> list[Any]:
    """The rule of an answer that must be given, with the sentence for when it is not."""
    return [DataRequired(message)]


def choices(names: Mapping[Any, Any], nothing: Any = None) -> list[SelectChoice]:
    """Choices by value; `nothing` is the text of the empty one, where there is one.

    The texts stay as they are: a form's class has no reader yet, and so no language.
    """
    listed = [SelectChoice(str(value), text) for value, text in names.items()]
    return listed if nothing is None else [SelectChoice("", nothing), *listed]


def text_rules(longest: int, message: Any = None) -> list[Any]:
    """The rules of a text answer: needed when a message says so, never longer than can be kept."""
    too_long = _("Use at most %(max)d characters.")
    return [
        DataRequired(message) if message else Optional(strip_whitespace=True),
        Length(max=longest, message=too_long),
    ]


def phone_rules() -> list[Any]:
    """The rules of a phone number: what stands between its digits is the writer's own."""
    return [*text_rules(40), _has_digits]


def _has_digits(_form: Any, field: Field) -> None:
    if len(only_digits(field.data)) < FEWEST_DIGITS:
        raise ValidationError(gettext("Enter a phone number, like 07700 900123."))


def email_rules() -> list[Any]:
    """The rules of an e-mail address: whether it is anybody's is found out by writing to it."""
    like = _("Enter an e-mail address, like name@example.org.")
    return [*text_rules(254), Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=like)]


class LongText(TextAreaField):
    """An answer in sentences."""


def version_of(text: str) -> int:
    """The number of a version that was sent; 0, which fits none, if damaged."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


class VersionedForm(BaseForm):
    """A form filled from one version of a record, so that a second editor is noticed."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        """The version of the page that was filled in."""
        return version_of(str(self.version.data or ""))


def fit_text(form: BaseForm, name: str, need: Text, *, longest: int, label: Any = None) -> None:
    """Keep a text that a decision takes, with its rule; one that it does not take is gone."""
    if need is Text.NONE:
        del form[name]
        return
    form[name].validators = text_rules(
        longest, _("Write a sentence.") if need is Text.NEEDED else None
    )
    if label:
        form[name].label.text = label


class DateField(Field):
    """A date in three boxes; 29 February of a common year gets a sentence, not a crash."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parts are read in `process`; nothing arrives under the field's own name."""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        self.raw: dict[str, str] = {}
        if formdata is None or f"{self.name}-day" not in formdata:
            return
        self.raw = {
            part: formdata.get(f"{self.name}-{part}", "").strip()
            for part in ("day", "month", "year")
        }
        self.data = None
        if not any(self.raw.values()):
            return
        try:
            if len(self.raw["year"]) != 4:  # 26 would be a year of the Romans
                raise ValueError
            self.data = date(*(int(self.raw[part]) for part in ("year", "month", "day")))
        except (ValueError, OverflowError):
            self.process_errors.append(_("Enter a real date, for example 6 10 2026."))

    def part(self, name: str) -> str:
        if self.raw:
            return self.raw[name]
        return str(getattr(self.data, name)) if self.data else ""
