"""Reads of referrals: every one starts from the rows within the viewer's reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from flask_babel import gettext
from peewee import JOIN, Expression, ModelSelect, fn

from app import clock
from app.accounts.coordinators import only
from app.accounts.models import Account
from app.clients.models import Client
from app.errors import Conflict, NotFound
from app.organisations.models import Organisation, Programme, Trust
from app.policy import Role, Viewer
from app.referrals.following import left_clients
from app.referrals.models import (
    COMES_BACK,
    FirstMeeting,
    MeetingOutcome,
    Referral,
    ReferralMove,
)
from app.referrals.narrowing import Show, shown, stalled, with_leaving
from app.referrals.transitions import EXITS, OPEN, Move, State
from app.web.pagination import PAGE_SIZE, Page, paged


def reachable(viewer: Viewer) -> ModelSelect[Referral]:
    """The referrals a viewer may know of.

    Partners: their own organisation's, drafts included. Staff: those sent to their trust's
    programmes; a draft is not theirs to read. A client: those that led to her. Commands: all.

    Every join is an outer one, so that a list is entered by an index of its own order and not by
    the few programmes, through all of their referrals.
    """
    query = (
        Referral.select(Referral, Organisation, Programme, Trust, Account, Client)
        .join_from(Referral, Organisation, JOIN.LEFT_OUTER)
        .join_from(Referral, Programme, JOIN.LEFT_OUTER)
        .join(Trust, JOIN.LEFT_OUTER)
        .join_from(Referral, Account, JOIN.LEFT_OUTER, on=Referral.referred_by)
        .join_from(Referral, Client, JOIN.LEFT_OUTER)
    )
    return query.where(_within_reach(viewer))


def _within_reach(viewer: Viewer) -> Expression | bool:
    match viewer.role:
        case Role.SYSTEM:
            return Referral.id.is_null(False)
        case Role.STAFF:
            of_trust = Programme.select(Programme.id).where(Programme.trust == viewer.trust_id)
            return Referral.programme.in_(of_trust) & (Referral.state != State.DRAFT)
        case Role.PARTNER if viewer.organisation_id is not None:
            return Referral.organisation == viewer.organisation_id
        case Role.CLIENT if viewer.client_id is not None:
            return Referral.client == viewer.client_id
    return Referral.id.is_null()


def referral(viewer: Viewer, reference: str) -> Referral:
    """One referral within the viewer's reach; NotFound otherwise, as if there were none."""
    found = reachable(viewer).where(Referral.reference == reference).first()
    if found is None:
        raise NotFound("referral")
    return found


def chosen_referrals(
    viewer: Viewer, *, references: Iterable[str] = (), ids: Iterable[int] = ()
) -> list[Referral]:
    """Those of the named referrals that are within reach, in an order that never deadlocks."""
    named = Referral.reference.in_(list(references)) | Referral.id.in_(list(ids))
    return list(reachable(viewer).where(named).order_by(Referral.id))


def narrowed(viewer: Viewer, show: str) -> ModelSelect[Referral]:
    """What a list shows; a partner's tells no state of whom her organisation has left."""
    query = reachable(viewer).where(shown(show))
    if show == Show.AGAIN:
        query = with_leaving(query)
    if viewer.role is Role.PARTNER and show != Show.ALL:
        query = query.where(
            Referral.client.is_null() | Referral.client.not_in(left_clients(viewer))
        )
    return query


def looked_at_again(referrals: Iterable[Referral]) -> dict[int, ReferralMove]:
    """The exit of each referral that is to be looked at again, by the referral's id."""
    over = [row.id for row in referrals if row.state in EXITS]
    if not over:
        return {}
    rows = (
        ReferralMove.select(ReferralMove)
        .join(Referral)
        .where(Referral.id.in_(over), COMES_BACK, ReferralMove.at == Referral.state_since)
        .order_by(ReferralMove.id)
    )
    return {row.referral_id: row for row in rows}


def history(referral: Referral, *, until: datetime | None = None) -> list[ReferralMove]:
    """What was done with a referral (up to an instant), latest first, with who did it."""
    query = (
        ReferralMove.select(ReferralMove, Account)
        .join(Account, JOIN.LEFT_OUTER)
        .where(ReferralMove.referral == referral)
        .order_by(ReferralMove.at.desc(), ReferralMove.id.desc())
    )
    rows = list(query if until is None else query.where(ReferralMove.at <= until))
    for row in rows:
        row.referral = referral
    return rows


def planned_meetings(referrals: Iterable[Referral]) -> dict[int, FirstMeeting]:
    """The booked meeting of each referral that has one, by the referral's id."""
    booked = [row.id for row in referrals if row.state == State.FIRST_MEETING_BOOKED]
    if not booked:
        return {}
    rows = FirstMeeting.select().where(
        FirstMeeting.referral.in_(booked), FirstMeeting.outcome == MeetingOutcome.PLANNED
    )
    return {row.referral_id: row for row in rows}


