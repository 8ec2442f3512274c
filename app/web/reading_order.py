"""What stands inside a text written from the right keeps its own order: names, numbers, amounts.

A phone number or an amount in an Arabic sentence would be shown with its parts turned around. HTML
isolates it with `bdi`; a text that is put together has marks for the same, which nobody sees. They
are put around each value, so that no translation has to hold any.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from babel import Locale
from flask import Flask
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

FROM_THE_LEFT, FROM_THE_RIGHT, FIRST_STRONG, END = "\u2066", "\u2067", "\u2068", "\u2069"
# The languages in Arabic script have a comma and a semicolon of their own.
ARABIC_SCRIPT = frozenset({"ar", "ckb", "fa", "ps", "sd", "ug", "ur"})
ARABIC_SIGNS = {",": "،", ";": "؛"}


def is_from_the_right() -> bool:
    locale = get_locale()
    return locale is not None and _runs_from_the_right(locale)


@cache
def _runs_from_the_right(locale: Locale) -> bool:
    return bool(locale.text_direction == "rtl")


def kept_in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a text, each isolated if the text is written from the right."""
    if not is_from_the_right():
        return dict(values)
    return {name: isolated(value) for name, value in values.items()}


def in_order(value: Any) -> Any:
    """A value that is put into a text or a line, isolated if that is written from the right."""
    return isolated(value) if is_from_the_right() else value


def isolated(value: Any) -> Any:
    """A value between marks that keep its order; a number needs none, markup stays markup.

    Its first letter says which order that is. What was put together in the page's language holds
    such marks already, behind which no letter is seen: it runs as the page does.
    """
    if not isinstance(value, str) or not value:
        return value
    mark = FIRST_STRONG
    if FIRST_STRONG in value:
        mark = FROM_THE_RIGHT if is_from_the_right() else FROM_THE_LEFT
    return type(value)(mark) + value + type(value)(END)


def _turns_around(text: str) -> bool:
    """Whether a text has letters that are written from the right."""
    if text.isascii():  # nearly all are, and many are looked at for a page
        return False
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def sign(latin: str) -> str:
    """A comma or semicolon as the page's language writes it."""
    locale = get_locale()
    if locale is None or locale.language not in ARABIC_SCRIPT:
        return latin
    return ARABIC_SIGNS[latin]


def comma() -> str:
    return sign(",")


def listed(parts: Iterable[object], between: str = ",", *, locale: Locale | None = None) -> str:
    """What there is of the parts, on one line; on an English page too a name may be Arabic.

    A long list hands in the `locale` of its page, as to ask for it costs more than the line.
    """
    kept = [str(part) for part in parts if part]
    is_right = _runs_from_the_right(locale) if locale else is_from_the_right()
    after = f"{sign(between) if is_right else between} "
    if len(kept) < 2 or not (is_right or any(map(_turns_around, kept))):
        return after.join(kept)
    line = after.join(isolated(part) for part in kept)
    return f"{FROM_THE_RIGHT}{line}{END}" if is_right else line


def _in_templates(translate: Callable[..., str]) -> Callable[..., str]:
    """The template language puts values into texts itself."""

    @pass_context
    def translate_in_order(context: Context, *texts: Any, **values: Any) -> str:
        return translate(context, *texts, **(kept_in_order(values) if values else values))

    return translate_in_order


def init_app(app: Flask) -> None:
    """After Babel, whose functions these wrap."""
    known: dict[str, Any] = app.jinja_env.globals
    wrapped = {name: _in_templates(known[name]) for name in ("gettext", "ngettext")}
    known.update(wrapped, comma=comma)
    app.jinja_env.filters["in_order"] = in_order
