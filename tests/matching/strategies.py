"""Random clients and opportunities, small enough that values, days and ties often coincide."""

from datetime import date, timedelta

from hypothesis import strategies as st

from app.matching import (
    Fact,
    Facts,
    Kind,
    Level,
    Operator,
    Place,
    Requirement,
    Requirements,
    Scores,
)

from .cast import TODAY

days = st.sampled_from([None, *(TODAY + timedelta(days=n) for n in (-400, -1, 0, 1, 30, 31, 400))])
places = st.sampled_from([(52.48, -1.92), (52.50, -1.96), (52.41, -1.51), (55.95, -3.19)])
levels = st.sampled_from([50, 60, 65, 70, 75])
scores = st.builds(Scores, st.just("IELTS"), levels, levels, levels, levels, levels) | st.builds(
    Scores, st.just("CEFR"), st.integers(0, 6)
)
words = st.sampled_from("abc")
word_sets = st.none() | st.frozensets(words, max_size=3)
numbers = st.integers(0, 4)

VALUES = {
    Kind.DISTANCE: st.builds(lambda at, km: Place(*at, km), places, st.sampled_from([None, 0, 5])),
    Kind.ENGLISH: scores,
    Kind.INTERIM: st.booleans(),
    Kind.RIGHT_TO_WORK: st.sampled_from(["a", "b", "unknown"]),
    **dict.fromkeys((Kind.PROFESSION, Kind.STEP, Kind.LANGUAGE), words),
    **dict.fromkeys((Kind.REGISTRATION, Kind.HOURS, Kind.EXPERIENCE, Kind.RECENCY), numbers),
}

ASKED = {
    Kind.DISTANCE: (Operator.WITHIN, st.none() | st.builds(lambda at: Place(*at), places)),
    Kind.ENGLISH: (Operator.SCORES, st.none() | st.lists(scores, max_size=2).map(tuple)),
    Kind.INTERIM: (Operator.ONE_OF, st.none() | st.frozensets(st.booleans())),
    Kind.RECENCY: (Operator.AT_MOST, st.none() | numbers),
    **dict.fromkeys(
        (Kind.PROFESSION, Kind.STEP, Kind.LANGUAGE, Kind.RIGHT_TO_WORK),
        (Operator.ONE_OF, word_sets),
    ),
    **dict.fromkeys(
        (Kind.REGISTRATION, Kind.HOURS, Kind.EXPERIENCE), (Operator.AT_LEAST, st.none() | numbers)
    ),
}


def facts_of(kind: Kind) -> st.SearchStrategy[tuple[Fact, ...]]:
    """None, one or several facts of a kind, values unknown among them."""
    one = st.builds(
        Fact,
        value=st.none() | VALUES[kind],
        level=st.sampled_from(Level),
        as_of=days,
        expires_on=days,
        topic=st.sampled_from(["", "x", "y"]),
    )
    return st.lists(one, max_size=3).map(tuple)


def requirement_of(kind: Kind) -> st.SearchStrategy[Requirement]:
    """A requirement of a kind, one that asks nothing among them."""
    operator, values = ASKED[kind]
    return st.builds(
        Requirement,
        kind=st.just(kind),
        operator=st.just(operator),
        value=values,
        must=st.booleans(),
        weight=st.integers(0, 3),
        valid_from=days,
        topics=st.sampled_from([frozenset(), frozenset({"x"}), frozenset({"x", "y"})]),
    )


waiting = st.sampled_from([None, date(2025, 1, 1), date(2026, 1, 1)])
known = st.fixed_dictionaries({}, optional={kind: facts_of(kind) for kind in Kind})
asked = st.lists(st.sampled_from(Kind).flatmap(requirement_of), max_size=5).map(tuple)
clients = st.lists(st.builds(Facts, st.uuids().map(str), known, waiting), max_size=14)
opportunities = st.lists(
    st.builds(Requirements, st.uuids().map(str), asked, days, waiting), max_size=14
)
