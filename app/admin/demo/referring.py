"""The demo's referrals: each made and moved on by the services, in its own past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app import clock
from app.accounts.models import Account
from app.accounts.sessions import viewer_of
from app.admin.demo.people import MadeUp
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client
from app.organisations.models import Organisation, Programme
from app.policy import Viewer
from app.referrals.acceptance import accept_referral
from app.referrals.drafts import save_answers, start_draft, submit_referral
from app.referrals.entering import enter_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import Companion, InterpreterNeed, Referral, SelfSaidEnglish
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Consequence, Move, Party

PLACE = "The Learning Works, Unett Street, Birmingham B19 3BX"
ACCEPTED = Decision(text_for_referrer="Thank you. We will ring to agree a first meeting.")
INVITED = Decision(text_for_referrer="The first meeting is booked. Please come along if you can.")
MET = Decision(text_for_referrer="We have met. We are making a plan together.")


@dataclass(frozen=True)
class Referrer:
    """A worker of an organisation, and the programme they refer to."""

    account: Account
    programme: Programme
    staff: Viewer

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.account)


def days_ago(days: int, hour: int = 10) -> datetime:
    """An instant at an hour of Birmingham's clock, so many days back."""
    day = clock.today() - timedelta(days=days)
    return clock.utc(datetime.combine(day, time(hour, 15), tzinfo=clock.LONDON))


def refer(referrer: Referrer, person: MadeUp, *, days: int, send: bool = True) -> Referral:
    """A referral as a partner fills it in, `days` ago; a draft when it is not sent."""
    facts = person.facts
    with clock.at(days_ago(days)):
        referral = start_draft(
            referrer.viewer,
            programme=referrer.programme,
            name=person.name,
            contact_route=facts["contact_route"],
            phone=facts["phone"],
            email=facts["email"],
        )
        save_answers(
            referrer.viewer,
            referral,
            profession=person.profession,
            trained_in=facts["trained_in"],
            trained_year=facts["trained_year"],
            english=SelfSaidEnglish.EVERYDAY,
        )
        if send:
            return _finish(referrer, referral, person)
    return referral


def _finish(referrer: Referrer, referral: Referral, person: MadeUp) -> Referral:
    interpreter = person.facts["interpreter_needed"]
    save_answers(
        referrer.viewer,
        referral,
        preferred_language=person.facts["preferred_language"],
        interpreter=InterpreterNeed.YES if interpreter else InterpreterNeed.NO,
        companion=Companion.REFERRER if person.number % 2 else Companion.NOBODY,
        consent_given=(
            ConsentGiven.SPOKEN_WITH_INTERPRETER if interpreter else ConsentGiven.SPOKEN
        ),
        share_profile=True,
        share_english=person.number % 5 != 0,
        share_plan=person.number % 4 != 0,
        birth_year=person.facts["birth_year"],
        postcode=person.facts["postcode"],
        right_to_work=person.facts["right_to_work"],
        childcare_need=person.facts["childcare_need"],
        goal=person.facts["goal"],
        plan_goals="Work in the profession again" if person.number % 20 == 0 else None,
        plan_steps="Join the English class\nWrite a CV" if person.number % 20 == 0 else None,
    )
    return submit_referral(referrer.viewer, referral)


def tell_by_phone(
    referrer: Referrer, organisation: Organisation, person: MadeUp, *, days: int, asked: bool
) -> None:
    """A referral that staff enter for an organisation without an account, `days` ago.

    A question about it goes out as a link by mail.
    """
    facts = person.facts
    with clock.at(days_ago(days, 9)):
        referral = enter_referral(
            referrer.staff,
            organisation=organisation,
            programme=referrer.programme,
            told_by=f"Somebody at {organisation.name}",
            organisation_email=f"office-{organisation.reference.lower()}@people.example",
            name=person.name,
            contact_route=facts["contact_route"],
            phone=facts["phone"],
            email=facts["email"],
            profession=person.profession,
            trained_in=facts["trained_in"],
            preferred_language=facts["preferred_language"],
            interpreter=InterpreterNeed.UNKNOWN,
            companion=Companion.UNKNOWN,
            consent_given=ConsentGiven.SPOKEN,
        )
        if asked:
            _ask(referrer, referral)


