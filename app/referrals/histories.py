"""What was done with a referral, and what may be done next, as the viewer may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from app.clients.models import ContactRoute
from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.notifications.refused import refused_of
from app.organisations.models import Organisation
from app.policy import Permission, Role, Viewer
from app.referrals import choices
from app.referrals.models import FirstMeeting, Referral, ReferralMove
from app.referrals.notices import followers, is_told_by_link
from app.referrals.presenters import (
    PARTIES,
    again,
    move_name,
    move_told,
    reason_label,
)
from app.referrals.readers import person_language, reader_of
from app.referrals.transitions import RULE, Move, Party, Rule, State, moves_for
from app.referrals.wordings import in_plain_sight
from app.web import locales


@dataclass(frozen=True)
class Entry:
    """One thing that was done; empty texts are not shown."""

    at: datetime
    what: str
    who: str
    reason: str
    party: str
    consequence: str
    said: tuple[tuple[str, str], ...]  # each text under the words of whoever reads it


@dataclass(frozen=True)
class Action:
    """A move the viewer may make now; `is_direct` needs no page of its own."""

    move: Move
    name: str
    address: str
    is_direct: bool
    is_exit: bool


def history(viewer: Viewer, moves: Iterable[ReferralMove]) -> list[Entry]:
    """The history as the viewer may read it: staff's notes are for staff."""
    return [_entry(row, is_staff=viewer.role is Role.STAFF) for row in moves]


def _entry(row: ReferralMove, *, is_staff: bool) -> Entry:
    told_by_us = is_staff or row.actor_role != Role.CLIENT  # why she left is hers to say
    return Entry(
        at=row.at,
        what=move_told(Move(row.move), is_own=row.referral.is_own),
        who=who_moved(row),
        reason=reason_label(row.reason) if row.reason and told_by_us else "",
        party=str(PARTIES[Party(row.party)]) if row.party and is_staff else "",
        consequence=again(row) if told_by_us else "",
        said=tuple((label, text) for label, text in _said(row, is_staff=is_staff) if text),
    )


def _said(row: ReferralMove, *, is_staff: bool) -> list[tuple[str, str]]:
    """What was said with a move; a referrer reads what was said to them, and must pass on."""
    is_answer = row.move == Move.GIVE_INFORMATION
    note = (gettext("Answer:") if is_answer else gettext("Note:"), row.note)
    if is_staff:
        return [
            (gettext("Told the referrer:"), row.text_for_referrer),
            (gettext("Told the person:"), row.text_for_client),
            note,
        ]
    said = [(gettext("We told you:"), row.text_for_referrer)]
    if _passes_on(row):
        said.append((gettext("Please tell the person:"), row.text_for_client))
    return [*said, note] if row.actor_role == Role.PARTNER else said


def _passes_on(row: ReferralMove) -> bool:
    """Whether the referrer is the way by which the person is told."""
    return row.referral.contact_route == ContactRoute.REFERRER


# Made by nobody with an account, these are by the person who referred herself.
BY_THE_PERSON = frozenset({Move.SUBMIT, Move.GIVE_INFORMATION, Move.WITHDRAW})


def who_moved(row: ReferralMove) -> str:
    """Who did it; an organisation that answered by a link has no account to name."""
    if row.actor is not None:
        return str(row.actor.name)
    if row.actor_role == Role.PARTNER:
        return row.referral.organisation.name if row.referral.organisation else ""
    if row.actor_role is None and row.move in BY_THE_PERSON:
        return gettext("The person")
    return gettext("Pathways")


def actions(viewer: Viewer, referral: Referral, meeting: FirstMeeting | None) -> list[Action]:
    """What the viewer may do next with a sent referral, the way forward first."""
    done = {Move.SUBMIT}
    if referral.acknowledged_at:
        done.add(Move.ACKNOWLEDGE)
    if meeting is not None and meeting.arrived_at:
        done.add(Move.DID_NOT_ATTEND)
    rules = [
        rule for rule in moves_for(State(referral.state), viewer.role) if rule.move not in done
    ]
    rules.sort(key=lambda rule: (rule.is_exit, rule.move is Move.ACKNOWLEDGE))
    return [_action(referral, rule) for rule in rules]


