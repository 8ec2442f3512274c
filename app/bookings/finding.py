"""Which bookings and mentors a search finds: by no more of a person than the viewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from peewee import ModelSelect

from app.bookings.models import Booking, Mentor, MentorWord
from app.clients.models import Client, ClientWord
from app.clients.names import name_words
from app.clients.queries import reachable
from app.db import starts_with
from app.organisations.words import longest_first, search_words, with_each
from app.policy import Role, Viewer
from app.references import as_typed

MOST_WORDS = 5


def of_people_called(
    query: ModelSelect[Booking], viewer: Viewer, search: str
) -> ModelSelect[Booking]:
    """The bookings of a query, in which Client is joined, whose person has each word's start.

    A mentor, who sees no more of a person, finds by the name that she is known by alone; others by
    the whole name or the reference; what is none of a person may still be a name.
    """
    words = _typed(search)
    if not words:
        return query
    reference = None if viewer.role is Role.MENTOR else as_typed(search)
    if reference and reachable(viewer).where(Client.reference == reference).exists():
        return query.where(Client.reference == reference)
    starts = [starts_with(ClientWord.word, word) for word in longest_first(words)]
    query = with_each(query, Booking.client, ClientWord.client, starts)
    if viewer.role is Role.MENTOR:
        query = query.where(Booking.client.in_(_known_as(query, words)))
    return query


def of_mentors_called(query: ModelSelect[Mentor], search: str) -> ModelSelect[Mentor]:
    """The mentors of a query whose name or workplace's has each word's start, or of a reference."""
    words = _typed(search)
    if not words:
        return query
    called = reduce(and_, (Mentor.id.in_(_mentors_with_word(word)) for word in words))
    if reference := as_typed(search):
        called |= Mentor.reference == reference
    return query.where(called)


def _typed(search: str) -> list[str]:
    """The words looked for; signs alone are no word and find nobody."""
    return search_words(search)[:MOST_WORDS] or search.split()[:1]


def _mentors_with_word(start: str) -> ModelSelect[MentorWord]:
    return MentorWord.select(MentorWord.mentor).where(starts_with(MentorWord.word, start))


def _known_as(query: ModelSelect[Booking], words: Sequence[str]) -> list[int]:
    """Who among the people found is known by these words, which is all that a mentor sees.

    The index has the whole name and the reference, too; so it only says at whom to look.
    """
    rows: Any = query.select(Client.id, Client.known_as).distinct().tuples()
    return [number for number, known_as in rows if _has_starts(known_as, words)]


def _has_starts(name: str, words: Sequence[str]) -> bool:
    found = name_words(name)
    return all(any(one.startswith(word) for one in found) for word in words)
