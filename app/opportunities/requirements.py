"""What opportunities ask for, as the requirements that matching reads."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app import clock
from app.clients.models import Hours, RegistrationStage
from app.matching import Operator, Place, Requirement, Requirements, Scores
from app.opportunities import asks, english_scores
from app.opportunities.asks import ASKS, N_, Ask, Shape, Value, shape_of
from app.opportunities.facts import HOURS_NAMES, STAGES
from app.opportunities.models import Opportunity, OpportunityProfession
from app.reference import UnknownKey, reference

CHECK = N_("check with the regulator")
ANYONE = "all"


@dataclass(frozen=True)
class Opening:
    """An opportunity with the professions it takes, its own first."""

    row: Opportunity
    shape: Shape
    professions: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """The value of a requirement with its operator, and how a person says it."""

    operator: Operator
    value: object
    label: str = ""
    topics: frozenset[str] = frozenset()
    source: str = ""


def requirements_of(opportunities: Sequence[Opportunity]) -> list[Requirements]:
    """What each opportunity asks for, in the order given, in one query for all."""
    taken = _professions([row.id for row in opportunities])
    return [_requirements(Opening(o, shape_of(o), taken[o.id])) for o in opportunities]


def _professions(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    table = OpportunityProfession
    rows = table.select(table.opportunity, table.profession).where(table.opportunity.in_(list(ids)))
    in_order = rows.order_by(table.opportunity, table.rank)
    for opportunity_id, profession in in_order.tuples().iterator():
        found[opportunity_id] = (*found[opportunity_id], profession)
    return found


def _requirements(opening: Opening) -> Requirements:
    row = opening.row
    asked = [_asked(ask, opening) for ask in ASKS[opening.shape]]
    return Requirements(
        key=str(row.id),
        asked=tuple(each for each in asked if each is not None),
        needed_on=row.starts_on or row.closes_on,
        waiting_since=clock.local(row.posted_at).date(),
    )


def _asked(ask: Ask, opening: Opening) -> Requirement | None:
    """One line of the table filled in; None where this opportunity asks nothing of the kind."""
    filled = FILL[ask.value](opening)
    if filled is None:
        return None
    return _requirement(ask, filled)


@lru_cache(maxsize=8192)
def _requirement(ask: Ask, filled: Filled) -> Requirement:
    return Requirement(
        kind=ask.kind,
        operator=filled.operator,
        value=filled.value,
        must=ask.must,
        weight=ask.weight,
        source=filled.source or ask.source,
        topics=filled.topics,
        label=filled.label,
    )


def _known(professions: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in professions if each)


@lru_cache(maxsize=1024)
def _titles(professions: tuple[str, ...]) -> str:
    return ", ".join(_title(key) for key in professions)


def _title(profession: str) -> str:
    try:
        return reference().profession(profession).title
    except UnknownKey:
        return N_("another profession")


def _professions_taken(opening: Opening) -> Filled | None:
    """One that is open to every profession has an empty one."""
    known = _known(opening.professions)
    if not known or "" in opening.professions:
        return None
    return Filled(Operator.ONE_OF, frozenset(known), _titles(known))


def _professions_suited(opening: Opening) -> Filled | None:
    """The professions for which the interim role in the title is good; none for everybody's."""
    suited = _suited(opening.row.title.casefold())
    return Filled(Operator.ONE_OF, suited, _titles(tuple(sorted(suited)))) if suited else None


@lru_cache(maxsize=4096)
def _suited(title: str) -> frozenset[str]:
    for words, roles in asks.ROLES_BY_WORD:
        if re.search(words, title):
            good_for = [reference().interim_role(key).good_for for key in roles]
            return frozenset(key for keys in good_for for key in keys if key != ANYONE)
    return frozenset()


