"""What the database holds of clients for matching to read; many clients in few queries."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from app.clients.fact_models import EnglishResult, Evidence
from app.clients.models import Client, ClientLanguage
from app.matching import Level
from app.opportunities.english_scores import sitting_of
from app.pathways.queries import NextStep, next_steps, plan_routes
from app.reference.scores import Sitting

STEPS_AHEAD = relativedelta(months=3)


class Row(NamedTuple):
    """The columns of a client that matching reads."""

    id: int
    reference: str
    profession: str
    route: str
    registration_stage: str | None
    years_of_practice: int | None
    last_practised_year: int | None
    hours: str | None
    travel_km: int | None
    postcode: str
    open_to_interim: bool | None
    right_to_work: str
    waiting_since: date


class Seen(NamedTuple):
    """How well one fact is evidenced."""

    level: Level = Level.CLAIMED
    on: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Record:
    """All that is known of one client, before it becomes facts."""

    row: Row
    today: date
    seen: dict[str, Seen] = field(default_factory=dict)
    sittings: Sequence[tuple[Sitting, date | None]] = ()
    languages: Sequence[str] = ()
    steps: Sequence[NextStep] = ()
    plan_route: str = ""

    def evidence(self, column: str) -> Seen:
        return self.seen.get(column, UNSEEN)


UNSEEN = Seen()


def records(ids: Sequence[int], today: date) -> Iterator[Record]:
    """Each of these clients once, in any order; six queries however many they are."""
    seen = _evidence(ids)
    sittings = _sittings(ids)
    languages = _languages(ids)
    steps = next_steps(ids)
    routes = plan_routes(ids)
    columns = [getattr(Client, name) for name in Row._fields]
    for values in Client.select(*columns).where(Client.id.in_(ids)).tuples().iterator():
        row = Row(*values)
        yield Record(
            row,
            today,
            seen.get(row.id, {}),
            sittings.get(row.id, ()),
            languages.get(row.id, ()),
            _near(steps.get(row.id, ()), today),
            routes.get(row.id, ""),
        )


def _evidence(ids: Sequence[int]) -> dict[int, dict[str, Seen]]:
    found: dict[int, dict[str, Seen]] = defaultdict(dict)
    rows = Evidence.select(
        Evidence.client, Evidence.fact, Evidence.level, Evidence.seen_on, Evidence.expires_on
    ).where(Evidence.client.in_(ids), ~Evidence.fact.startswith("step:"))
    for client_id, name, level, seen_on, expires_on in rows.tuples().iterator():
        found[client_id][name] = Seen(Level(level), seen_on, expires_on)
    return found


def _sittings(ids: Sequence[int]) -> dict[int, list[tuple[Sitting, date | None]]]:
    found: dict[int, list[tuple[Sitting, date | None]]] = defaultdict(list)
    r = EnglishResult
    rows = r.select(
        r.client, r.test, r.taken_on, r.listening, r.reading, r.writing, r.speaking, r.level,
        r.expires_on,
    ).where(r.client.in_(ids))  # fmt: skip
    for client_id, *values, expires_on in rows.order_by(r.taken_on, r.id).tuples().iterator():
        found[client_id].append((sitting_of(*values), expires_on))
    return found


def _languages(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = ClientLanguage.select(ClientLanguage.client, ClientLanguage.code).where(
        ClientLanguage.client.in_(ids), ClientLanguage.speaks
    )
    for client_id, code in rows.order_by(ClientLanguage.id).tuples().iterator():
        found[client_id].append(code)
    return found


def _near(steps: Sequence[NextStep], today: date) -> Sequence[NextStep]:
    """The steps that can be begun within three months; all where none can be so soon."""
    horizon = today + STEPS_AHEAD
    near = [step for step in steps if step.earliest_on is None or step.earliest_on <= horizon]
    return near or steps
