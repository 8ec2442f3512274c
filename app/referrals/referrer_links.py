"""Links for referrers without an account: they read one text, and answer it if it is a question.

Notices make them (see accounts' answer_links). The answer uses one up. It ends with the
organisation's accompaniment, as everything else does, and when the organisation has another
address: whoever reads the old one is not who is asked.
"""

from __future__ import annotations

from enum import StrEnum

from app.accounts.answer_links import is_living, sender
from app.clients.models import ContactRoute
from app.db import atomic
from app.errors import NotFound
from app.organisations.models import Organisation, Programme, Trust
from app.referrals.following import is_followed
from app.referrals.models import FirstMeeting, Referral, ReferralMove, ReferrerLink
from app.referrals.notices import ARRANGING
from app.referrals.queries import planned_meetings
from app.referrals.services import Decision, make_move, moved_meanwhile
from app.referrals.transitions import Move, State


class Link(StrEnum):
    """What a living link is good for now."""

    QUESTION = "question"
    ANSWERED = "answered"
    SETTLED = "settled"  # a question that somebody else has answered, or that nobody asks now
    NEWS = "news"


def link(token: str) -> ReferrerLink:
    """A living link with its move and referral; NotFound for one that is wrong or over."""
    found = (
        ReferrerLink.select(ReferrerLink, ReferralMove, Referral, Organisation, Programme, Trust)
        .join(ReferralMove, on=ReferrerLink.move)
        .join(Referral)
        .join(Organisation)
        .join_from(Referral, Programme)
        .join(Trust)
        .where(is_living(ReferrerLink, token))
        .first()
    )
    if found is None or not _still_theirs(found):
        raise NotFound("link")
    return found


def _still_theirs(found: ReferrerLink) -> bool:
    referral: Referral = found.move.referral
    organisation = referral.organisation
    if organisation is None or not organisation.is_active:
        return False
    return organisation.email == found.sent_to and is_followed(referral)


def meeting_told(found: ReferrerLink) -> FirstMeeting | None:
    """The booked meeting of which the link tells, as it is arranged now."""
    if found.move.move not in ARRANGING:
        return None
    return planned_meetings([found.move.referral]).get(found.move.referral_id)


def words_to_pass_on(found: ReferrerLink) -> str:
    """What the person is to be told where the referrer is the way to her."""
    is_the_way = found.move.referral.contact_route == ContactRoute.REFERRER
    return str(found.move.text_for_client) if is_the_way else ""


def use_of(found: ReferrerLink) -> Link:
    """What the link is good for; a question is open until anybody has answered it."""
    if found.answer_id is not None:
        return Link.ANSWERED
    if found.move.move != Move.ASK_INFORMATION:
        return Link.NEWS
    is_asked = found.move.referral.state == State.NEEDS_INFORMATION
    return Link.QUESTION if is_asked and _is_last_question(found.move) else Link.SETTLED


def _is_last_question(row: ReferralMove) -> bool:
    later = ReferralMove.select().where(
        ReferralMove.referral == row.referral_id,
        ReferralMove.move == Move.ASK_INFORMATION,
        ReferralMove.id > row.id,
    )
    return not later.exists()


def answer_by_link(found: ReferrerLink, text: str) -> None:
    """Keep the organisation's answer and use the link up; Conflict if nothing is asked any more."""
    referral: Referral = found.move.referral
    organisation, said = referral.organisation, Decision(note=text)
    if organisation is None or use_of(found) is not Link.QUESTION:
        raise moved_meanwhile()
    with atomic():
        row = make_move(sender(organisation), referral, Move.GIVE_INFORMATION, said)
        ReferrerLink.update(answer=row).where(ReferrerLink.id == found.id).execute()
