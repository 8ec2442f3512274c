"""Which distinct values meet which distinct requirements, as a table; the arrays' `fits`."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import Operator, Place, Requirement, Scores, Value
from .rules import fits, limit_squared, unit_vector

Flags = NDArray[np.bool_]

IRRELEVANT, FAILS, FITS = range(3)

CELLS = 1 << 18
"""Distances are worked out in pieces of so many cells, to stay within the cache."""


def reach(values: Sequence[tuple[Value, str]], asks: Sequence[Requirement]) -> NDArray[np.uint8]:
    """For each value with its topic (rows) and each requirement (columns): does it reach?

    IRRELEVANT where the value is none or not of the requirement's topics, else FAILS or FITS;
    always what `rules.fits` says.
    """
    table = np.zeros((len(values), len(asks)), np.uint8)
    if not table.size:
        return table
    for operator in {asked.operator for asked in asks}:
        columns = [i for i, asked in enumerate(asks) if asked.operator is operator]
        for topics in {asks[i].topics for i in columns}:
            these = [i for i in columns if asks[i].topics == topics]
            rows = [
                i
                for i, (value, topic) in enumerate(values)
                if value is not None and (not topics or topic in topics)
            ]
            wanted = [asks[i] for i in these]
            meets = MEETS.get(operator, _one_by_one)([values[i][0] for i in rows], wanted)
            table[np.ix_(rows, these)] = FAILS + meets.astype(np.uint8)
    return table


def _one_by_one(values: list[Any], asks: list[Requirement]) -> Flags:
    flags = [[fits(asked, value) for asked in asks] for value in values]
    return np.array(flags, bool).reshape(len(values), len(asks))


def _scores(values: list[Scores], asks: list[Requirement]) -> Flags:
    """All parts of any one alternative of the same test."""
    flags = np.zeros((len(values), len(asks)), bool)
    tests = np.array([value.test for value in values], object)
    parts = np.array([value[1:] for value in values]).reshape(len(values), 5)
    for column, asked in enumerate(asks):
        alternatives: Any = asked.value
        for least in alternatives:
            flags[:, column] |= (tests == least.test) & (parts >= least[1:]).all(axis=1)
    return flags


def _within(values: list[Place], asks: list[Requirement]) -> Flags:
    """The sums of `rules.chord_squared` in the same order, so that they round alike."""
    flags = np.empty((len(values), len(asks)), bool)
    there = _vectors([asked.value for asked in asks])
    here = _vectors(values)
    limits = np.array([limit_squared(value.limit_km) for value in values])
    step = max(1, CELLS // max(1, len(asks)))
    for start in range(0, len(values), step):
        rows = slice(start, start + step)
        x, y, z = (here[axis, rows, None] - there[axis, None, :] for axis in range(3))
        flags[rows] = x * x + y * y + z * z <= limits[rows, None]
    return flags


def _vectors(places: list[Any]) -> NDArray[np.float64]:
    points = [unit_vector(place.latitude, place.longitude) for place in places]
    return np.array(points, float).reshape(len(points), 3).T.copy()


MEETS: dict[Operator, Callable[[list[Any], list[Requirement]], Flags]] = {
    Operator.SCORES: _scores,
    Operator.WITHIN: _within,
}
