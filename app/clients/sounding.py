"""Names found by how they sound, in whatever script and spelling: what is kept, what is looked for.

The words by which people are found hold the sounds, too, each after a space; no word that is looked
for by its letters begins with one. A sound has no vowels, so whoever it finds is then compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.clients import spelling
from app.clients.spelling import Word
from app.organisations.words import LONGEST_WORD
from app.web.pagination import Page, sifted

MOST_SOUNDS = spelling.MOST_READINGS
# Of a short sound that thousands have, so many are compared for a page; the next one goes on.
MOST_COMPARED = 500


def sound_words(name: str) -> set[str]:
    """What the words of a name sound like, as the table of words holds it."""
    return {_kept(sound) for sound in spelling.word_sounds(name)}


def may_sound(search: str) -> bool:
    """Whether what is searched may be a name that is written otherwise; a reference is none."""
    return bool(search) and not any(c.isdigit() for c in search)


def heard_words(search: str) -> list[Word]:
    """The words whose sound is looked for, the longest first."""
    if not may_sound(search):
        return []
    return sorted(spelling.words_of(search), key=lambda word: -max(map(len, word.sounds)))


def sounds_of(word: Word) -> list[str]:
    """The ways to read one, `MOST_SOUNDS` of them: of fewer the last comes again."""
    found = sorted(map(_kept, word.sounds))
    return found + found[-1:] * (MOST_SOUNDS - len(found))


def sounds_like(name: str, wanted: Sequence[Word]) -> bool:
    """Whether each wanted word has one of its own in the name that is alike (see spelling)."""
    return spelling.shared_words(wanted, spelling.words_of(name)) == len(wanted)


def alike_page(
    rows: Sequence[Any], wanted: Sequence[Word], place: Callable[[Any], Sequence[Any]]
) -> Page[Any]:
    """Those rows whose `name` sounds like it, of `MOST_COMPARED` that were read with one more."""
    page = sifted(rows, lambda row: sounds_like(row.name, wanted), place, most=MOST_COMPARED)
    return replace(page, is_alike=bool(page.rows or page.next_cursor))


def _kept(sound: str) -> str:
    return f" {sound}"[:LONGEST_WORD]
