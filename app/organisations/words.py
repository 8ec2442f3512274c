"""The words by which something is found: names in any script, cut up as people type them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from peewee import Expression, Field, ForeignKeyField, ModelSelect, fn

from app.organisations.queries import folded

LONGEST_WORD = 100


def words_in(text: str) -> list[list[str]]:
    """The words of a name in any script, each as the parts that hyphens and apostrophes divide."""
    found = []
    for word in folded(text).split():
        seen = "".join(c for c in word if unicodedata.category(c) != "Cf")
        parts = "".join(c if unicodedata.category(c)[0] not in "PS" else " " for c in seen).split()
        if parts:
            found.append(parts)
    return found


def search_words(text: str) -> list[str]:
    """What is looked for: each word joined, so that O'Neil is found by `o'neil` and `oneil`."""
    return ["".join(parts)[:LONGEST_WORD] for parts in words_in(text)]


def longest_first(words: Iterable[str]) -> list[str]:
    """The order for `with_each`: what is longest begins the fewest words, a single letter most."""
    return sorted(words, key=len, reverse=True)


def with_each(
    query: ModelSelect[Any], row: Field, owner: ForeignKeyField, wanted: Sequence[Expression]
) -> ModelSelect[Any]:
    """The rows that own a word of each wanted kind; `owner` is the words' key to the rows.

    The first is entered by the index of words. The others are asked of what it finds: each read
    for itself, a single letter that is typed after a name would read most of them all.
    """
    words = owner.model
    for number, one in enumerate(wanted):
        query = query.where(
            fn.EXISTS(words.select(words.id).where(owner == row, one))
            if number
            else row.in_(words.select(owner).where(one))
        )
    return query


def found_by(texts: Iterable[str]) -> set[str]:
    """The words that something of these names is found by: the parts, and the words joined."""
    words = [parts for text in texts for parts in words_in(text)]
    found = {part for parts in words for part in parts} | {"".join(parts) for parts in words}
    return {word[:LONGEST_WORD] for word in found}
