"""What is known of a client goes stale: after how long, what is due, and that it still holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from dateutil.relativedelta import relativedelta
from peewee import JOIN, ModelSelect

from app import clock
from app.accounts.coordinators import only
from app.accounts.models import Account
from app.audit.services import record
from app.clients.fact_models import Confirmation, Confirmed, Topic
from app.clients.locking import locked
from app.clients.models import Client, RegistrationStage
from app.clients.queries import in_reach
from app.clients.said_differently import settle
from app.db import atomic
from app.policy import Viewer
from app.web.pagination import Page, paged

MOST_COUNTED = 100
UNSAID_MONTHS = 1  # a first meeting takes place by then, at which it is asked


@dataclass(frozen=True)
class Rule:
    """The columns of a topic are old `months` after they were last said or confirmed."""

    topic: Topic
    columns: tuple[str, ...]
    months: int
    section: str


# A changed number of months counts from the next confirmation of each client.
RULES = (
    Rule(Topic.REGISTRATION, ("registration_stage",), 3, "progress"),
    Rule(Topic.CONTACT, ("phone", "email", "contact_route", "postcode"), 6, "contact"),
    Rule(Topic.AVAILABILITY, ("hours", "travel_km", "open_to_interim"), 6, "availability"),
    Rule(
        Topic.PRACTICE,
        ("years_of_practice", "last_practised_year", "last_practised_month"),
        12,
        "progress",
    ),
)


@dataclass(frozen=True)
class Standing:
    """A topic of one client: since when it is known to hold, who said so, when it is old.

    Of an unsaid one nothing is written down, nor has anybody been asked.
    """

    rule: Rule
    known_on: date
    due_on: date
    how: Confirmed | None = None
    who: str = ""
    is_unsaid: bool = False

    @property
    def is_stale(self) -> bool:
        return self.due_on <= clock.today()


@dataclass(frozen=True)
class Stale:
    """A client with what is to be confirmed of her."""

    client: Client
    standings: tuple[Standing, ...]


def first_due(made_on: date) -> date:
    """When something is asked of a client whose record is made on a day."""
    return made_on + relativedelta(months=UNSAID_MONTHS)


def standings(client: Client) -> list[Standing]:
    """Every topic of a client, what is due first."""
    return sorted(_standings([client])[client.id], key=lambda one: one.due_on)


def stale_of(client: Client) -> list[Standing]:
    """What is to be confirmed of a client now."""
    if client.confirm_due_on is None or client.confirm_due_on > clock.today():
        return []
    return [one for one in standings(client) if one.is_stale]


def stale_clients(viewer: Viewer, *, whose: str = "", cursor: str | None = None) -> Page[Stale]:
    """Clients in reach of whom something is to be confirmed, longest due first; two queries."""
    page = paged(_due(viewer, whose), (Client.confirm_due_on, Client.id), cursor=cursor)
    found = _standings(page.rows)
    rows = [
        Stale(client, tuple(one for one in found[client.id] if one.is_stale))
        for client in page.rows
    ]
    return Page(rows, page.next_cursor)


def stale_count(viewer: Viewer, *, whose: str = "") -> int:
    """How many clients `stale_clients` holds, at most MOST_COUNTED."""
    return int(_due(viewer, whose).limit(MOST_COUNTED).count())


def _due(viewer: Viewer, whose: str) -> ModelSelect[Client]:
    due: ModelSelect[Client] = Client.select().where(
        in_reach(viewer), Client.closed_at.is_null(), Client.confirm_due_on <= clock.today()
    )
    return only(due, Client, viewer, whose)


def _standings(clients: Collection[Client]) -> dict[int, list[Standing]]:
    rows = (
        Confirmation.select(Confirmation, Account)
        .join(Account, JOIN.LEFT_OUTER)
        .where(Confirmation.client.in_([client.id for client in clients]))
    )
    said = {(row.client_id, row.topic): row for row in rows}
    return {
        client.id: [_standing(client, rule, said.get((client.id, rule.topic))) for rule in
                    _rules_for(client)]
        for client in clients
    }  # fmt: skip


def _rules_for(client: Client) -> list[Rule]:
    """Whoever is registered stays so: nobody is asked about it again."""
    is_there = client.registration_stage == RegistrationStage.REGISTERED
    return [rule for rule in RULES if not (is_there and rule.topic is Topic.REGISTRATION)]


def _standing(client: Client, rule: Rule, row: Confirmation | None) -> Standing:
    """What was never confirmed is as old as the record; what nobody has said is due sooner."""
    known_on = row.confirmed_on if row else clock.local(client.created_at).date()
    values = [getattr(client, name) for name in rule.columns]
    is_unsaid = row is None and all(value in (None, "") for value in values)
    return Standing(
        rule,
        known_on,
        known_on + relativedelta(months=UNSAID_MONTHS if is_unsaid else rule.months),
        Confirmed(row.how) if row else None,
        row.confirmed_by.name if row and row.confirmed_by else "",
        is_unsaid,
    )


def mark_of(client: Client, topic: Topic) -> str:
    """A short sum of what stands there on a topic: another once it is changed."""
    columns = next(rule.columns for rule in RULES if rule.topic is topic)
    return f"{crc32(repr([getattr(client, name) for name in columns]).encode()):x}"


def confirm(actor: Viewer, client: Client, topic: Topic, *, how: Confirmed) -> None:
    """Note that what is written down on a topic still holds; saying it twice is saying it once."""
    with atomic():
        locked(client)
        _keep(actor, client.id, topic, how)
        date_anew(client.id)
        record(actor, "client.confirm", client, client_id=client.id, topic=topic)


def follow_change(actor: Viewer, client_id: int, columns: Collection[str]) -> None:
    """Whoever changes a fact has looked at its topic; inside the change's transaction."""
    topics = [rule.topic for rule in RULES if set(rule.columns) & set(columns)]
    for topic in topics:
        _keep(actor, client_id, topic, Confirmed.CHANGE)
    if topics:
        date_anew(client_id)


def _keep(actor: Viewer, client_id: int, topic: Topic, how: Confirmed) -> None:
    held = {
        "confirmed_on": clock.today(),
        "how": how,
        "confirmed_by": actor.account_id,
    }
    Confirmation.insert(client=client_id, topic=topic, **held).on_conflict(
        conflict_target=[Confirmation.client, Confirmation.topic],
        update={getattr(Confirmation, name): value for name, value in held.items()},
    ).execute()
    settle(client_id, topic)


def date_anew(client_id: int) -> None:
    """The day on which the next topic is old; she is asked again once it has come."""
    due_on = min(one.due_on for one in standings(Client.get_by_id(client_id)))
    asked: dict[str, date | None] = {} if due_on <= clock.today() else {"confirm_asked_on": None}
    Client.update(confirm_due_on=due_on, **asked).where(Client.id == client_id).execute()
