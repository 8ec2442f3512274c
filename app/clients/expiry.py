"""English results that run out soon: chased before a step that needs them is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from dateutil.relativedelta import relativedelta
from peewee import ModelSelect

from app import clock
from app.accounts.coordinators import held_by
from app.clients import access
from app.clients.access import FieldGroup
from app.clients.english import as_sitting, rule_of
from app.clients.fact_models import EnglishResult
from app.clients.models import Client
from app.clients.queries import in_reach
from app.policy import Viewer
from app.reference.english import meets
from app.web.pagination import PAGE_SIZE, Page, after, page_of, resumed

WARN_MONTHS = 6
BATCH = 50
ORDER = (EnglishResult.expires_on, EnglishResult.id)


def expiring_english(
    viewer: Viewer, *, whose: str = "", cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[EnglishResult]:
    """Results that end within six months and that count (`that_count`), soonest first.

    Only of clients in reach whose English the viewer may see; each row has its client.
    """
    today = clock.today()
    query = (
        EnglishResult.select(
            EnglishResult, Client.id, Client.reference, Client.name, Client.profession, Client.route
        )
        .join(Client)
        .where(
            EnglishResult.expires_on.between(today, today + relativedelta(months=WARN_MONTHS)),
            in_reach(viewer),
            Client.closed_at.is_null(),
        )
    )
    found: list[EnglishResult] = []
    query = _of(query, viewer, whose)
    if (last := resumed(ORDER, cursor)) is not None:
        query = query.where(after(ORDER, last, descending=False))
    for rows in _batches(query, max(size + 1, BATCH)):
        counting = that_count(rows)
        seen = access.groups_of(viewer, {row.client_id for row in counting})
        found += [row for row in counting if FieldGroup.ENGLISH in seen[row.client_id]]
        if len(found) > size:
            break
    return page_of(found, lambda row: (row.expires_on, row.id), size=size)


def _batches(query: ModelSelect[EnglishResult], size: int) -> Iterator[list[EnglishResult]]:
    query = query.order_by(*ORDER).limit(size)
    rows = list(query)
    while rows:
        yield rows
        if len(rows) < size:
            return
        last = rows[-1]
        rows = list(query.where(after(ORDER, (last.expires_on, last.id), descending=False)))


def that_count(rows: Sequence[EnglishResult]) -> list[EnglishResult]:
    """Those that the verdict on their client's English rests on today; one more query.

    A better test takes a result's place, a retake that went worse does not. Of a profession
    without a rule the result that lasts longest counts.
    """
    sat = _results_of({row.client_id for row in rows})
    return [row for row in rows if _counts(row, sat[row.client_id])]


def _results_of(client_ids: Collection[int]) -> dict[int, list[EnglishResult]]:
    found: dict[int, list[EnglishResult]] = {}
    for row in EnglishResult.select().where(EnglishResult.client.in_(list(client_ids))):
        found.setdefault(row.client_id, []).append(row)
    return found


def _counts(row: EnglishResult, sat: Sequence[EnglishResult]) -> bool:
    rule = rule_of(row.client)
    if rule is None:
        return bool(row.expires_on == max(one.expires_on for one in sat if one.expires_on))
    verdict = meets(rule, [as_sitting(one) for one in sat], on=clock.today())
    return as_sitting(row) in verdict.sittings


def _of(
    query: ModelSelect[EnglishResult], viewer: Viewer, whose: str
) -> ModelSelect[EnglishResult]:
    """A coordinator's own, from her few clients on: far more results run out than are hers."""
    of_theirs = held_by(Client, whose, viewer.account_id)
    if of_theirs is None:
        return query
    return query.where(EnglishResult.client.in_(Client.select(Client.id).where(of_theirs)))
