"""The pretend right-to-left translation that shows what was never translated."""

import io
import re

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations

from scripts.make_pseudo_locale import LOCALE, pretend, pretend_catalog

PIECES = re.compile(r"%\(\w+\)[sd]|%[sd]|</?[a-z][^>]*>|&\w+;")


def test_the_pseudo_locale_is_one_that_babel_writes_from_right_to_left() -> None:
    assert Locale.parse(LOCALE).text_direction == "rtl"


@pytest.mark.parametrize(
    "text",
    [
        "Sign in",
        "Welcome, %(name)s",
        "%(count)d of %(total)d places are free",
        '<a class="nhsuk-link" href="%(url)s">Read more</a> &amp; choose',
        "A sentence that is long enough to make a button or a table cell break its line.",
    ],
)
def test_placeholders_and_markup_come_through_unchanged(text: str) -> None:
    pretended = pretend(text)
    assert PIECES.findall(pretended) == PIECES.findall(text)
    assert pretended.startswith("⟦")
    assert pretended.endswith("⟧")
    assert len(pretended) > 1.2 * len(text)


def test_space_around_a_text_stays_outside_the_brackets() -> None:
    assert re.fullmatch(r" ⟦.*or⟧\n", pretend(" or\n"))


def test_an_empty_text_stays_empty() -> None:
    assert pretend("") == ""


def test_a_compiled_pseudo_locale_translates_plurals_and_contexts() -> None:
    template = Catalog()
    template.add(("%(num)d place", "%(num)d places"), flags=["python-format"])
    template.add("May", context="month")
    compiled = io.BytesIO()
    write_mo(compiled, pretend_catalog(template))
    compiled.seek(0)
    translations = Translations(fp=compiled)
    for number in (0, 1, 2, 5, 11, 100):
        assert "%(num)d places⟧" in translations.ungettext(
            "%(num)d place", "%(num)d places", number
        )
    assert translations.upgettext("month", "May") == pretend("May")
