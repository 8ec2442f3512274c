"""All pairs at once: the same verdicts, readiness, points and order as one pair at a time.

Every distinct fact is held against every distinct requirement once, which gives a small table
for each requirement's slot; a pair's sum is then looked up, not judged, in blocks of pairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np

from .columns import (
    BLOCK,
    EXPIRING,
    GAP,
    LAPSED,
    MET,
    UNFIT,
    UNSEEN,
    UNVERIFIED,
    ClientColumns,
    FactColumns,
    Ints,
    OpportunityColumns,
    Slot,
    Turns,
)
from .model import Kind
from .rank import BEST
from .reach import FITS, reach
from .rules import NEARLY_GAPS

BLOCK_PAIRS = 1 << 17
SLAB_PAIRS = 1 << 23
"""Tables are made for so many pairs at a time, whatever the data: this bounds the memory."""

POINTS = GAP - 1


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


def best_pairs(
    clients: ClientColumns, opportunities: OpportunityColumns, *, best: int = BEST
) -> tuple[Best, Best]:
    """The best opportunities for every client, and the best clients for every opportunity.

    Both encoded with the same seed. Shapes (clients, best) and (opportunities, best).
    """
    if clients.seed != opportunities.seed:
        raise ValueError("Clients and opportunities were encoded with different seeds.")
    for_clients = _Side(clients.turns, opportunities.turns, opportunities.most, best)
    for_opportunities = _Side(opportunities.turns, clients.turns, opportunities.most, best)
    base = _base(opportunities.most)
    for those, these in _groups(clients, opportunities):
        tables = _merged(_tables(clients, opportunities, those, these), those.size * these.size)
        turned = [Table(t.sums.T.copy(), t.opportunity_row, t.client_row) for t in tables]
        for_clients.take(tables, base, those, these)
        for_opportunities.take(turned, base, these, those)
    return for_clients.best(), for_opportunities.best()


class _Side:
    """The best so far for each item of one side, as packed keys: score first, then the turn."""

    def __init__(self, own: Turns, other: Turns, most: int, best: int) -> None:
        self.round_of, self.turns = own.round_of, other
        self.others = max(1, other.item.shape[1])
        self.bonus = most + 1
        small = 3 * self.bonus * self.others < 1 << 31
        self.dtype = np.dtype(np.int32 if small else np.int64)
        self.keys = np.full((own.item.shape[1], best), -1, self.dtype)

    def take(self, tables: list[Table], base: Ints, own: Ints, other: Ints) -> None:
        """Look at all pairs of some own and some other items, a block at a time."""
        turns = (self.others - 1 - self.turns.place[:, other]).astype(self.dtype)
        for start in range(0, own.size, step := max(1, BLOCK_PAIRS // max(1, other.size))):
            rows = slice(start, start + step)
            keys = _scores(tables, base, rows).astype(self.dtype, copy=False)
            keys *= self.others
            keys += turns[self.round_of[own[rows]]]
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


def _groups(
    clients: ClientColumns, opportunities: OpportunityColumns
) -> Iterator[tuple[Ints, Ints]]:
    """Clients and opportunities that share a profession, at most SLAB_PAIRS at a time.

    Opportunities are grouped by their first requirement of a profession; a client is in a group
    unless that rules her out on the day.
    """
    everyone = np.arange(len(clients.facts))
    today = opportunities.today.toordinal()
    slot = next((each for each in opportunities.slots if each.kind is Kind.PROFESSION), None)
    ask_of = np.zeros(len(opportunities.requirements), np.int32)
    if slot:
        is_must = slot.worth[:, UNFIT] >= BLOCK
        ask_of = np.where(is_must, slot.ask_of, 0)[slot.row_of]
    for ask in np.unique(ask_of):
        those, these = everyone, np.flatnonzero(ask_of == ask)
        if slot and ask:
            table = _table(clients, slot, everyone, slot.row_of[these[:1]], today)
            open_to = table.sums[:, 0] % UNSEEN < BLOCK
            those = np.flatnonzero(open_to[table.client_row])
        if not those.size:
            continue
        for start in range(0, these.size, step := max(1, SLAB_PAIRS // those.size)):
            yield those, these[start : start + step]


def _tables(
    clients: ClientColumns, opportunities: OpportunityColumns, those: Ints, these: Ints
) -> list[Table]:
    """A table of nothing, and one for each slot that asks something of these opportunities."""
    today = opportunities.today.toordinal()
    nothing = np.zeros((1, 1), np.int32)
    tables = [Table(nothing, np.zeros(those.size, np.int32), np.zeros(these.size, np.int32))]
    for slot in opportunities.slots:
        rows, row_of = _compress(slot.row_of[these], slot.ask_of.size)
        if rows.any():
            table = _table(clients, slot, those, rows, today)
            tables.append(Table(table.sums, table.client_row, row_of))
    return tables


def _table(clients: ClientColumns, slot: Slot, those: Ints, rows: Ints, today: int) -> Table:
    """Packed sums of one slot: distinct classes of clients by the given rows."""
    columns = clients.kinds.get(slot.kind)
    if columns is None:
        return Table(slot.worth[None, rows, 0], np.zeros(those.size, np.int32), rows)
    outcomes, class_of = _outcomes(columns, slot, those, rows, today)
    return Table(slot.worth[rows[None, :], outcomes], class_of, rows)


def _outcomes(
    columns: FactColumns, slot: Slot, those: Ints, rows: Ints, today: int
) -> tuple[Ints, Ints]:
    """The outcome of each class of clients at each row, and the class of each client.

    Facts that reach the same requirements, with the same evidence and running out between the
    same two days of need, are one class.
    """
    facts, held = _compress(columns.held[:, those], columns.value_of.size)
    values, value_of = _compress(columns.value_of[facts], len(columns.values))
    asks, ask_of = _compress(slot.ask_of[rows], len(slot.asks))
    days, day_of = np.unique(slot.needed[rows], return_inverse=True)
    reached, reach_of = np.unique(
        reach([columns.values[v] for v in values], [slot.asks[a] for a in asks]),
        axis=0,
        return_inverse=True,
    )
    expires = columns.expires[facts]
    at_best = np.where(columns.claimed[facts], UNVERIFIED, MET)
    at_best[expires < today] = LAPSED
    lasts = np.searchsorted(days, expires, side="right")
    spread = days.size + 1
    classes, class_of = _compress((reach_of[value_of] * 6 + at_best) * spread + lasts, 0)
    rest, lasts = np.divmod(classes, spread)
    reach_row, at_best = np.divmod(rest, 6)
    runs_out = (day_of[None, :] >= lasts[:, None]) & (at_best > LAPSED)[:, None]
    outcome = np.where(runs_out, EXPIRING, at_best[:, None])
    reached = reached[reach_row][:, ask_of]
    return _best_of(np.where(reached == FITS, outcome, reached), class_of[held])


def _best_of(outcomes: Ints, held: Ints) -> tuple[Ints, Ints]:
    """Join the first, second, ... fact of each client: her best outcome at each row."""
    total, class_of = outcomes, held[0]
    for more in held[1:]:
        pairs, class_of = _paired(class_of, more, len(outcomes))
        first, second = np.divmod(pairs, len(outcomes))
        total = np.maximum(total[first], outcomes[second])
    return total, class_of


def _merged(tables: list[Table], pairs: int) -> list[Table]:
    """Fewer tables: add two where their distinct combinations are few beside the pairs."""
    done: list[Table] = []
    for table in sorted(tables, key=lambda each: each.sums.size):
        joined = _joined(done[-1], table, max(4096, pairs // 8)) if done else None
        done[-1:] = [joined] if joined else [*done[-1:], table]
    return done


def _joined(one: Table, other: Table, limit: int) -> Table | None:
    height, width = other.sums.shape
    clients, client_row = _paired(one.client_row, other.client_row, height)
    columns, column_of = _paired(one.opportunity_row, other.opportunity_row, width)
    if clients.size * columns.size > limit:
        return None
    sums = one.sums[np.ix_(clients // height, columns // width)]
    sums += other.sums[np.ix_(clients % height, columns % width)]
    return Table(sums, client_row, column_of)


def _scores(tables: list[Table], base: Ints, rows: slice) -> Ints:
    """A block's scores: points, above `most` when ready, below nothing when not yet."""
    found = (
        table.sums[table.client_row[rows]].take(table.opportunity_row, axis=1) for table in tables
    )
    sums = reduce(np.add, found)
    scores = base.take(sums >> 16)
    sums &= POINTS
    scores += sums
    return scores


def _base(most: int) -> Ints:
    """What to add to the points for each count of gaps and unverified musts."""
    counts = np.arange(1 << 12)
    gaps = (counts & (UNSEEN // GAP - 1)) + (counts >= UNSEEN // GAP)
    base = np.where(gaps > NEARLY_GAPS, -2 * (most + 1), 0)
    return np.where(gaps == 0, most + 1, base).astype(np.int32)


def _paired(one: Ints, other: Ints, size: int) -> tuple[Ints, Ints]:
    """The distinct pairs of two codes, the other below `size`, as one code each."""
    return _compress(one.astype(np.int64) * size + other, 0)


def _compress(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """The distinct codes in rising order, and the position of each code among them.

    Codes are below `size` (0: not known); a table is used where that is not too sparse.
    """
    size = size or (int(codes.max()) + 1 if codes.size else 1)
    if size > 8 * codes.size + 4096:
        distinct, position = np.unique(codes, return_inverse=True)
        return distinct, position.astype(np.int32)
    seen = np.zeros(size, bool)
    seen[codes] = True
    distinct = np.flatnonzero(seen)
    position = np.empty(size, np.int32)
    position[distinct] = np.arange(distinct.size, dtype=np.int32)
    return distinct, position[codes]
