"""All pairs at once: the same verdicts, readiness, points and order as one pair at a time.

Every distinct fact is held against every distinct requirement once, which gives a small table
for each requirement's slot; a pair's sum is then looked up, not judged, in blocks of pairs.
"""

from collections.abc import Iterator

import numpy as np

from .columns import (
    BLOCK,
    EXPIRING,
    LAPSED,
    MET,
    UNFIT,
    UNVERIFIED,
    ClientColumns,
    FactColumns,
    Ints,
    OpportunityColumns,
    Slot,
)
from .model import Kind
from .rank import BEST
from .reach import FITS, reach
from .selection import Best, Side, Table

TABLE_CELLS = 1 << 23
"""Opportunities are taken in parts so that a slot's table has no more cells: a bound on memory."""

MERGED_CELLS = 1 << 16
"""Tables are added together for everybody while the result fits the cache."""

DIGITS = 39
"""So many digits of base three fit one integer."""


def best_pairs(
    clients: ClientColumns, opportunities: OpportunityColumns, *, best: int = BEST
) -> tuple[Best, Best]:
    """The best opportunities for every client, and the best clients for every opportunity.

    Both encoded with the same seed. Shapes (clients, best) and (opportunities, best).
    """
    if clients.seed != opportunities.seed:
        raise ValueError("Clients and opportunities were encoded with different seeds.")
    for_clients = Side(clients.turns, opportunities.turns, opportunities.most, best)
    for_opportunities = Side(opportunities.turns, clients.turns, opportunities.most, best)
    profession = next((s for s in opportunities.slots if s.kind is Kind.PROFESSION), None)
    ask_of = _professions_asked(opportunities, profession)
    for slab in _slabs(clients, opportunities, np.argsort(ask_of, kind="stable")):
        first, *more = _tables(clients, opportunities, slab)
        tables = [first, *_merged(more, MERGED_CELLS)]
        for ask in np.unique(ask_of[slab]):
            these = np.flatnonzero(ask_of[slab] == ask)
            those = _open_to(tables, these) if ask else np.arange(len(clients.facts))
            parts = [_part(table, those, these) for table in tables]
            group = _merged(parts, max(4096, those.size * these.size // 8))
            turned = [Table(t.sums.T.copy(), t.opportunity_row, t.client_row) for t in group]
            for_clients.take(group, those, slab[these])
            for_opportunities.take(turned, slab[these], those)
    return for_clients.best(), for_opportunities.best()


def _professions_asked(opportunities: OpportunityColumns, slot: Slot | None) -> Ints:
    """Which professions each opportunity insists on: 0 for none, else a number for the set."""
    if slot is None:
        return np.zeros(len(opportunities.requirements), np.int32)
    is_must = slot.worth[:, UNFIT] >= BLOCK
    return np.where(is_must, slot.ask_of, 0)[slot.row_of]


def _slabs(
    clients: ClientColumns, opportunities: OpportunityColumns, order: Ints
) -> Iterator[Ints]:
    """The opportunities in as many parts as keep each slot's table within TABLE_CELLS."""
    cells = max(
        (
            clients.kinds[s.kind].value_of.size * s.ask_of.size
            for s in opportunities.slots
            if s.kind in clients.kinds
        ),
        default=0,
    )
    parts = min(order.size, 1 + cells // TABLE_CELLS)
    yield from np.array_split(order, parts) if parts else ()


def _tables(clients: ClientColumns, opportunities: OpportunityColumns, slab: Ints) -> list[Table]:
    """A table for each slot that asks something in the slab, professions first."""
    nothing = np.zeros(len(clients.facts), np.int32)
    tables = []
    for slot in opportunities.slots:
        rows, row_of = _compress(slot.row_of[slab], slot.ask_of.size)
        columns = clients.kinds.get(slot.kind)
        if columns is None:
            tables.append(Table(slot.worth[None, rows, 0], nothing, row_of))
            continue
        outcomes, class_of = _outcomes(columns, slot, rows, opportunities.today.toordinal())
        tables.append(Table(slot.worth[rows[None, :], outcomes], class_of, row_of))
    return tables or [Table(np.zeros((1, 1), np.int32), nothing, np.zeros(slab.size, np.int32))]


def _open_to(tables: list[Table], these: Ints) -> Ints:
    """The clients whom the first table, of professions, does not rule out for these."""
    first = tables[0]
    sums = first.sums[:, first.opportunity_row[these[0]]]
    return np.flatnonzero((sums < BLOCK)[first.client_row])


def _part(table: Table, those: Ints, these: Ints) -> Table:
    """The table of some of its clients and opportunities, without the rows that they leave."""
    rows, client_row = _compress(table.client_row[those], table.sums.shape[0])
    columns, opportunity_row = _compress(table.opportunity_row[these], table.sums.shape[1])
    return Table(table.sums[rows][:, columns], client_row, opportunity_row)


def _outcomes(columns: FactColumns, slot: Slot, rows: Ints, today: int) -> tuple[Ints, Ints]:
    """The outcome of each class of clients at each row, and the class of each client.

    Facts that reach the same requirements, with the same evidence and running out between the
    same two days of need, are one class.
    """
    asks, ask_of = _compress(slot.ask_of[rows], len(slot.asks))
    days, day_of = np.unique(slot.needed[rows], return_inverse=True)
    reached = reach(columns.values, [slot.asks[a] for a in asks])
    alike, reach_of = _same_rows(reached)
    expires = columns.expires
    at_best = np.where(columns.claimed, UNVERIFIED, MET)
    at_best[expires < today] = LAPSED
    lasts = np.searchsorted(days, expires, side="right")
    spread = days.size + 1
    classes, class_of = _compress((reach_of[columns.value_of] * 6 + at_best) * spread + lasts, 0)
    rest, lasts = np.divmod(classes, spread)
    reach_row, at_best = np.divmod(rest, 6)
    runs_out = (day_of[None, :] >= lasts[:, None]) & (at_best > LAPSED)[:, None]
    outcome = np.where(runs_out, EXPIRING, at_best[:, None])
    reached = reached[alike[reach_row]][:, ask_of]
    return _best_of(np.where(reached == FITS, outcome, reached), class_of[columns.held])


def _same_rows(table: Ints) -> tuple[Ints, Ints]:
    """One row of each sort, and the sort of each row, of a table of numbers below three."""
    code = np.zeros(len(table), np.int64)
    for start in range(0, table.shape[1], DIGITS):
        digits = table[:, start : start + DIGITS]
        found, number = np.unique(digits @ 3 ** np.arange(digits.shape[1]), return_inverse=True)
        code = _compress(code * found.size + number, 0)[1].astype(np.int64)
    example = np.empty(int(code.max()) + 1, np.int64)
    example[code] = np.arange(code.size)
    return example, code


def _best_of(outcomes: Ints, held: Ints) -> tuple[Ints, Ints]:
    """Join the first, second, ... fact of each client: her best outcome at each row."""
    total, class_of = outcomes, held[0]
    for more in held[1:]:
        pairs, class_of = _paired(class_of, more, len(outcomes))
        first, second = np.divmod(pairs, len(outcomes))
        total = np.maximum(total[first], outcomes[second])
    return total, class_of


def _merged(tables: list[Table], limit: int) -> list[Table]:
    """Fewer tables: two are added while their distinct combinations fill at most `limit` cells."""
    done: list[Table] = []
    for table in sorted(tables, key=lambda each: each.sums.size):
        joined = _joined(done[-1], table, limit) if done else None
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
        return distinct, position
    seen = np.zeros(size, bool)
    seen[codes] = True
    distinct = np.flatnonzero(seen)
    position = np.empty(size, np.intp)
    position[distinct] = np.arange(distinct.size)
    return distinct, position[codes]
