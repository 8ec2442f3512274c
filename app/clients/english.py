"""A client's English tests: what was sat, how it stands against a route's rule, and changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app import clock
from app.audit.services import record
from app.clients.evidence_rows import forget_evidence, note_seen
from app.clients.fact_models import EnglishResult, EvidenceLevel
from app.clients.history import note_change
from app.clients.locking import locked
from app.clients.models import Client
from app.db import atomic
from app.errors import NotFound
from app.policy import Role, Viewer
from app.reference import reference
from app.reference.english import EnglishVerdict, expires_on, meets, targets
from app.reference.lists import Component
from app.reference.routes import EnglishRule
from app.reference.scores import Evidence as Known
from app.reference.scores import Exam, Sitting, check_score, ielts_overall

Scores = Mapping[Component, Decimal]


class SittingKnown(Exception):
    """The client has a result of this test on this day already."""


class NotYetTaken(ValueError):
    """The day of the test lies ahead."""


def results(client: Client) -> list[EnglishResult]:
    """The client's results, newest first."""
    return list(
        EnglishResult.select()
        .where(EnglishResult.client == client)
        .order_by(EnglishResult.taken_on.desc(), EnglishResult.id.desc())
    )


def sittings(client: Client) -> list[Sitting]:
    """The client's tests as the reference data judges them, oldest first."""
    return [as_sitting(row) for row in reversed(results(client))]


def as_sitting(row: EnglishResult) -> Sitting:
    """A stored result as the reference data's rules read it."""
    return Sitting(
        exam=Exam(row.test),
        taken_on=row.taken_on,
        scores={part: getattr(row, part.value) for part in Component},
        evidence=Known(row.level),
    )


def english_verdict(
    client: Client, route_key: str, *, on: date, needed_on: date | None = None
) -> EnglishVerdict:
    """How the client's tests stand on a day against a route's rule (see reference `meets`).

    Raises UnknownKey for a route that is not in the reference data.
    """
    rule = reference().english_rule(route_key)
    return meets(rule, sittings(client), on=on, needed_on=needed_on)


def route_key_of(client: Client) -> str | None:
    """The chosen route, else the profession's usual one; None where there is neither."""
    known = [route.key for route in reference().routes_for(client.profession)]
    return client.route if client.route in known else next(iter(known), None)


def rule_of(client: Client) -> EnglishRule | None:
    """What the client's regulator asks of her English; None for a profession without a route."""
    key = route_key_of(client)
    return None if key is None else reference().english_rule(key)


def levels_of(client_ids: Collection[int]) -> dict[int, str]:
    """About which level each client's English has, where a test tells; one query for all."""
    if not client_ids:
        return {}
    rows = (
        EnglishResult.select(EnglishResult, Client.id, Client.profession, Client.route)
        .join(Client)
        .where(EnglishResult.client.in_(list(client_ids)))
        .order_by(EnglishResult.taken_on, EnglishResult.id)
    )
    sat: dict[int, list[EnglishResult]] = {}
    for row in rows:
        sat.setdefault(row.client_id, []).append(row)
    levels = {client_id: _level(known) for client_id, known in sat.items()}
    return {client_id: level for client_id, level in levels.items() if level}


def _level(known: Sequence[EnglishResult]) -> str | None:
    rule = rule_of(known[0].client)
    tests = [as_sitting(row) for row in known]
    return meets(rule, tests, on=clock.today()).level if rule else None


@dataclass(frozen=True)
class Against:
    """How the tests stand against what one regulator asks for."""

    regulator: str
    rule: EnglishRule
    verdict: EnglishVerdict


def by_regulator(known: Sequence[EnglishResult], *, on: date) -> list[Against]:
    """The same tests against every regulator that asks for one, each different rule once."""
    sat = [as_sitting(row) for row in known]
    rules: dict[tuple[object, ...], Against] = {}
    for route in reference().routes:
        rule = route.english
        asked = tuple(str(targets(rule, exam)) for exam in Exam)
        if rule.asks_for_a_test and (route.regulator, asked) not in rules:
            found = Against(route.regulator, rule, meets(rule, sat, on=on))
            rules[(route.regulator, asked)] = found
    return list(rules.values())


def add_english_result(
    actor: Viewer,
    client: Client,
    *,
    exam: Exam,
    taken_on: date,
    scores: Scores,
    level: EvidenceLevel = EvidenceLevel.CLAIMED,
) -> EnglishResult:
    """A test that was sat, all four parts; what others than staff say is claimed.

    The IELTS overall band and the last valid day are calculated. Raises BadScore for what the
    test cannot give, NotYetTaken for a day ahead, SittingKnown for the same test and day.
    """
    if taken_on > clock.today():
        raise NotYetTaken(taken_on)
    exact = {part: check_score(exam, scores[part]) for part in Component}
    if actor.role not in (Role.STAFF, Role.SYSTEM):
        level = EvidenceLevel.CLAIMED
    with atomic():
        locked(client)
        if _known(client, exam, taken_on):
            raise SittingKnown
        result = EnglishResult.create(
            client=client,
            test=exam,
            taken_on=taken_on,
            overall=ielts_overall(exact) if exam is Exam.IELTS else None,
            level=level,
            expires_on=expires_on(taken_on, valid_years(client, exam)),
            **{part.value: score for part, score in exact.items()},
        )
        note_change(
            actor, client.id, f"english:{result.id}", before=None, after=_said(result)
        )  # fmt: skip
        note_seen(actor, client, f"english:{result.id}", level)
        record(actor, "english.add", result, client_id=client.id)
    return result


def remove_english_result(actor: Viewer, client: Client, result_id: int) -> None:
    """Take a result back; one that was seen or verified only staff may take back."""
    with atomic():
        mine = (EnglishResult.id == result_id) & (EnglishResult.client == client)
        if actor.role not in (Role.STAFF, Role.SYSTEM):
            mine &= EnglishResult.level == EvidenceLevel.CLAIMED
        result = EnglishResult.get_or_none(mine)
        if result is None or not EnglishResult.delete().where(mine).execute():
            raise NotFound("english result")
        fact = f"english:{result_id}"
        note_change(actor, client.id, fact, before=_said(result), after=None)
        forget_evidence(actor, client, [fact])
        record(actor, "english.remove", client, client_id=client.id, result_id=result_id)


def _said(result: EnglishResult) -> dict[str, str]:
    """A result as the history keeps it."""
    parts = {part.value: str(getattr(result, part.value)) for part in Component}
    return {"test": str(result.test), "taken_on": str(result.taken_on)} | parts


def valid_years(client: Client, exam: Exam) -> int:
    """How long a result counts: by the client's route, else by the test's own rule."""
    rule = rule_of(client)
    return rule.valid_years if rule else reference().english_test(exam).valid_years


def _known(client: Client, exam: Exam, taken_on: date) -> bool:
    return bool(
        EnglishResult.select()
        .where(
            EnglishResult.client == client,
            EnglishResult.test == exam,
            EnglishResult.taken_on == taken_on,
        )
        .exists()
    )
