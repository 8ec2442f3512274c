"""What a client shares with whom, as a list to say yes or no to; and who has looked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.audit.queries import latest
from app.clients.access import FieldGroup, consent_stands, opened_to
from app.clients.consent_models import Consent, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.queries import record_ids, referrers
from app.clients.services import READ_ACTION
from app.errors import NotFound
from app.organisations.models import Organisation, Trust
from app.policy import Role

MOST_LOOKS = 50
MOST_ENDED = 20
# What each may be given beyond what they see anyway (the field table in access).
OFFERED = {
    Counterparty.ORGANISATION: (
        ConsentPurpose.SHARE_PROFILE,
        ConsentPurpose.SHARE_ENGLISH,
        ConsentPurpose.SHARE_PLAN,
        ConsentPurpose.SHARE_NEEDS,
    ),
    Counterparty.MENTOR: (
        ConsentPurpose.SHARE_ENGLISH,
        ConsentPurpose.SHARE_PLAN,
        ConsentPurpose.SHARE_NEEDS,
    ),
}


# Who sees the whole sees the part: it is named once.
PARTS = {
    FieldGroup.FIRST_NAME: FieldGroup.IDENTITY,
    FieldGroup.ENGLISH_LEVEL: FieldGroup.ENGLISH,
    FieldGroup.NEXT_STEPS: FieldGroup.PLAN,
    FieldGroup.MATCH_STATE: FieldGroup.MATCHES,
}


@dataclass(frozen=True)
class Share:
    """One thing that may be shared with one counterparty; `consent` is the one that stands."""

    counterparty: Counterparty
    organisation: Organisation | None
    purpose: ConsentPurpose
    consent: Consent | None


@dataclass(frozen=True)
class Sight:
    """What one counterparty sees now and what not; None is for every mentor she has booked."""

    organisation: Organisation | None
    role: Role
    seen: tuple[FieldGroup, ...]
    unseen: tuple[FieldGroup, ...]
    shares: tuple[Share, ...] = ()

    @property
    def named(self) -> list[FieldGroup]:
        return [group for group in self.seen if PARTS.get(group) not in self.seen]


@dataclass(frozen=True)
class Look:
    at: datetime
    name: str
    role: str
    organisation: str


def shares(client_id: int) -> list[Share]:
    """Every yes or no that is the client's to say, by counterparty."""
    standing = {
        (row.counterparty, row.organisation_id, row.purpose): row
        for row in Consent.select().where(Consent.client == client_id, consent_stands())
    }
    whom: list[tuple[Counterparty, Organisation | None]] = [
        (Counterparty.ORGANISATION, organisation) for organisation in referrers(client_id)
    ]
    if not Client.get_by_id(client_id).closed_at:
        whom.append((Counterparty.MENTOR, None))
    return [
        Share(kind, who, purpose, standing.get((kind, who.id if who else None, purpose)))
        for kind, who in whom
        for purpose in OFFERED[kind]
    ]


def sights(client_id: int) -> list[Sight]:
    """Who sees what, by counterparty: the Learning Works, each organisation, mentors last."""
    grouped: dict[Organisation | None, list[Share]] = {}
    for one in shares(client_id):
        grouped.setdefault(one.organisation, []).append(one)
    found = [_sight(None, Role.STAFF, ())]
    for organisation, asked in grouped.items():
        role = Role.PARTNER if organisation else Role.MENTOR
        found.append(_sight(organisation, role, asked))
    return found


def _sight(organisation: Organisation | None, role: Role, asked: Sequence[Share]) -> Sight:
    """By the same table and the same consents that the queries read."""
    seen = opened_to(role, frozenset(one.purpose for one in asked if one.consent))
    return Sight(
        organisation,
        role,
        tuple(group for group in FieldGroup if group in seen),
        tuple(group for group in FieldGroup if group not in seen),
        tuple(asked),
    )


def keeping(client_id: int) -> Consent | None:
    """The consent under which her record is kept."""
    return (
        Consent.select()
        .where(
            Consent.client == client_id,
            Consent.purpose == ConsentPurpose.HOLD_RECORD,
            consent_stands(),
        )
        .first()
    )


def ended(client_id: int) -> list[Consent]:
    """What was agreed to and does not count any more, newest first."""
    return list(
        Consent.select(Consent, Organisation)
        .left_outer_join(Organisation)
        .where(Consent.client == client_id, ~consent_stands())
        .order_by(Consent.given_at.desc(), Consent.id.desc())
        .limit(MOST_ENDED)
    )


def agreed(client_id: int, consent_id: int) -> Consent:
    """One consent of the client's, standing or ended; NotFound for any other."""
    found = (
        Consent.select(Consent, Organisation, Account)
        .left_outer_join(Organisation)
        .switch(Consent)
        .left_outer_join(Account)
        .where(Consent.client == client_id, Consent.id == consent_id)
        .first()
    )
    if found is None:
        raise NotFound("consent")
    return found


def share(client_id: int, *, counterparty: str, organisation: str, purpose: str) -> Share:
    """The one that a form names; NotFound for what is not the client's to share."""
    for one in shares(client_id):
        reference = one.organisation.reference if one.organisation else ""
        if (one.counterparty, reference, one.purpose) == (counterparty, organisation, purpose):
            return one
    raise NotFound("share")


def looks(client_id: int) -> list[Look]:
    """Who opened the client's page lately, those of records merged into it, too; newest first."""
    events = latest(READ_ACTION, client_ids=record_ids(client_id), most=MOST_LOOKS)
    rows = (
        Account.select(Account, Organisation, Trust)
        .left_outer_join(Organisation)
        .switch(Account)
        .left_outer_join(Trust)
        .where(Account.id.in_({event.actor_id for event in events}))
    )
    people = {row.id: row for row in rows}
    by_link = _names_of({_sender(event) for event in events})
    return [
        Look(
            at=event.at,
            name=people[event.actor_id].name if event.actor_id in people else "",
            role=event.actor_role,
            organisation=_where(people.get(event.actor_id)) or by_link.get(_sender(event), ""),
        )
        for event in events
    ]


def _sender(event: AuditEvent) -> int | None:
    """The organisation that opened a link, having no account."""
    found = event.detail.get("organisation_id") if event.actor_id is None else None
    return int(found) if found is not None else None


def _names_of(organisation_ids: Collection[int | None]) -> dict[int | None, str]:
    known = [one for one in organisation_ids if one is not None]
    if not known:
        return {}
    return {row.id: row.name for row in Organisation.select().where(Organisation.id.in_(known))}


def _where(account: Account | None) -> str:
    if account is None:
        return ""
    if account.organisation:
        return account.organisation.name
    return account.trust.learning_works_name if account.trust else ""