@lru_cache(maxsize=1024)
def _regulators(professions: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for key in professions:
        try:
            found.append(reference().profession(key).regulator)
        except UnknownKey:
            continue
    return tuple(dict.fromkeys(each for each in found if each != "none"))


def _registered(opening: Opening) -> Filled | None:
    regulators = _regulators(_known(opening.professions))
    if not regulators:
        return None
    value = STAGES.index(RegistrationStage.REGISTERED)
    return Filled(Operator.AT_LEAST, value, " / ".join(regulators), frozenset(regulators))


def _regulators_english(opening: Opening) -> Filled | None:
    return _english_of(_known(opening.professions))


@lru_cache(maxsize=1024)
def _english_of(professions: tuple[str, ...]) -> Filled | None:
    """Of a post for several professions any of their rules will do: registration tells apart."""
    known = [key for key in professions if _regulators((key,))]
    rules = {rule: key for key in known if (rule := english_scores.rule_for(key)) is not None}
    if not rules:
        return None
    scores = dict.fromkeys(s for rule in rules for s in english_scores.asked_by(rule))
    regulators = _regulators(tuple(rules.values()))
    parts = [*regulators, *(f"{rule.as_of}" for rule in rules)]
    if any(english_scores.is_uncertain(rule) for rule in rules):
        parts.append(CHECK)
    return Filled(
        Operator.SCORES,
        tuple(scores),
        english_scores.rule_label(next(iter(rules))),
        frozenset({english_scores.A_TEST, *regulators}),
        ", ".join(dict.fromkeys(parts)),
    )


def _general_english(opening: Opening) -> Filled | None:
    level = asks.GENERAL_LEVEL.get(opening.shape)
    if level is None:
        return None
    test = english_scores.LEVEL_TEST
    least = Scores(test, english_scores.LEVELS.index(level))
    return Filled(Operator.SCORES, (least,), f"{test} {level}", frozenset({test}))


def _may_do_this_work(_opening: Opening) -> Filled | None:
    return Filled(Operator.ONE_OF, asks.MAY_WORK)


def _within_reach(opening: Opening) -> Filled | None:
    row = opening.row
    if row.latitude is None or row.longitude is None:
        return None
    return Filled(Operator.WITHIN, Place(row.latitude, row.longitude), row.locality)


def _hours_offered(opening: Opening) -> Filled | None:
    hours = asks.HOURS_OF_ADVERT.get(opening.row.employment_type.upper())
    if hours is None:
        return None
    return Filled(Operator.ONE_OF, frozenset({hours}), HOURS_NAMES[Hours(hours)])


def _open_to_interim(_opening: Opening) -> Filled | None:
    return Filled(Operator.ONE_OF, frozenset({True}))


def _step_served(opening: Opening) -> Filled | None:
    serves = frozenset(opening.row.serves) or asks.USUALLY_SERVES.get(opening.shape)
    return Filled(Operator.ONE_OF, serves) if serves else None


def _years_of_practice(opening: Opening) -> Filled | None:
    years = asks.YEARS_FOR_LEVEL.get(opening.row.level or "")
    return Filled(Operator.AT_LEAST, years, f"{years} years") if years else None


def _years_out(_opening: Opening) -> Filled | None:
    return Filled(Operator.AT_MOST, asks.MOST_YEARS_OUT, f"{asks.MOST_YEARS_OUT} years")


FILL: dict[Value, Callable[[Opening], Filled | None]] = {
    Value.PROFESSIONS_TAKEN: _professions_taken,
    Value.PROFESSIONS_SUITED: _professions_suited,
    Value.REGISTERED: _registered,
    Value.REGULATORS_ENGLISH: _regulators_english,
    Value.GENERAL_ENGLISH: _general_english,
    Value.MAY_DO_THIS_WORK: _may_do_this_work,
    Value.WITHIN_REACH: _within_reach,
    Value.HOURS_OFFERED: _hours_offered,
    Value.OPEN_TO_INTERIM: _open_to_interim,
    Value.STEP_SERVED: _step_served,
    Value.YEARS_OF_PRACTICE: _years_of_practice,
    Value.YEARS_OUT: _years_out,
}
