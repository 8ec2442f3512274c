"""The card for who comes along to a first meeting: in English and in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from markupsafe import Markup

from app.pathways.documents import render_in_child
from app.referrals import choices
from app.referrals.models import FirstMeeting, Referral
from app.referrals.readers import person_language
from app.referrals.summaries import Line
from app.web import locales
from app.web.filters import clock_time, weekday_date
from app.web.reading_order import comma, in_order


@dataclass(frozen=True)
class Card:
    """One side of the card, in one language; it holds a first name and no other of the person."""

    language: str
    direction: str
    title: str
    whom: str
    lines: tuple[Line, ...]
    happens_title: str
    happens: tuple[str, ...]
    contact: str
    draft: str


def cards(referral: Referral, meeting: FirstMeeting) -> list[Card]:
    """The sides: English first, then the language the person speaks, or else reads our pages in."""
    person = referral.client or referral
    speaks = locales.offered_for(person.preferred_language)
    own = person_language(referral) if speaks == "en" else speaks
    return [_card(referral, meeting, language) for language in dict.fromkeys(("en", own))]


def card_pdf(referral: Referral, meeting: FirstMeeting) -> bytes:
    """The card as a PDF on A5, a page for each language. Raises NoPdf."""
    sheet = Path(current_app.static_folder or "") / "css" / "card.css"
    styles = Markup(sheet.read_text(encoding="utf-8"))  # noqa: S704 -- our own file
    return render_in_child(
        render_template("pdf/card.html", cards=cards(referral, meeting), styles=styles)
    )


def _card(referral: Referral, meeting: FirstMeeting, language: str) -> Card:
    with force_locale(language):
        return Card(
            language=locales.tag(language),
            direction=locales.direction(language),
            title=gettext("First meeting"),
            whom=gettext("For %(name)s and who comes along", name=first_name(referral)),
            lines=tuple(
                Line(one.label, in_order(one.value)) for one in _lines(meeting) if one.value
            ),
            happens_title=gettext("What will happen"),
            happens=_happens(meeting),
            contact=_contact(referral),
            draft="" if locales.is_reviewed(language) else _draft(),
        )


def first_name(referral: Referral) -> str:
    """What the person is called by; the first word of the name until a record says more."""
    return referral.client.known_as if referral.client else referral.name.split()[0]


def _lines(meeting: FirstMeeting) -> list[Line]:
    language = meeting.interpreter_language
    return [
        Line(
            gettext("When"),
            f"{weekday_date(meeting.starts_at)}{comma()} {clock_time(meeting.starts_at)}",
        ),
        Line(gettext("Where"), meeting.place),
        Line(gettext("Meeting point"), meeting.meeting_point),
        Line(gettext("Ask for"), meeting.ask_for),
        Line(gettext("Phone on the day"), _left_to_right(meeting.ask_phone)),
        Line(gettext("Help with the way"), meeting.travel_help),
        Line(gettext("Interpreter"), choices.language_name(language) if language else ""),
        Line(gettext("Comes along"), meeting.accompanied_by),
    ]


def _happens(meeting: FirstMeeting) -> tuple[str, ...]:
    interpreter = (
        gettext("The interpreter costs you nothing.") if meeting.interpreter_language else ""
    )
    said = (
        gettext("We talk for about an hour, and you may ask everything."),
        gettext("We talk about your work, your training and your English."),
        gettext("Bring papers about your training if you have some. Come without them too."),
        interpreter,
        gettext("Nothing is decided over your head: we make a plan together."),
    )
    return tuple(filter(None, said))


def _draft() -> str:
    return gettext(
        "A machine drafted this translation and nobody has checked it yet. The English text counts."
    )


def _contact(referral: Referral) -> str:
    trust = referral.programme.trust
    if not trust.phone:
        return str(trust.learning_works_name)
    return gettext(
        "You are late or cannot come? Ring %(who)s: %(phone)s",
        who=trust.learning_works_name, phone=_left_to_right(trust.phone),
    )  # fmt: skip


def _left_to_right(number: str) -> str:
    """A phone number keeps its order on a side that is written from the right."""
    return f"\u2066{number}\u2069" if number else ""
