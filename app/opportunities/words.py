"""The words by which opportunities are found: folded, without punctuation, starts of words."""

import re
from collections.abc import Iterable, Mapping

from app.opportunities.models import OpportunityWord
from app.organisations.queries import folded

MOST_WORDS = 5
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Words in order, each once, in the form in which they are stored and looked for."""
    return list(dict.fromkeys(word[:100] for word in _WORD.findall(folded(text))))


def index_words(texts: Mapping[int, str], *, fresh: bool = False) -> None:
    """Store the words of each opportunity's text by id; `fresh` where none are stored yet."""
    if not fresh:
        OpportunityWord.delete().where(OpportunityWord.opportunity.in_(list(texts))).execute()
    rows = [(number, word) for number, text in texts.items() for word in words_of(text)]
    for some in _slices(rows):
        OpportunityWord.insert_many(
            some, fields=[OpportunityWord.opportunity, OpportunityWord.word]
        ).execute()


def _slices(rows: list[tuple[int, str]], size: int = 2000) -> Iterable[list[tuple[int, str]]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