def accept(referrer: Referrer, referral: Referral, *, days: int) -> Client:
    """Staff take the person on as a new client, `days` ago."""
    with clock.at(days_ago(days, 11)):
        accept_referral(referrer.staff, referral, ACCEPTED, client=None)
    client = _fresh(referral).client
    assert client is not None
    return client


def invite(referrer: Referrer, referral: Referral, *, days: int, meets_in: int) -> None:
    """The first meeting is booked, `days` ago, for `meets_in` days from today."""
    meeting = days_ago(-meets_in, 14)
    with clock.at(days_ago(days, 12)):
        book_meeting(
            referrer.staff,
            _fresh(referral),
            INVITED,
            starts_at=meeting,
            place=PLACE,
            arrangements=_arranged(referrer, referral),
        )


def _arranged(referrer: Referrer, referral: Referral) -> Arrangements:
    """What the day needs, as the referral says it."""
    home = referral.organisation if referral.companion == Companion.REFERRER else None
    spoken = referral.preferred_language
    return Arrangements(
        interpreter_language=spoken if referral.interpreter == InterpreterNeed.YES else "",
        accompanied_by=referrer.account.name if home else "",
        companion_organisation=home.name if home else "",
        meeting_point="At the front door, beside the bus stop",
        ask_for=referrer.staff.name,
        childcare=referral.childcare_need,
    )


def activate(referrer: Referrer, referral: Referral, *, days: int) -> None:
    with clock.at(days_ago(days, 15)):
        make_move(referrer.staff, _fresh(referral), Move.ACTIVATE, MET)


def close(referrer: Referrer, referral: Referral, *, days: int) -> None:
    said = Decision(reason="need_met", text_for_referrer="She works in her profession again.")
    with clock.at(days_ago(days, 16)):
        make_move(referrer.staff, _fresh(referral), Move.CLOSE, said)


def _fresh(referral: Referral) -> Referral:
    return Referral.get_by_id(referral.id)


# What became of referrals that have no client (yet): how many of each, and how.


def _ask(referrer: Referrer, referral: Referral) -> None:
    text = "Which year did she qualify, and may we ring her in the morning?"
    make_move(referrer.staff, referral, Move.ASK_INFORMATION, Decision(text_for_referrer=text))


def _return(referrer: Referrer, referral: Referral) -> None:
    said = Decision(
        reason="wrong_service",
        party=Party.PROGRAMME,
        text_for_referrer="An ESOL class comes first. Brushstrokes has places on Monday.",
    )
    make_move(referrer.staff, referral, Move.RETURN_WITH_ADVICE, said)


def _decline(referrer: Referrer, referral: Referral) -> None:
    said = Decision(
        reason="out_of_area",
        party=Party.PROGRAMME,
        text_for_referrer="She lives outside our area. The programme in Salford can help her.",
    )
    make_move(referrer.staff, referral, Move.DECLINE, said)


def _withdraw(referrer: Referrer, referral: Referral) -> None:
    make_move(referrer.viewer, referral, Move.WITHDRAW, Decision(reason="person_declined"))


def _duplicate(referrer: Referrer, referral: Referral) -> None:
    said = Decision(text_for_referrer="We know her already: another organisation referred her.")
    make_move(referrer.staff, referral, Move.MARK_DUPLICATE, said)


def _unreachable(referrer: Referrer, referral: Referral) -> None:
    said = Decision(
        consequence=Consequence.PARK,
        park_until=clock.today() + timedelta(days=90),
        text_for_referrer="We rang three times and wrote once. Tell us if you see her.",
    )
    make_move(referrer.staff, referral, Move.MARK_UNREACHABLE, said)


def _wait(_referrer: Referrer, _referral: Referral) -> None:
    """Still in the queue."""


WITHOUT_CLIENT: tuple[tuple[int, Callable[[Referrer, Referral], None]], ...] = (
    (14, _wait),
    (5, _ask),
    (3, _return),
    (3, _decline),
    (2, _withdraw),
    (2, _duplicate),
    (3, _unreachable),
)


def end_without_client(referrer: Referrer, referral: Referral, number: int, *, days: int) -> None:
    """What became of the n-th of these referrals, `days` ago."""
    for count, outcome in WITHOUT_CLIENT:
        if number < count:
            with clock.at(days_ago(days, 13)):
                outcome(referrer, _fresh(referral))
            return
        number -= count
