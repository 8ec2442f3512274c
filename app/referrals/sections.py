"""The question pages of a referral: which answers each holds, and which of them are needed.

Pure: works on anything that has a referral's columns.
"""

from enum import StrEnum
from typing import Any

from app.clients.consent_models import ConsentPurpose
from app.clients.models import ContactRoute
from app.referrals.models import Companion


class Section(StrEnum):
    """In the order in which they are asked; the names are parts of addresses."""

    PERSON = "person"
    PROFESSION = "profession"
    FIRST_MEETING = "first-meeting"
    CONSENT = "consent"
    MORE = "more"


NEEDED_SECTIONS = tuple(section for section in Section if section is not Section.MORE)
BY_PHONE = frozenset({ContactRoute.PHONE, ContactRoute.TEXT, ContactRoute.WHATSAPP})
ANSWERS: dict[Section, tuple[str, ...]] = {
    Section.PERSON: ("name", "contact_route", "phone", "email", "contact_note"),
    Section.PROFESSION: ("profession", "trained_in", "trained_year", "english"),
    Section.FIRST_MEETING: (
        "preferred_language", "interpreter", "companion", "companion_name", "companion_phone",
    ),
    Section.CONSENT: ("consent_given", "share_profile", "share_english", "share_plan"),
    Section.MORE: (
        "birth_year", "postcode", "right_to_work", "childcare_need", "goal", "about",
        "plan_goals", "plan_steps",
    ),
}  # fmt: skip
# What the referring organisation may see if the person agrees, by the answer that says so.
SHARED = (
    ("share_profile", ConsentPurpose.SHARE_PROFILE),
    ("share_english", ConsentPurpose.SHARE_ENGLISH),
    ("share_plan", ConsentPurpose.SHARE_PLAN),
)


def needed(section: Section, answers: Any) -> tuple[str, ...]:
    """The answers that a page cannot do without, given the others."""
    match section:
        case Section.PERSON:
            route = answers.contact_route
            extra = ("phone",) if route in BY_PHONE else ()
            extra = ("email",) if route == ContactRoute.EMAIL else extra
            return ("name", "contact_route", *extra)
        case Section.PROFESSION:
            return ("profession", "trained_in")
        case Section.FIRST_MEETING:
            extra = ("companion_name",) if answers.companion == Companion.OTHER else ()
            return ("preferred_language", "interpreter", "companion", *extra)
        case Section.CONSENT:
            return ("consent_given",)
    return ()


def is_complete(section: Section, answers: Any) -> bool:
    """Whether nothing that is needed is missing; `answers` has a referral's columns."""
    return all(getattr(answers, name) for name in needed(section, answers))


def is_touched(section: Section, answers: Any) -> bool:
    """Whether anything on the page has been answered."""
    return any(getattr(answers, name) for name in ANSWERS[section])


def all_answers(answers: Any) -> dict[str, Any]:
    """Every answer by name, in the order in which they are asked."""
    return {name: getattr(answers, name) for names in ANSWERS.values() for name in names}


def next_section(answers: Any) -> Section | None:
    """The first page that still misses something; None when the referral can be sent."""
    return next((s for s in NEEDED_SECTIONS if not is_complete(s, answers)), None)
