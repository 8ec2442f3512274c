"""Putting clients to opportunities, and every later move; one transaction each."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from peewee import IntegrityError

from app import clock
from app.audit.services import record
from app.clients.locking import check_kept
from app.clients.models import Client
from app.clients.recipients import recipients
from app.db import atomic, lock_row
from app.errors import Conflict
from app.notifications.services import put_in_outbox
from app.opportunities.candidature_models import Candidature, CandidatureMove
from app.opportunities.candidature_moves import (
    LIVE,
    CandidatureState,
    MoveRefused,
    Party,
    can_lapse,
    check,
)
from app.opportunities.frozen import as_record
from app.opportunities.matches import match_of
from app.opportunities.models import Opportunity
from app.opportunities.pools import Group, group_of, open_in
from app.policy import SYSTEM, Role, Viewer
from app.web.links import address_of

State = CandidatureState
ANSWERS = (State.ACCEPTED_BY_CLIENT, State.DECLINED_BY_CLIENT)

# Who has started in one of these no longer waits for others of the groups named: an interim job
# does not end the way to a registered post, and a course ends nothing.
PLACED = {
    Group.POSTS: (Group.POSTS, Group.INTERIM),
    Group.INTERIM: (Group.INTERIM,),
    Group.LEARNING: (),
}


def suggest(actor: Viewer, client: Client, opportunity: Opportunity) -> Candidature:
    """Put a client to an opportunity, with the match as it stands now; the live one if there is.

    Raises Conflict when the opportunity is closed or belongs to another trust.
    """
    try:
        with atomic():
            found = live_candidature(client, opportunity)
            return found or _suggest(actor, client, opportunity)
    except IntegrityError:
        # Somebody else has just done the same.
        found = live_candidature(client, opportunity)
        if found is None:
            raise
        return found


def live_candidature(client: Client, opportunity: Opportunity) -> Candidature | None:
    """The one of the two that has not ended; there is never more than one."""
    found: Candidature | None = Candidature.get_or_none(
        Candidature.client == client,
        Candidature.opportunity == opportunity,
        Candidature.state.in_(LIVE),
    )
    return found


def put_on_shortlist(actor: Viewer, client: Client, opportunity: Opportunity) -> Candidature:
    """Keep the client in mind for the opportunity; she does not see it yet. Twice is once."""
    with atomic():
        candidature = suggest(actor, client, opportunity)
        if candidature.state in (State.SUGGESTED, State.PARKED):
            make_move(actor, candidature, State.SHORTLISTED)
    return candidature


def offer_to_client(actor: Viewer, client: Client, opportunity: Opportunity) -> Candidature:
    """Ask the client whether she wants it: the first thing that she sees of it. Twice is once."""
    with atomic():
        candidature = put_on_shortlist(actor, client, opportunity)
        if candidature.state == State.SHORTLISTED:
            make_move(actor, candidature, State.OFFERED_TO_CLIENT)
    return candidature


def answer_offer(
    actor: Viewer, candidature: Candidature, *, is_yes: bool, reason: str = ""
) -> None:
    """The client's own yes or no; saying the same again changes nothing.

    Raises Conflict when the offer has been taken back, has lapsed, or was answered otherwise.
    """
    to = State.ACCEPTED_BY_CLIENT if is_yes else State.DECLINED_BY_CLIENT
    if candidature.state == to:
        return
    make_move(actor, candidature, to, note=reason)


def make_move(
    actor: Viewer, candidature: Candidature, to: CandidatureState, *, note: str = ""
) -> None:
    """Take a candidature to another state, if the table lets the actor.

    Raises Conflict when it does not, when somebody else was faster, or when what would be
    offered or accepted has closed meanwhile.
    """
    origin = CandidatureState(candidature.state)
    try:
        check(origin, to, party=_party(actor))
    except MoveRefused as refused:
        raise Conflict from refused
    if to in (State.OFFERED_TO_CLIENT, State.ACCEPTED_BY_CLIENT) and not is_open(candidature):
        raise Conflict(gettext("This is not open any more."))
    with atomic():
        _write(actor, candidature, to, note)
        if to is State.OFFERED_TO_CLIENT:
            _tell_client(candidature)
        if to is State.STARTED:
            _end_others(candidature)


def expire_closed(actor: Viewer = SYSTEM) -> int:
    """End what has not been put forward when its opportunity has closed; how many were ended."""
    waiting = (
        Candidature.select(Candidature, Opportunity)
        .join(Opportunity)
        .where(Candidature.state.in_(can_lapse(State.EXPIRED)), ~open_in(None))
    )
    with atomic():
        rows = list(waiting)
        for row in rows:
            _write(actor, row, State.EXPIRED)
    return len(rows)


def withdraw_client(actor: Viewer, client: Client) -> None:
    """She is put to nothing any more; what she has started is for her and her host to end."""
    open_states = can_lapse(State.DECLINED_BY_CLIENT)
    with atomic():
        for row in (
            Candidature.select().where(Candidature.client == client).order_by(Candidature.id)
        ):
            lock_row(row)
            present = Candidature.get_by_id(row.id)
            if present.state in open_states:
                _write(actor, present, State.DECLINED_BY_CLIENT)


def _suggest(actor: Viewer, client: Client, opportunity: Opportunity) -> Candidature:
    here = open_in(client.programme.trust_id) & (Opportunity.id == opportunity.id)
    if not Opportunity.select().where(here).exists():
        raise Conflict(gettext("This is not open any more."))
    check_kept(client)
    match, now = match_of(client, opportunity), clock.now()
    candidature = Candidature.create(
        client=client,
        opportunity=opportunity,
        readiness=match.readiness,
        points=match.points,
        possible=match.possible,
        match=as_record(match, on=clock.today()),
        made_by=actor.account_id,
        made_at=now,
        changed_at=now,
    )
    _note(actor, candidature, None, State.SUGGESTED)
    return candidature


def is_open(candidature: Candidature) -> bool:
    """Whether what the client is put to can still be taken up."""
    here = open_in(None) & (Opportunity.id == candidature.opportunity_id)
    return bool(Opportunity.select().where(here).exists())


def _write(actor: Viewer, candidature: Candidature, to: CandidatureState, note: str = "") -> None:
    """Change the state only from the one that was looked at."""
    origin, now = CandidatureState(candidature.state), clock.now()
    columns: dict[str, Any] = {"state": to, "changed_at": now}
    if to is State.OFFERED_TO_CLIENT:
        columns |= {"offered_at": now, "answered_at": None, "answer_reason": ""}
    if to in ANSWERS:
        columns |= {"answered_at": now, "answer_reason": note}
    changed = (
        Candidature.update(columns)
        .where(Candidature.id == candidature.id, Candidature.state == origin)
        .execute()
    )
    if not changed:
        raise Conflict
    for name, value in columns.items():
        setattr(candidature, name, value)
    _note(actor, candidature, origin, to, note)


def _note(
    actor: Viewer,
    candidature: Candidature,
    origin: CandidatureState | None,
    to: CandidatureState,
    note: str = "",
) -> None:
    CandidatureMove.create(
        candidature=candidature,
        from_state=origin,
        to_state=to,
        moved_by=actor.account_id,
        moved_at=clock.now(),
        note=note,
    )
    record(
        actor,
        f"candidature.{to}",
        candidature,
        client_id=candidature.client_id,
        opportunity_id=candidature.opportunity_id,
    )


def _end_others(candidature: Candidature) -> None:
    """Placed elsewhere: what the client still waited for of the same sort is obsolete."""
    over = PLACED[group_of(candidature.opportunity)]
    others = (
        Candidature.select(Candidature, Opportunity)
        .join(Opportunity)
        .where(
            Candidature.client == candidature.client_id,
            Candidature.id != candidature.id,
            Candidature.state.in_(can_lapse(State.OBSOLETE)),
        )
    )
    for other in others:
        if group_of(other.opportunity) in over:
            _write(SYSTEM, other, State.OBSOLETE)


def _tell_client(candidature: Candidature) -> None:
    """That there is something to look at; what it is stands on the page, not in the mail."""
    client = candidature.client
    link = address_of(f"/clients/{client.reference}/candidatures/{candidature.id}")
    moves = CandidatureMove.select().where(CandidatureMove.candidature == candidature).count()
    for recipient in recipients([client]):
        key = f"candidature:{candidature.id}:offer:{moves}"
        put_in_outbox("offer_made", recipient, key=key, link=link)


def _party(actor: Viewer) -> Party:
    if actor.role is Role.CLIENT:
        return Party.CLIENT
    return Party.SYSTEM if actor.role is Role.SYSTEM else Party.STAFF
