"""Reads of self-referrals: by the code of whoever made one, and for staff beside the referral."""

from dataclasses import dataclass
from types import SimpleNamespace

from peewee import JOIN

from app.clients.models import Client
from app.organisations.models import Programme, Trust
from app.references import as_typed
from app.referrals.models import Referral
from app.referrals.self_referrals import codes
from app.referrals.self_referrals.models import SelfReferral, ShareCode
from app.referrals.self_referrals.questions import OWN


def by_code(code: str) -> SelfReferral | None:
    """The self-referral that a code opens, with its referral; a claimed one opens no more."""
    return (
        SelfReferral.select(SelfReferral, Referral, Programme, Trust, Client)
        .join(Referral)
        .join(Programme)
        .join(Trust)
        .join_from(Referral, Client, JOIN.LEFT_OUTER)
        .where(
            SelfReferral.code_hash == codes.code_hash(code),
            SelfReferral.claimed_at.is_null(),
        )
        .first()
    )


def is_used_up(code: str) -> bool:
    """Whether somebody has claimed her page with the code, and signs in from now on."""
    own = SelfReferral.code_hash == codes.code_hash(code)
    return bool(SelfReferral.select().where(own, SelfReferral.claimed_at.is_null(False)).exists())


def answers_of(found: SelfReferral) -> SimpleNamespace:
    """All answers of a self-referral in one place, by name."""
    own = {name: getattr(found, name) for name in OWN if name != "shared_by"}
    return SimpleNamespace(**found.referral.__data__ | own, shared_by=found.shared_by_id)


@dataclass(frozen=True)
class Origin:
    """How a referral that somebody made for herself came about, as staff may read it."""

    own: SelfReferral
    is_from_client: bool
    client: Client | None  # only where she agreed to be named


def origin(referral: Referral) -> Origin | None:
    """None for a referral of an organisation."""
    if not referral.is_own:
        return None
    row = (
        SelfReferral.select(SelfReferral, Client, ShareCode)
        .join(Client, JOIN.LEFT_OUTER)
        .join(ShareCode, JOIN.LEFT_OUTER, on=ShareCode.client == Client.id, attr="share")
        .where(SelfReferral.referral == referral)
        .get()
    )
    friend = row.shared_by
    named = friend is not None and getattr(friend, "share", None) and friend.share.is_named
    return Origin(row, friend is not None, friend if named else None)


def client_who_shared(code: str) -> Client | None:
    """Whose share code this is, as typed by somebody."""
    found = as_typed(code)
    if found is None:
        return None
    return Client.select().join(ShareCode).where(ShareCode.code == found).first()


def own_language(referral: Referral) -> str:
    """The language of the pages in which somebody referred herself; empty for all others."""
    row = SelfReferral.get_or_none(SelfReferral.referral == referral)
    return row.language if row else ""


def code_of(client_id: int | None) -> str:
    """The share code of the client who told of us; empty where nobody did."""
    row = ShareCode.get_or_none(ShareCode.client == client_id)
    return row.code if row else ""


def share_code(client: Client) -> ShareCode | None:
    return ShareCode.get_or_none(ShareCode.client == client)
