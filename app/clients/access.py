"""Who sees which group of a client's facts: the field table, and the consents that open it."""

from collections.abc import Collection
from enum import StrEnum
from functools import cache
from typing import Any

from peewee import Expression

from app import clock
from app.clients.consent_models import Consent, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.policy import Role, Viewer


class FieldGroup(StrEnum):
    """What is shown or hidden together; the lesser sight of a group is a group of its own."""

    FIRST_NAME = "first_name"
    IDENTITY = "identity"  # the whole name, year of birth, nationality
    CONTACT = "contact"
    LANGUAGES = "languages"
    PROFESSION = "profession"  # training, qualifications, registration stage, goal
    ENGLISH_LEVEL = "english_level"
    ENGLISH = "english"  # scores, and the evidence of every fact
    NEXT_STEPS = "next_steps"
    PLAN = "plan"
    MATCH_STATE = "match_state"
    MATCHES = "matches"
    BOOKINGS = "bookings"
    MONEY = "money"
    RIGHT_TO_WORK = "right_to_work"
    NEEDS = "needs"  # health adjustments, childcare
    SUPPORT = "support"  # needs written down on the way, and what is asked of partners for them
    NOTES = "notes"  # those written for the viewer's audience
    CONSENTS = "consents"  # who may see what, and who looked
    AUDIT = "audit"  # the history of every field


G, P = FieldGroup, ConsentPurpose
STAFF, PARTNER, MENTOR, CLIENT = Role.STAFF, Role.PARTNER, Role.MENTOR, Role.CLIENT
WITHOUT_CONSENT = None

# For each group the roles that see it of a client in their reach (a partner's own referrals, a
# mentor's booked people, a client herself), and the consent that must stand. What a partner
# entered about right to work and needs is on her referral, which is hers to read.
FIELD_TABLE: dict[FieldGroup, dict[Role, ConsentPurpose | None]] = {
    G.FIRST_NAME: dict.fromkeys((STAFF, PARTNER, MENTOR, CLIENT), WITHOUT_CONSENT),
    G.IDENTITY: dict.fromkeys((STAFF, PARTNER, CLIENT), WITHOUT_CONSENT),
    G.CONTACT: dict.fromkeys((STAFF, PARTNER, CLIENT), WITHOUT_CONSENT),
    G.LANGUAGES: dict.fromkeys((STAFF, PARTNER, CLIENT), WITHOUT_CONSENT),
    G.PROFESSION: {STAFF: None, PARTNER: P.SHARE_PROFILE, MENTOR: None, CLIENT: None},
    G.ENGLISH_LEVEL: {
        STAFF: None, PARTNER: P.SHARE_ENGLISH, MENTOR: P.SHARE_ENGLISH, CLIENT: None,
    },
    G.ENGLISH: {STAFF: None, PARTNER: P.SHARE_ENGLISH, CLIENT: None},
    G.NEXT_STEPS: {STAFF: None, PARTNER: P.SHARE_PLAN, MENTOR: P.SHARE_PLAN, CLIENT: None},
    G.PLAN: {STAFF: None, PARTNER: P.SHARE_PLAN, CLIENT: None},
    G.MATCH_STATE: dict.fromkeys((STAFF, PARTNER, CLIENT), WITHOUT_CONSENT),
    G.MATCHES: dict.fromkeys((STAFF, CLIENT), WITHOUT_CONSENT),
    G.BOOKINGS: dict.fromkeys((STAFF, PARTNER, MENTOR, CLIENT), WITHOUT_CONSENT),
    G.MONEY: dict.fromkeys((STAFF, CLIENT), WITHOUT_CONSENT),
    G.RIGHT_TO_WORK: dict.fromkeys((STAFF, CLIENT), WITHOUT_CONSENT),
    G.NEEDS: {STAFF: None, MENTOR: P.SHARE_NEEDS, CLIENT: None},
    G.SUPPORT: {STAFF: None, PARTNER: P.SHARE_NEEDS, CLIENT: None},
    G.NOTES: dict.fromkeys((STAFF, PARTNER, MENTOR, CLIENT), WITHOUT_CONSENT),
    G.CONSENTS: dict.fromkeys((STAFF, CLIENT), WITHOUT_CONSENT),
    G.AUDIT: dict.fromkeys((STAFF,), WITHOUT_CONSENT),
}  # fmt: skip


def groups(viewer: Viewer, client: Client) -> frozenset[FieldGroup]:
    """What the viewer sees now of a client within their reach."""
    return groups_of(viewer, [client.id])[client.id]


def groups_of(viewer: Viewer, client_ids: Collection[int]) -> dict[int, frozenset[FieldGroup]]:
    """What the viewer sees of each client, by id, in at most one query."""
    if viewer.role is Role.SYSTEM:
        return dict.fromkeys(client_ids, frozenset(FieldGroup))
    to_viewer = given_to(viewer)
    if to_viewer is None:  # no consent opens anything to the role
        return dict.fromkeys(client_ids, opened_to(viewer.role, frozenset()))
    agreed = _agreed(to_viewer, client_ids)
    return {
        client_id: opened_to(viewer.role, frozenset(agreed[client_id])) for client_id in client_ids
    }


@cache
def opened_to(role: Role, agreed: frozenset[ConsentPurpose]) -> frozenset[FieldGroup]:
    """The groups that a role sees of a client who has agreed to these purposes."""
    return frozenset(
        group
        for group, roles in FIELD_TABLE.items()
        if role in roles and (roles[role] is None or roles[role] in agreed)
    )


def consent_stands(today: Any = None) -> Expression:
    """The rows of consents that count today: not withdrawn, not past their last day."""
    return Consent.withdrawn_at.is_null() & (
        Consent.until_on.is_null() | (Consent.until_on >= (today or clock.today()))
    )


def given_to(viewer: Viewer) -> Expression | None:
    """The rows of consents that name the viewer; None for a role that needs none."""
    if viewer.role is Role.PARTNER and viewer.organisation_id is not None:
        return (Consent.counterparty == Counterparty.ORGANISATION) & (
            Consent.organisation == viewer.organisation_id
        )
    if viewer.role is Role.MENTOR:
        return Consent.counterparty == Counterparty.MENTOR
    return None


def _agreed(to_viewer: Expression, client_ids: Collection[int]) -> dict[int, set[ConsentPurpose]]:
    found: dict[int, set[ConsentPurpose]] = {client_id: set() for client_id in client_ids}
    rows = Consent.select().where(Consent.client.in_(list(found)), to_viewer, consent_stands())
    for row in rows:
        found[row.client_id].add(ConsentPurpose(row.purpose))
    return found
