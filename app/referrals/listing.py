"""The list of referrals: narrowed, searched by letters, by reference and by sound, and paged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from peewee import ModelSelect

from app.accounts.coordinators import only
from app.clients.sounding import MOST_COMPARED, alike_page, heard_words, sounds_of
from app.clients.spelling import Word
from app.db import starts_with
from app.organisations.words import longest_first, search_words, with_each
from app.policy import Role, Viewer
from app.references import as_typed
from app.referrals.models import Referral, ReferralWord
from app.referrals.narrowing import BY_LEAVING, Show
from app.referrals.queries import narrowed
from app.web.pagination import Page, one_page, page_of, resumed

MOST_WORDS = 5
ORDER = (Referral.state_since, Referral.id)


def referrals(
    viewer: Viewer,
    *,
    show: str = Show.ALL,
    search: str = "",
    whose: str = "",
    alike: bool | None = None,
    cursor: str | None = None,
) -> Page[Referral]:
    """Referrals in reach, longest in their state first; to a referrer the last change first.

    `show` is a state or one of Show; `search` takes starts of names and of references; `whose`
    narrows by coordinator. Where the search finds nobody, names that sound like it are found, in
    any script: so always if `alike`, and never if it is False.
    """
    query = only(narrowed(viewer, show), Referral, viewer, whose)
    in_order = partial(
        one_page,
        order=BY_LEAVING if show == Show.AGAIN else ORDER,
        values=resumed(ORDER, cursor),
        descending=viewer.role is Role.PARTNER,
    )
    heard = heard_words(search) if alike else []
    found = [] if heard else list(in_order(_found(query, search)))
    if not found and alike is None:
        heard = heard_words(search)
    return _sounding(query, heard, in_order) if heard else page_of(found, _place)


def _place(row: Any) -> tuple[object, ...]:
    return row.state_since, row.id


def _sounding(
    query: ModelSelect[Referral], heard: Sequence[Word], in_order: Callable[..., Any]
) -> Page[Referral]:
    """Those in whose names each word has one that is alike; names are read first, to compare."""
    sounds = [ReferralWord.word.in_(sounds_of(word)) for word in heard]
    named = query.select(Referral.id, Referral.name, Referral.state_since)
    named = with_each(named, Referral.id, ReferralWord.referral, sounds)
    page = alike_page(list(in_order(named, size=MOST_COMPARED).namedtuples()), heard, _place)
    if not page.rows:
        return page
    whole = {row.id: row for row in query.where(Referral.id.in_([row.id for row in page.rows]))}
    return replace(page, rows=[whole[row.id] for row in page.rows])


def _found(query: ModelSelect[Referral], search: str) -> ModelSelect[Referral]:
    """The referral of this reference; else, as some names may be read as one, by its words."""
    if reference := as_typed(search):
        exact = query.where(Referral.reference == reference)
        if exact.exists():
            return exact
    words = search_words(search)[:MOST_WORDS] or search.split()[:1]  # signs alone are no word
    starts = [starts_with(ReferralWord.word, word) for word in longest_first(words)]
    return with_each(query, Referral.id, ReferralWord.referral, starts)