def _action(referral: Referral, rule: Rule) -> Action:
    return Action(
        move=rule.move,
        name=move_name(rule.move, is_own=referral.is_own),
        address=address_of(referral, rule.move),
        is_direct=rule.move is Move.ACKNOWLEDGE,
        is_exit=rule.is_exit,
    )


def address_of(referral: Referral, move: Move) -> str:
    """The address of a move's page, which its form is also sent to."""
    if move is Move.ACCEPT:
        return url_for("referrals.show_accept", reference=referral.reference)
    if move in (Move.BOOK_MEETING, Move.CHANGE_MEETING):
        return url_for("referrals.show_meeting", reference=referral.reference)
    if move is Move.WITHDRAW:
        return url_for("referrals.show_withdraw", reference=referral.reference)
    triage = RULE[move].permission is Permission.REFERRAL_TRIAGE
    endpoint = "referrals.show_decision" if triage else "referrals.show_response"
    return url_for(endpoint, reference=referral.reference, move=move.replace("_", "-"))


def who_follows(referral: Referral, organisation: Organisation) -> str:
    """Who of the organisation is told what becomes of the referral."""
    home, account, told = organisation.name, referral.referred_by, followers(referral)
    if account is not None and told == [account]:
        return gettext("%(name)s, %(organisation)s.", name=account.name, organisation=home)
    if account is not None and told:
        return gettext(
            "%(name)s has left, so all of %(organisation)s are told: %(names)s.",
            name=account.name, organisation=home, names=", ".join(one.name for one in told),
        )  # fmt: skip
    if is_told_by_link(referral):
        return gettext("%(organisation)s, by links in e-mails.", organisation=home)
    return gettext("%(organisation)s, by phone.", organisation=home)


def how_the_referrer_is_told(referral: Referral) -> str:
    """What becomes of a text for the referrer: who has no account is sent a link, or rung."""
    if followers(referral):
        return gettext("Change it as you like. They read it when they sign in.")
    if is_told_by_link(referral):
        return gettext(
            "They have no account: we send the organisation a link by e-mail, to read it and to "
            "answer a question. It works for 14 days."
        )
    return gettext("They have no account and no e-mail address here: tell them yourself.")


def in_their_language(referral: Referral, move: Move) -> str:
    """What a text that begins in the reader's language says; empty where whoever decides reads it
    too."""
    said = in_plain_sight(referral, move)
    return gettext("It begins in their language: %(text)s", text=said) if said else ""


def how_the_client_is_told(referral: Referral) -> str:
    """What becomes of a text for the person: a mail, or words that somebody passes on."""
    reads = locales.own_name(person_language(referral))
    reader = reader_of(referral)
    if reader is not None and reader.is_unconfirmed:
        return gettext(
            "We send it to the person once they have confirmed their e-mail address, which they "
            "have not yet. Tell them yourself too. They read %(language)s.", language=reads,
        )  # fmt: skip
    if reader is not None and refused_of([reader.address]):
        return gettext(
            "Mail to the person's e-mail address does not arrive. Tell them yourself, and ask for "
            "another address. They read %(language)s.", language=reads,
        )  # fmt: skip
    if reader is not None:
        return gettext(
            "We send it to the person by e-mail. Write it for them, in plain words. "
            "They read %(language)s.", language=reads,
        )  # fmt: skip
    if referral.is_own:
        return gettext(
            "The person reads it with the code, in %(language)s. Write it in plain words.",
            language=reads,
        )
    route = ContactRoute(referral.contact_route)
    speaks = choices.language_name(referral.preferred_language)
    if route is ContactRoute.REFERRER:
        return gettext(
            "The referrer reads it and tells the person, who speaks: %(language)s.",
            language=speaks,
        )
    return gettext(
        "It is kept here, and you tell the person yourself (%(route)s). Speaks: %(language)s.",
        route=str(CONTACT_ROUTE_NAMES[route]), language=speaks,
    )  # fmt: skip
