"""The list of clients: search, filters and paging, with no more of each than the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from peewee import Expression, ModelSelect

from app import clock
from app.accounts.coordinators import Whose, held_by
from app.clients.access import FieldGroup, consent_stands, given_to, groups_of
from app.clients.consent_models import Consent, ConsentPurpose
from app.clients.models import Client, ClientWord, RegistrationStage
from app.clients.queries import in_reach
from app.db import LAST_LETTER
from app.organisations.words import longest_first, search_words, with_each
from app.policy import Role, Viewer
from app.prepared import asking, given, prepared
from app.references import as_typed
from app.web.pagination import Page, one_page, page_of, resumed

ORDER = (Client.updated_at, Client.id)
MOST_WORDS = 5


class ListedClient(NamedTuple):
    """What lists read of a client; the record has five times as many columns."""

    id: int
    reference: str
    name: str
    profession: str | None
    registration_stage: str | None
    updated_at: datetime
    coordinator_id: int | None


COLUMNS = [getattr(Client, name.removesuffix("_id")) for name in ListedClient._fields]


class Narrowed(NamedTuple):
    """Which conditions a list has: the shape of its statement."""

    by_reference: bool
    words: int
    by_profession: bool
    by_stage: bool
    whose: str
    is_later: bool


def clients(
    viewer: Viewer,
    *,
    search: str = "",
    profession: str = "",
    stage: str = "",
    whose: str = "",
    cursor: str | None = None,
) -> Page[ListedClient]:
    """Clients in reach, last changed first; `search` takes starts of names, or a reference.

    `whose` narrows by coordinator.

    A filter by what the viewer may not see of a client leaves her out, so that it tells nothing.
    """
    reference, after = as_typed(search), resumed(ORDER, cursor)
    words = longest_first(search_words(search)[:MOST_WORDS])
    narrowed = Narrowed(
        by_reference=False,
        words=len(words),
        by_profession=bool(profession),
        by_stage=stage in set(RegistrationStage),
        whose=whose if whose in set(Whose) else "",
        is_later=after is not None,
    )
    values = dict(
        **vars(viewer), **_bounds(words), **_position(after),
        reference=reference, profession=profession, stage=stage, today=clock.today(),
    )  # fmt: skip
    found = []
    if reference:  # or a name of seven letters that may be read as one
        exact = narrowed._replace(by_reference=True, words=0)
        found = _statement(viewer.role, exact).rows(**values)
    rows = [ListedClient(*row) for row in found or _statement(viewer.role, narrowed).rows(**values)]
    return page_of(rows, lambda last: (last.updated_at, last.id))


def client_list(viewer: Viewer, **narrowing: str | None) -> Page[ListedClient]:
    """A page of `clients`; profession and stage are None where the viewer may not see them."""
    page = clients(viewer, **narrowing)  # type: ignore[arg-type]
    seen = groups_of(viewer, [row.id for row in page.rows])
    rows = [
        row
        if FieldGroup.PROFESSION in seen[row.id]
        else row._replace(profession=None, registration_stage=None)
        for row in page.rows
    ]
    return Page(rows, page.next_cursor)


@prepared
def _statement(role: Role, narrowed: Narrowed) -> ModelSelect[Client]:
    query = Client.select(*COLUMNS).where(in_reach(asking(role)))
    if narrowed.by_reference:
        query = query.where(Client.reference == given("reference"))
    starts = [_starts_with(number) for number in range(narrowed.words)]
    query = with_each(query, Client.id, ClientWord.client, starts)
    if (of_theirs := held_by(Client, narrowed.whose, given("account_id"))) is not None:
        query = query.where(of_theirs)
    if narrowed.by_profession or narrowed.by_stage:
        query = query.where(*_profession_open_to(asking(role)))
    if narrowed.by_profession:
        query = query.where(Client.profession == given("profession"))
    if narrowed.by_stage:
        query = query.where(Client.registration_stage == given("stage"))
    after = [given("updated_at"), given("id")] if narrowed.is_later else None
    return one_page(query, ORDER, after, descending=True)


def _starts_with(number: int) -> Expression:
    return (ClientWord.word >= given(f"word_{number}")) & (ClientWord.word < given(f"end_{number}"))


def _bounds(words: Sequence[str]) -> dict[str, str]:
    """Between which two words lie all that start so: see `starts_with`."""
    starts = {f"word_{number}": word for number, word in enumerate(words)}
    return starts | {f"end_{number}": word + LAST_LETTER for number, word in enumerate(words)}


def _position(after: Sequence[object] | None) -> dict[str, object]:
    return dict(zip(("updated_at", "id"), after or (), strict=False))


def _profession_open_to(viewer: Viewer) -> list[Expression]:
    to_viewer = given_to(viewer)
    if to_viewer is None:
        return []
    shared = Consent.select(Consent.client).where(
        to_viewer, consent_stands(given("today")), Consent.purpose == ConsentPurpose.SHARE_PROFILE
    )
    return [Client.id.in_(shared)]
