"""Pairs of records that may be of one person: noted as records are written, dismissed by staff."""

from __future__ import annotations

from peewee import JOIN, ModelSelect

from app import clock
from app.accounts.models import Account
from app.audit.services import record
from app.clients.duplicates import (
    CONTACT,
    Candidate,
    Grade,
    described,
    possible_duplicates,
)
from app.clients.merging.models import DuplicatePair
from app.clients.models import Client
from app.clients.queries import record_ids
from app.db import atomic
from app.errors import Conflict, NotFound
from app.organisations.models import Programme
from app.policy import Role, Viewer
from app.web.pagination import Page, paged

First, Second = Client.alias("first"), Client.alias("second")


def note_pairs(client: Client) -> int:
    """Write down who of the same trust may be this person; how many. Dismissed pairs stay so."""
    of_trust = Viewer(account_id=None, role=Role.STAFF, trust_id=client.programme.trust_id)
    found = {
        one.client.id: one
        for one in possible_duplicates(of_trust, described(client), besides=client)
        if _is_worth_a_look(one)
    }
    about = (DuplicatePair.first == client) | (DuplicatePair.second == client)
    DuplicatePair.delete().where(about, DuplicatePair.dismissed_at.is_null()).execute()
    dismissed = _dismissed(client)
    rows = [
        _row(client, one)
        for key, one in found.items()
        if not (dismissed and dismissed & set(record_ids(key)))
    ]
    if rows:
        # The other of the two may be written at this moment, and the same pair noted with her.
        DuplicatePair.insert_many(rows).on_conflict_ignore().execute()
    return len(rows)


def _dismissed(client: Client) -> set[int]:
    """Records that staff said are of somebody else than hers, or one that became part of hers."""
    hers = record_ids(client.id)
    pairs_of_hers = DuplicatePair.select().where(
        DuplicatePair.first.in_(hers) | DuplicatePair.second.in_(hers),
        DuplicatePair.dismissed_at.is_null(False),
    )
    named = {number for row in pairs_of_hers for number in (row.first_id, row.second_id)}
    return named - set(hers)


def _is_worth_a_look(candidate: Candidate) -> bool:
    """Names that are merely alike are shown when a referral is read, but fill no list."""
    return candidate.grade is not Grade.POSSIBLE or bool(CONTACT & set(candidate.why))


def _row(client: Client, candidate: Candidate) -> dict[str, object]:
    first, second = sorted((client.id, candidate.client.id))
    return {
        "first": first, "second": second, "grade": candidate.grade, "why": candidate.why,
        "found_at": clock.now(),
    }  # fmt: skip


def pairs(
    viewer: Viewer, *, grade: str = "", is_dismissed: bool = False, cursor: str | None = None
) -> Page[DuplicatePair]:
    """The pairs of the viewer's trust, the surest first, or those that staff have dismissed."""
    query = _reachable(viewer).where(DuplicatePair.dismissed_at.is_null(not is_dismissed))
    if grade in set(Grade):
        query = query.where(DuplicatePair.grade == grade)
    return paged(query, [DuplicatePair.grade, DuplicatePair.id], cursor=cursor)


def _reachable(viewer: Viewer) -> ModelSelect[DuplicatePair]:
    of_trust = Programme.select(Programme.id).where(Programme.trust == viewer.trust_id)
    return (
        DuplicatePair.select(DuplicatePair, First, Second, Account)
        .join(First, on=DuplicatePair.first)
        .switch(DuplicatePair)
        .join(Second, on=DuplicatePair.second)
        .switch(DuplicatePair)
        .join(Account, JOIN.LEFT_OUTER, on=DuplicatePair.dismissed_by)
        .where(First.programme.in_(of_trust))
    )


def dismiss_pair(actor: Viewer, pair_id: int) -> None:
    """Note that the two are different people, with who says so; NotFound out of reach."""
    with atomic():
        pair = _reachable(actor).where(DuplicatePair.id == pair_id).first()
        if pair is None:
            raise NotFound("pair")
        if pair.dismissed_at is not None:
            return
        dismissed = (
            DuplicatePair.update(dismissed_at=clock.now(), dismissed_by=actor.account_id)
            .where(DuplicatePair.id == pair_id, DuplicatePair.dismissed_at.is_null())
            .execute()
        )
        if not dismissed:  # a record is being changed, and the pair looked for anew
            raise Conflict
        for one, other in ((pair.first_id, pair.second_id), (pair.second_id, pair.first_id)):
            record(actor, "client.not_the_same", pair, client_id=one, other=other)
