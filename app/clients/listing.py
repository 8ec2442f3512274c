"""The list of clients: search, filters and paging, with no more of each than the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from peewee import Expression, ModelSelect

from app import clock
from app.accounts.coordinators import Whose, held_by
from app.clients.access import FieldGroup, consent_stands, given_to, groups_of
from app.clients.consent_models import Consent, ConsentPurpose
from app.clients.models import Client, ClientWord, RegistrationStage
from app.clients.queries import in_reach
from app.clients.sounding import MOST_COMPARED, MOST_SOUNDS, alike_page, heard_words, sounds_of
from app.clients.spelling import Word
from app.db import LAST_LETTER
from app.organisations.words import longest_first, search_words, with_each
from app.policy import Role, Viewer
from app.prepared import asking, given, prepared
from app.references import as_typed
from app.web.pagination import PAGE_SIZE, Page, one_page, page_of, resumed

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
    sounds: int
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
    alike: bool | None = None,
    cursor: str | None = None,
) -> Page[ListedClient]:
    """Clients in reach, last changed first; `search` takes starts of names, or a reference.

    Where that finds nobody, names that sound like it are found, in any script: so always if
    `alike`, and never if it is False. `whose` narrows by coordinator.

    A filter by what the viewer may not see of a client leaves her out, so that it tells nothing.
    """
    after = resumed(ORDER, cursor)
    narrowed = Narrowed(
        by_reference=False,
        words=0,
        sounds=0,
        by_profession=bool(profession),
        by_stage=stage in set(RegistrationStage),
        whose=whose if whose in set(Whose) else "",
        is_later=after is not None,
    )
    values = dict(
        **vars(viewer), **_position(after), profession=profession, stage=stage,
        today=clock.today(),
    )  # fmt: skip
    heard = heard_words(search) if alike else []
    found = [] if heard else _written(viewer.role, search, narrowed, values)
    if not found and alike is None:
        heard = heard_words(search)
    if not heard:
        return page_of(found, _place)
    return alike_page(_sounding(viewer.role, heard, narrowed, values), heard, _place)


def _written(
    role: Role, search: str, narrowed: Narrowed, values: dict[str, object]
) -> list[ListedClient]:
    """Those of a reference; else, as some names may be read as one, of the words as written."""
    words, found = longest_first(search_words(search)[:MOST_WORDS]), []
    if reference := as_typed(search):
        exact = _statement(role, narrowed._replace(by_reference=True))
        found = exact.rows(**values, reference=reference)
    if not found:
        called = _statement(role, narrowed._replace(words=len(words)))
        found = called.rows(**values, **_bounds(words))
    return [ListedClient(*row) for row in found]


def _sounding(
    role: Role, heard: Sequence[Word], narrowed: Narrowed, values: dict[str, object]
) -> list[ListedClient]:
    """Those of whose names each word has the sound of one that is looked for."""
    sounds = {f"sounds_{number}": sounds_of(word) for number, word in enumerate(heard)}
    each = {f"{name}_{place}": one for name, of in sounds.items() for place, one in enumerate(of)}
    statement = _statement(role, narrowed._replace(sounds=len(heard)))
    return [ListedClient(*row) for row in statement.rows(**values, **each)]


def _place(row: ListedClient) -> tuple[object, ...]:
    return row.updated_at, row.id


def client_list(viewer: Viewer, **narrowing: Any) -> Page[ListedClient]:
    """A page of `clients`; profession and stage are None where the viewer may not see them."""
    page = clients(viewer, **narrowing)
    seen = groups_of(viewer, [row.id for row in page.rows])
    rows = [
        row
        if FieldGroup.PROFESSION in seen[row.id]
        else row._replace(profession=None, registration_stage=None)
        for row in page.rows
    ]
    return Page(rows, page.next_cursor, page.is_alike)


@prepared
def _statement(role: Role, narrowed: Narrowed) -> ModelSelect[Client]:
    query = Client.select(*COLUMNS).where(in_reach(asking(role)))
    if narrowed.by_reference:
        query = query.where(Client.reference == given("reference"))
    wanted = [_starts_with(number) for number in range(narrowed.words)]
    wanted += [_sounds_like(number) for number in range(narrowed.sounds)]
    query = with_each(query, Client.id, ClientWord.client, wanted)
    if (of_theirs := held_by(Client, narrowed.whose, given("account_id"))) is not None:
        query = query.where(of_theirs)
    if narrowed.by_profession or narrowed.by_stage:
        query = query.where(*_profession_open_to(asking(role)))
    if narrowed.by_profession:
        query = query.where(Client.profession == given("profession"))
    if narrowed.by_stage:
        query = query.where(Client.registration_stage == given("stage"))
    after = [given("updated_at"), given("id")] if narrowed.is_later else None
    size = MOST_COMPARED if narrowed.sounds else PAGE_SIZE
    return one_page(query, ORDER, after, size=size, descending=True)


def _starts_with(number: int) -> Expression:
    return (ClientWord.word >= given(f"word_{number}")) & (ClientWord.word < given(f"end_{number}"))


def _sounds_like(number: int) -> Expression:
    return ClientWord.word.in_([given(f"sounds_{number}_{place}") for place in range(MOST_SOUNDS)])


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
