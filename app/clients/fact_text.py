"""What a fact is called on a page, and how it reads that it was confirmed."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.change_text import FIELD_NAMES, field_name, value_text
from app.clients.english_text import exam_name
from app.clients.evidence import Fact
from app.clients.fact_models import Confirmed, EnglishResult, Qualification, Topic
from app.clients.freshness import Standing
from app.clients.models import Client
from app.web.filters import long_date

TOPIC_NAMES = {
    Topic.CONTACT: _("Contact"),
    Topic.AVAILABILITY: _("Availability"),
    Topic.REGISTRATION: _("Registration"),
    Topic.PRACTICE: _("Work in the profession"),
}
CONFIRMED_NAMES = {
    Confirmed.ONLINE: _("online"),
    Confirmed.PHONE: _("on the phone"),
    Confirmed.MEETING: _("in person"),
    Confirmed.MESSAGE: _("in a message"),
    Confirmed.REFERRER: _("through the organisation that referred"),
    Confirmed.DOCUMENT: _("from a document"),
    Confirmed.CHANGE: _("when it was changed"),
}
CONFIRMED_BY_STAFF = tuple(
    how for how in Confirmed if how not in (Confirmed.ONLINE, Confirmed.CHANGE)
)


def topic_lines(client: Client, standing: Standing) -> list[tuple[str, str]]:
    """What is written down on a topic, name and value."""
    return [
        (field_name(column), _known_text(column, getattr(client, column)))
        for column in standing.rule.columns
    ]


def _known_text(column: str, value: Any) -> str:
    """As the history reads, but that what was never asked is not said to be nothing."""
    return gettext("Not known yet") if value in (None, "") else value_text(column, value)


def fact_name(fact: Fact) -> str:
    """A column by its name, a sitting by test and day, a qualification and a step by title."""
    about = fact.about
    if isinstance(about, EnglishResult):
        return f"{exam_name(about)}, {long_date(about.taken_on)}"
    if isinstance(about, Qualification):
        return about.title
    return field_name(about) if about in FIELD_NAMES else gettext(about)
