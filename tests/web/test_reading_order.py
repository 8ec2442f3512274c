"""In a text written from the right, names, numbers and amounts keep their own order."""

from datetime import UTC, datetime

import pytest
from flask import render_template_string
from flask_babel import force_locale, gettext, lazy_gettext, ngettext
from markupsafe import Markup

from app import clock
from app.web.filters import date_and_time, pound_range
from app.web.reading_order import END, FIRST_STRONG, FROM_THE_RIGHT, isolated, listed

PHONE = "07700 900123"
KEPT = f"{FIRST_STRONG}{PHONE}{END}"
pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(("locale", "shown"), [("ar", KEPT), ("en", PHONE)])
def test_a_value_in_a_text_is_isolated_where_it_is_read_from_the_right(
    locale: str, shown: str
) -> None:
    with force_locale(locale):
        assert gettext("Never given: %(number)s", number=PHONE) == f"Never given: {shown}"
        assert str(lazy_gettext("Never given: %(number)s", number=PHONE)).endswith(shown)
        written = ngettext("%(num)d for %(who)s", "%(num)d for %(who)s", 3, who=PHONE)
        assert written == f"3 for {shown}"
        page = render_template_string("{{ _('Never given: %(number)s', number=n) }}", n=PHONE)
        assert page == f"Never given: {shown}"


def test_a_value_that_is_isolated_is_still_escaped_once() -> None:
    with force_locale("ar"):
        page = render_template_string("{{ _('Never given: %(name)s', name=n) }}", n="<b>&")
        assert page == f"Never given: {FIRST_STRONG}&lt;b&gt;&amp;{END}"
    assert isolated(Markup("<b>")) == Markup(f"{FIRST_STRONG}<b>{END}")
    assert (isolated(3), isolated(""), isolated(None)) == (3, "", None)


def test_an_amount_is_shown_as_on_a_letter() -> None:
    with force_locale("ar"):
        low, high = f"{FIRST_STRONG}£140{END}", f"{FIRST_STRONG}£1,170{END}"
        said = pound_range(140, 1170)
        assert low in said
        assert high in said


def test_a_list_has_the_comma_of_its_language() -> None:
    assert listed(["Hana", "", 2011]) == "Hana, 2011"
    with force_locale("ar"):
        assert listed(["Hana", PHONE]) == f"{FROM_THE_RIGHT}{FIRST_STRONG}Hana{END}، {KEPT}{END}"
        assert "؛ " in listed(["a", "b"], ";")
        assert listed(["Hana"]) == "Hana"


def test_digits_are_those_of_letters_and_phones_in_every_language() -> None:
    with force_locale("ar"):
        assert (
            date_and_time(clock.utc(datetime(2026, 10, 6, 13, 0, tzinfo=UTC)))
            == "6 أكتوبر 2026، 14:00"
        )


def test_a_list_within_a_text_runs_as_the_page_does() -> None:
    with force_locale("ar"):
        said = gettext("Never given: %(both)s", both=listed(["Hana", PHONE]))
    assert said.startswith(f"Never given: {FROM_THE_RIGHT}")
