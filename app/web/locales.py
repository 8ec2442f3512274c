"""The language of a page: from its address, the account, a choice made before, or the browser."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Domain, get_locale
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter, ValidationError

from app.web.reading_order import kept_in_order

COOKIE = "language"
# A single page in another language than its reader's: `?in=en`.
ASKED = "in"
FOLDER = Path(__file__).resolve().parent.parent / "translations"
REVIEWED = re.compile(r"^# Reviewed by: *\S", re.MULTILINE)


def offered() -> list[str]:
    return list(current_app.config["LOCALES"])


def offered_for(language: str) -> str:
    """The locale in which we can write to somebody who speaks a language; English if there is none.

    A language may be offered as it is written somewhere: `ar` is then read as `ar_001`.
    """
    return next((one for one in offered() if language in (one, one.partition("_")[0])), "en")


def asked_for() -> str | None:
    """The language this one page is asked for in, whatever else its reader chose."""
    asked = request.args.get(ASKED)
    return asked if asked in offered() else None


def locale_of_request() -> str:
    """The language that was asked for or chosen, without looking at the database."""
    wanted = (
        asked_for() or getattr(g, "language", None) or _of_account() or request.cookies.get(COOKIE)
    )
    if wanted in offered():
        return str(wanted)
    return request.accept_languages.best_match(offered()) or "en"


def _of_account() -> str | None:
    """The language of whoever is signed in, where it is known already."""
    return getattr(current_user, "locale", None) if "_login_user" in g else None


def select_locale() -> Locale:
    """A signed-in page uses the account's language, a public page the one in its address.

    Commands and background work speak English, unless a mail's reader asks for another.
    """
    if not has_request_context():
        return parsed("en")
    if not asked_for() and getattr(g, "language", None) is None and current_user:
        chosen = getattr(current_user, "locale", None)
        if chosen in offered():
            return parsed(str(chosen))
    return parsed(locale_of_request())


@cache
def parsed(locale: str) -> Locale:
    return Locale.parse(locale)


def direction(locale: str) -> str:
    """Which way a language is written, as HTML's `dir` has it."""
    return parsed(locale).text_direction


def tag(locale: str) -> str:
    """A language as HTML's `lang` names it: `ar-001`."""
    return locale.replace("_", "-")


def own_name(locale: str) -> str:
    """A language's name as its own speakers write it."""
    return (parsed(locale).get_display_name(locale) or locale).capitalize()


def is_reviewed(locale: str) -> bool:
    """Whether a person has checked a translation: its file names one. English needs none."""
    return locale == "en" or _names_a_reviewer(FOLDER / locale / "LC_MESSAGES" / "messages.po")


@cache
def _names_a_reviewer(translation: Path) -> bool:
    try:
        head, _, _ = translation.read_text(encoding="utf-8").partition('msgid ""')
    except OSError:
        return False
    return bool(REVIEWED.search(head))


def same_page_in(locale: str) -> str:
    """This page in another language, where its address has one; else the start page.

    What the address asks for travels along: a friend's code, a search.
    """
    if request.method != "GET" or not _names_language():
        return url_for("public.show_start", lang=locale)
    asked = request.query_string.decode("ascii", "ignore")
    here = url_for(str(request.endpoint), lang=locale, **(request.view_args or {}))
    return here + (asked and f"?{asked}")


def this_page_in(locale: str) -> str:
    """This page once in another language; empty for the answer to a form, which has no address."""
    if request.method != "GET":
        return ""
    if _names_language():
        return same_page_in(locale)
    asked = MultiDict(request.args)
    asked[ASKED] = locale
    return f"{quote(request.script_root + request.path)}?{urlencode(list(asked.items(multi=True)))}"


def _names_language() -> bool:
    here = request.endpoint
    return bool(here) and current_app.url_map.is_endpoint_expecting(str(here), "lang")


class LanguageConverter(BaseConverter):
    """The part of a public address that names one of the offered languages."""

    regex = r"[a-z]{2,3}(?:_[A-Za-z0-9]{2,4})?"

    def to_python(self, value: str) -> str:
        if value not in offered():
            raise ValidationError(value)
        return value


class Texts(Domain):
    """Every language's texts, read once; Flask-Babel by itself reads them for each request."""

    def __init__(self, folder: str) -> None:
        super().__init__([folder])
        self.read: dict[Locale, Translations] = {}

    def get_translations(self) -> Translations:
        locale = get_locale()
        texts = self.read.get(locale)
        if texts is None:
            texts = self.read[locale] = super().get_translations()
        return texts

    def gettext(self, string: str, **variables: Any) -> str:
        return str(super().gettext(string, **kept_in_order(variables)))

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        return str(super().ngettext(singular, plural, num, **kept_in_order(variables)))


def init_app(app: Flask) -> None:
    """Take the language out of public addresses, so that no view has to, and keep the texts."""
    # Commands and mails, which are no requests, read the same texts.
    app.extensions["babel"].instance.domain_instance = Texts(str(FOLDER))
    app.url_map.converters["language"] = LanguageConverter

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, str] | None) -> None:
        if values and "lang" in values:
            g.language = values.pop("lang") or None

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, str]) -> None:
        if "lang" in values or not getattr(g, "language", None):
            return
        if app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = g.language
