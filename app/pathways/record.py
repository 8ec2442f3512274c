"""What a client's record says of a route: the steps that are behind her, with their evidence."""

import hashlib
from dataclasses import dataclass
from datetime import date

from app.clients.english import english_verdict, route_key_of
from app.clients.fact_models import Evidence, EvidenceLevel
from app.clients.models import Client, RegistrationStage
from app.pathways.models import MetBy
from app.reference import UnknownKey, reference
from app.reference.routes import Route

ENGLISH_TEST = "english_test"
FIRST_MEETING = "welcome"
DOCUMENTS = "documents"
STEP_FACT = "step:"


@dataclass(frozen=True)
class Met:
    """A step that is behind the client; one that is only `skipped` was never needed."""

    by: MetBy
    level: EvidenceLevel
    on: date
    expires_on: date | None = None
    note: str = ""
    is_skipped: bool = False


def routes_of(client: Client) -> tuple[Route, ...]:
    """The routes of the client's profession, the usual one first; none is not an error."""
    try:
        return reference().routes_for(client.profession)
    except UnknownKey:
        return ()


def own_route_key(client: Client) -> str | None:
    """The client's chosen route, else her profession's usual one, else None."""
    return route_key_of(client) if routes_of(client) else None


def met_steps(client: Client, route: Route, *, on: date) -> dict[str, Met]:
    """The route's steps that the record shows to be met on a day; later lines weigh more."""
    met = {**_by_meeting(on), **_by_stage(client, route, on)}
    met.update(_by_english(client, route, on))
    met.update(_by_evidence(client, on))
    return {key: met[key] for key in route.by_key if key in met}


def record_hash(client: Client, route: Route | None, *, on: date) -> str:
    """Changes when what a plan is made of changes: the met steps, or the route itself."""
    if route is None:
        return ""
    facts = sorted(
        (key, met.by.value, met.level.value, str(met.expires_on), met.is_skipped)
        # The day on which the meeting or the stage was noted says nothing new.
        for key, met in met_steps(client, route, on=on).items()
    )
    steps = [
        (step.key, step.requires, tuple(step.months), tuple(map(str, step.fee_gbp)))
        for step in route.steps
    ]
    return hashlib.sha256(repr((facts, steps)).encode()).hexdigest()


def _by_meeting(on: date) -> dict[str, Met]:
    """A plan is made together, so whoever has one has had the first meeting."""
    return {FIRST_MEETING: Met(MetBy.MEETING, EvidenceLevel.SEEN, on)}


def _by_stage(client: Client, route: Route, on: date) -> dict[str, Met]:
    stage = client.registration_stage
    if stage in (None, RegistrationStage.NOT_STARTED, RegistrationStage.DOCUMENTS):
        return {}
    row = Evidence.get_or_none(Evidence.client == client, Evidence.fact == "registration_stage")
    level = EvidenceLevel(row.level) if row else EvidenceLevel.CLAIMED
    met = Met(MetBy.STAGE, level, (row.seen_on if row else None) or on)
    if stage == RegistrationStage.REGISTERED:
        last = route.registering_step
        return {step.key: met for step in route.up_to(last)} if last else {}
    return {DOCUMENTS: met}


def _by_english(client: Client, route: Route, on: date) -> dict[str, Met]:
    """A valid pass ticks the test, and the course for it is no longer needed."""
    if not route.english.asks_for_a_test or ENGLISH_TEST not in route.by_key:
        return {}
    verdict = english_verdict(client, route.key, on=on, needed_on=on)
    if not verdict.is_met or not verdict.sittings or verdict.evidence is None:
        return {}
    level = EvidenceLevel(verdict.evidence.value)
    taken_on = max(sitting.taken_on for sitting in verdict.sittings)
    test = Met(MetBy.ENGLISH, level, taken_on, verdict.expires_on)
    course = Met(MetBy.ENGLISH, level, taken_on, is_skipped=True)
    skipped = {step.key: course for step in route.steps if step.skippable_if}
    return {**skipped, ENGLISH_TEST: test}


def _by_evidence(client: Client, on: date) -> dict[str, Met]:
    """Steps of which something was seen; a claim alone is ticked on the plan itself."""
    rows = Evidence.select().where(
        Evidence.client == client,
        Evidence.fact.startswith(STEP_FACT),
        Evidence.level != EvidenceLevel.CLAIMED,
        Evidence.expires_on.is_null() | (Evidence.expires_on >= on),
    )
    return {
        row.fact.removeprefix(STEP_FACT): Met(
            MetBy.EVIDENCE, EvidenceLevel(row.level), row.seen_on or on, row.expires_on, row.note
        )
        for row in rows
    }
