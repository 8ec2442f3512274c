"""A client's referrals and first meetings as entries of her timeline."""

from __future__ import annotations

from collections.abc import Collection

from flask import url_for
from flask_babel import gettext
from peewee import JOIN, Field, ModelSelect

from app.accounts.models import Account
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.timeline import ALL_READ, ROLE_NAMES, Entry, Kind, Position, later_than
from app.organisations.models import Organisation
from app.policy import Role, Viewer
from app.referrals.histories import who_moved
from app.referrals.models import FirstMeeting, Referral, ReferralMove
from app.referrals.presenters import move_told
from app.referrals.queries import reachable
from app.referrals.transitions import Move

OF_MEETINGS = (Move.BOOK_MEETING, Move.CHANGE_MEETING, Move.DID_NOT_ATTEND, Move.ACTIVATE)
OF_REFERRALS = tuple(move for move in Move if move not in OF_MEETINGS)


def moves(
    viewer: Viewer, client: Client, _groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """What was decided, as the viewer may read it: see `_moves`."""
    return _moves(viewer, client, OF_REFERRALS, Kind.REFERRAL, position=position, limit=limit)


def meetings(
    viewer: Viewer, client: Client, _groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """First meetings booked, changed, missed and held."""
    return _moves(viewer, client, OF_MEETINGS, Kind.MEETING, position=position, limit=limit)


def confirmed(
    viewer: Viewer, client: Client, _groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """When it was said that she will come, and on whose side."""
    at, what = FirstMeeting.confirmed_at, gettext("Coming to the first meeting was confirmed.")
    return [
        _noted(viewer, row, at, what, str(ROLE_NAMES.get(Role(row.confirmed_by), "")))
        for row in _meetings(viewer, client, at, position, limit)
    ]


def arrived(
    viewer: Viewer, client: Client, _groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """When she was seen to be there."""
    at, what = FirstMeeting.arrived_at, gettext("Arrived at the first meeting.")
    return [
        _noted(viewer, row, at, what, str(ROLE_NAMES[Role.STAFF]))
        for row in _meetings(viewer, client, at, position, limit)
    ]


def _meetings(
    viewer: Viewer, client: Client, at: Field, position: Position | None, limit: int
) -> ModelSelect[FirstMeeting]:
    return (
        FirstMeeting.select(FirstMeeting, Referral.id, Referral.reference)
        .join(Referral)
        .where(
            Referral.client == client,
            Referral.id.in_(reachable(viewer).select(Referral.id)),
            at.is_null(False),
            *later_than(at, FirstMeeting.id, position),
        )
        .order_by(at.desc(), FirstMeeting.id.desc())
        .limit(limit)
    )


def _noted(viewer: Viewer, row: FirstMeeting, at: Field, what: str, who: str) -> Entry:
    return Entry(
        getattr(row, at.name), row.id, Kind.MEETING, who, what=what,
        address=_address(viewer, row.referral),
    )  # fmt: skip


def _address(viewer: Viewer, referral: Referral) -> str:
    if viewer.role is Role.CLIENT:
        return ""
    return url_for("referrals.show_referral", reference=referral.reference)


def _moves(
    viewer: Viewer, client: Client, which: Collection[Move], kind: Kind, *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """Staff read all with all texts, partners their own organisation's with what they were told.

    A client reads what was written to her, and every move of her first meeting.
    """
    at, key = ReferralMove.at, ReferralMove.id
    query = (
        ReferralMove.select(
            ReferralMove,
            Referral.id,
            Referral.reference,
            Referral.organisation,
            Organisation.id,
            Organisation.name,
            Account,
        )
        .join(Referral)
        .join(Organisation, JOIN.LEFT_OUTER)
        .join_from(ReferralMove, Account, JOIN.LEFT_OUTER)
        .where(
            Referral.client == client,
            ReferralMove.move.in_(list(which)),
            *later_than(at, key, position),
        )
    )
    if viewer.role is Role.CLIENT:
        told = (ReferralMove.text_for_client != "") | ReferralMove.move.in_(list(OF_MEETINGS))
        query = query.where(Referral.client == viewer.client_id, told)
    else:
        query = query.where(Referral.id.in_(reachable(viewer).select(Referral.id)))
    rows = query.order_by(at.desc(), key.desc()).limit(limit)
    return [_entry(viewer, row, kind) for row in rows]


def _entry(viewer: Viewer, row: ReferralMove, kind: Kind) -> Entry:
    return Entry(
        row.at, row.id, kind, who_moved(row),
        what=move_told(Move(row.move), is_own=row.referral.is_own), text=_words(viewer, row),
        address=_address(viewer, row.referral),
    )  # fmt: skip


def _words(viewer: Viewer, row: ReferralMove) -> str:
    """What was written with a move, as far as it was written for the viewer."""
    if viewer.role is Role.CLIENT:
        return str(row.text_for_client)
    own_note = row.note if viewer.role in ALL_READ or row.actor_role == Role.PARTNER else ""
    for_client = row.text_for_client if viewer.role in ALL_READ else ""
    return "\n".join(part for part in (own_note, row.text_for_referrer, for_client) if part)
