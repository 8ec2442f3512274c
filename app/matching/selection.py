"""Keeping the best of many pairs: packed sums become keys, and the highest keys are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import iadd

import numpy as np

from .columns import NOT_YET, UNSEEN, Ints, Turns

BLOCK_PAIRS = 1 << 17
WIDE_CELLS = 1 << 22
"""A table's distinct rows are spelt out for so many columns at a time."""
POINTS = UNSEEN - 1


@dataclass(frozen=True, slots=True)
class Table:
    """Packed sums of some slots: `sums[client_row[c], opportunity_row[o]]` for a pair."""

    sums: Ints
    client_row: Ints
    opportunity_row: Ints


@dataclass(frozen=True, slots=True)
class Best:
    """The best of the other side for each item: index (-1: none), points, and whether ready."""

    index: Ints
    points: Ints
    is_ready: Ints


class Side:
    """The best so far for each item of one side, as packed keys: score first, then the turn."""

    def __init__(self, own: Turns, other: Turns, most: int, best: int) -> None:
        self.round_of, self.turns = own.round_of, other
        self.others = max(1, other.item.shape[1])
        self.bonus = most + 1
        small = 3 * self.bonus * self.others < 1 << 31
        self.dtype = np.dtype(np.int32 if small else np.int64)
        self.keys = np.full((own.item.shape[1], best), -1, self.dtype)

    def take(self, tables: list[Table], own: Ints, other: Ints) -> None:
        """Look at all pairs of some own and some other items, a block at a time."""
        if not own.size or not other.size:
            return
        turns = (self.others - 1 - self.turns.place[:, other]).astype(self.dtype)
        rows_in_all = sum(len(table.sums) for table in tables)
        for columns in _steps(other.size, WIDE_CELLS // rows_in_all):
            wide = [table.sums.take(table.opportunity_row[columns], axis=1) for table in tables]
            turn = turns[:, columns]
            for rows in _steps(own.size, BLOCK_PAIRS // wide[0].shape[1]):
                found = (
                    w.take(t.client_row[rows], axis=0) for w, t in zip(wide, tables, strict=True)
                )
                mine = turn.take(self.round_of[own[rows]], axis=0)
                keys = packed_keys(reduce(iadd, found), mine, self.bonus, self.others)
                self._keep(own[rows], keys)

    def _keep(self, own: Ints, keys: Ints) -> None:
        best = self.keys.shape[1]
        if keys.shape[1] > best:
            keys.partition(keys.shape[1] - best, axis=1)
            keys = keys[:, -best:]
        both = np.concatenate((self.keys[own], keys), axis=1)
        both.sort(axis=1)
        self.keys[own] = both[:, -best:]

    def best(self) -> Best:
        """The keys unpacked, best first."""
        keys = self.keys[:, ::-1]
        score, turn = np.divmod(keys, self.others)
        found = keys >= 0
        items = self.turns.item
        place = np.where(found, self.others - 1 - turn, 0)
        index = items[self.round_of[:, None], place] if items.size else place
        return Best(
            np.where(found, index, -1),
            np.where(found, score % self.bonus, 0),
            found & (score >= self.bonus),
        )


def packed_keys(sums: Ints, turns: Ints, bonus: int, others: int) -> Ints:
    """Packed sums as keys, of which the highest is best: the score, and within it the turn.

    Below nothing where the match is not yet; such keys stay distinct, because partition is slow
    among many equals. A shifted sign is all ones or nothing: no branches.
    """
    score = (NOT_YET - 1 - sums) >> 31
    score &= -2 * bonus
    ready = (sums - UNSEEN) >> 31
    ready &= bonus
    score += ready
    sums &= POINTS
    score += sums
    keys = score.astype(turns.dtype, copy=False)
    keys *= others
    keys += turns
    return keys


def _steps(size: int, step: int) -> Iterator[slice]:
    """Slices of at most `step`, and at least one, that cover a size."""
    step = max(1, step)
    return (slice(start, min(start + step, size)) for start in range(0, size, step))
