"""The question pages of a self-referral: what each asks, and which answers it needs.

Pure: works on anything that has the answers as attributes.
"""

from enum import StrEnum
from typing import Any

from app.referrals import sections
from app.referrals.models import Companion
from app.referrals.sections import Section


class Question(StrEnum):
    """In the order in which they are asked; the names are parts of addresses."""

    PROFESSION = "profession"
    PERSON = "person"
    LANGUAGE = "language"
    MEETING = "meeting"
    HEARD = "heard"
    CONSENT = "consent"


ANSWERS: dict[Question, tuple[str, ...]] = {
    Question.PROFESSION: ("profession", "trained_in", "goal"),
    Question.PERSON: ("name", "contact_route", "phone", "email", "contact_note"),
    Question.LANGUAGE: ("preferred_language", "interpreter", "english"),
    Question.MEETING: ("companion", "companion_name", "companion_phone", "childcare_need"),
    Question.HEARD: ("heard_from", "shared_by", "is_helped", "helper"),
    Question.CONSENT: ("consent_given",),
}
# Kept beside the referral, in SelfReferral.
OWN = ("heard_from", "shared_by", "is_helped", "helper", "language")


def needed(question: Question, answers: Any) -> tuple[str, ...]:
    """The answers that a page cannot do without, given the others."""
    match question:
        case Question.PROFESSION:
            return sections.needed(Section.PROFESSION, answers)
        case Question.PERSON:
            return sections.needed(Section.PERSON, answers)
        case Question.LANGUAGE:
            return ("preferred_language", "interpreter")
        case Question.MEETING:
            is_other = answers.companion == Companion.OTHER
            return ("companion", "companion_name") if is_other else ("companion",)
        case Question.HEARD:
            return ("is_helped", "helper") if answers.is_helped else ("is_helped",)
        case Question.CONSENT:
            return ("consent_given",)


def is_complete(question: Question, answers: Any) -> bool:
    """Whether nothing that is needed is missing; "no" is an answer."""
    return all(getattr(answers, name) not in (None, "") for name in needed(question, answers))


def all_answers(answers: Any) -> dict[str, Any]:
    """Every answer by name, in the order in which they are asked."""
    return {name: getattr(answers, name) for names in ANSWERS.values() for name in names}


def next_gap(answers: Any) -> Question | None:
    """The first page that still misses something; None when all can be sent."""
    return next((one for one in Question if not is_complete(one, answers)), None)


def following(question: Question) -> Question | None:
    """The page after this one."""
    pages = list(Question)
    place = pages.index(question) + 1
    return pages[place] if place < len(pages) else None