def open_programmes() -> list[Programme]:
    """The programmes one can be referred to."""
    return list(Programme.select().where(Programme.is_open).order_by(Programme.name))


def programmes_to_choose() -> list[Programme]:
    """Those that a new referral may be for; raises Conflict while no programme takes people."""
    found = open_programmes()
    if not found:
        raise Conflict(gettext("No programme takes new people at the moment."))
    return found


def waiting_by_age(viewer: Viewer, *, whose: str = "", limit: int = 5) -> list[Referral]:
    """What waits for staff: first what is stalled, then the rest, each longest first."""
    late = list(_by_age(viewer, stalled(), whose).limit(limit))
    in_time = _by_age(viewer, shown(Show.WAITING) & ~stalled(), whose).limit(limit - len(late))
    return late + (list(in_time) if len(late) < limit else [])


def _by_age(viewer: Viewer, which: Expression, whose: str) -> ModelSelect[Referral]:
    query = only(reachable(viewer).where(which), Referral, viewer, whose)
    return query.order_by(Referral.state_since, Referral.id)


def coordinates_any(viewer: Viewer) -> bool:
    """Whether any referral is the viewer's to coordinate."""
    return Referral.select().where(Referral.coordinator == viewer.account_id).exists()


def answered_since(
    viewer: Viewer,
    since: datetime,
    *,
    whose: str = "",
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Referral]:
    """Referrals whose referrer has answered a question since, and that wait for a decision."""
    answered = ReferralMove.select(ReferralMove.referral).where(
        ReferralMove.referral == Referral.id,
        ReferralMove.move == Move.GIVE_INFORMATION,
        ReferralMove.at >= since,
    )
    query = reachable(viewer).where(
        Referral.state == State.SUBMITTED, Referral.state_since >= since, fn.EXISTS(answered)
    )
    query = only(query, Referral, viewer, whose)
    order = (Referral.state_since, Referral.id)
    return paged(query, order, cursor=cursor, size=size, descending=True)


def my_referrals(viewer: Viewer, *, limit: int = 10) -> list[Referral]:
    """The viewer's referrals until support starts, drafts too: questions, then the last changed."""
    asked = (Referral.state == State.NEEDS_INFORMATION).desc()
    return list(
        narrowed(viewer, Show.COMING)
        .order_by(asked, Referral.updated_at.desc(), Referral.id.desc())
        .limit(limit)
    )


def todays_meetings(viewer: Viewer, *, whose: str = "") -> list[FirstMeeting]:
    """The first meetings of today within reach, in order; each with its `referral`."""
    query = (
        FirstMeeting.select(FirstMeeting, Referral, Organisation)
        .join(Referral)
        .join(Programme)
        .join_from(Referral, Organisation, JOIN.LEFT_OUTER)
        .where(
            _within_reach(viewer),
            FirstMeeting.outcome == MeetingOutcome.PLANNED,
            FirstMeeting.starts_at >= clock.begin_of(clock.today()),
            FirstMeeting.starts_at < clock.begin_of(clock.today() + timedelta(days=1)),
        )
        .order_by(FirstMeeting.starts_at, FirstMeeting.id)
    )
    return list(only(query, Referral, viewer, whose))


def referrals_of_client(viewer: Viewer, client: Client) -> list[Referral]:
    """The referrals in reach that led to a client, latest first."""
    query = reachable(viewer).where(Referral.client == client)
    return list(query.order_by(Referral.submitted_at.desc(), Referral.id.desc()))


def open_referrals_of(viewer: Viewer, client_ids: Collection[int]) -> dict[int, Referral]:
    """The latest open referral in reach of each client that has one, by the client's id."""
    query = reachable(viewer).where(
        Referral.client.in_(list(client_ids)), Referral.state.in_(list(OPEN))
    )
    return {row.client_id: row for row in query.order_by(Referral.submitted_at, Referral.id)}


def referrals_of_organisation(
    viewer: Viewer, organisation: Organisation, *, limit: int = 25
) -> list[Referral]:
    """The sent referrals in reach that an organisation made, latest first."""
    query = reachable(viewer).where(
        Referral.organisation == organisation, Referral.state != State.DRAFT
    )
    return list(query.order_by(Referral.submitted_at.desc(), Referral.id.desc()).limit(limit))


def how_many_made(organisation: Organisation) -> int:
    """How many referrals an organisation has sent, whoever asks."""
    return int(
        Referral.select()
        .where(Referral.organisation == organisation, Referral.state != State.DRAFT)
        .count()
    )
