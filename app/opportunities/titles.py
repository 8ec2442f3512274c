"""A title put into words that rules can read, and the rules that it meets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from app.opportunities.rules import Rules, TitleRule

LATER_PART = 0.6  # what a word after "-", "(", "in", "for" counts, compared with the role itself
ALMOST = 0.9  # how alike (difflib) a word must be to a known one to be a slip of the pen
_SEPARATOR = re.compile(
    r"\s+-+\s*|-+\s+|[–—(),:;|*\[\]]+|(?<=\w)\s+(?:in|for|to|at|within|with|based|on|from)\s+"
)
_WORD = re.compile(r"[a-z]{8,}")  # shorter words are too easily one another


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a title meets: what it is worth there, where, and by which words."""

    rule: TitleRule
    points: int
    start: int
    part: int
    words: str


def normal(known: Rules, title: str) -> str:
    """The title in lower case, with "&" as a word and slips of the pen put right."""
    text = title.lower().replace("&", " and ").replace("’", "'").replace("‘", "'")
    text = re.sub(r"\bpre-?\s+(?=reg)", "pre-", " ".join(text.replace(".", " ").split()))
    return _WORD.sub(lambda word: _spelt(word.group(), known.spellings), text)


@lru_cache(maxsize=20_000)
def _spelt(word: str, spellings: tuple[str, ...]) -> str:
    """A long word as the known one that it all but is ("practioner"), else itself."""
    if word in spellings:
        return word
    close = get_close_matches(word, spellings, n=1, cutoff=ALMOST)
    return close[0] if close and close[0][0] == word[0] else word


def title_hits(known: Rules, heading: str) -> Iterator[Hit]:
    """Every rule the title meets; words after the first part that names a role count less."""
    parts = _parts(heading)
    first = next((n for n, (_, part) in enumerate(parts) if known.any_title.search(part)), 0)
    for rule in known.titles:
        if rule.unless and rule.unless.search(heading):
            continue
        if rule.whole:
            yield from _whole_title_hit(rule, heading)
            continue
        for number, (offset, part) in enumerate(parts):
            found = rule.match.search(part)
            if found:
                worth = 1.0 if number <= first else LATER_PART
                start = offset + found.start()
                yield Hit(rule, round(rule.points * worth), start, number, found.group())
                break


def _whole_title_hit(rule: TitleRule, heading: str) -> Iterator[Hit]:
    """A rule that reads the title uncut, because its words stand on both sides of an "in"."""
    found = rule.match.search(heading)
    needed = rule.needs.search(heading) if rule.needs else found
    if found and needed:
        yield Hit(rule, rule.points, min(needed.start(), found.start()), 0, found.group())


def _parts(heading: str) -> list[tuple[int, str]]:
    """The title cut where its role ends and a place or service begins, with offsets."""
    parts, start = [], 0
    for cut in _SEPARATOR.finditer(heading):
        parts.append((start, heading[start : cut.start()]))
        start = cut.end()
    parts.append((start, heading[start:]))
    return [(offset, part) for offset, part in parts if part.strip()] or [(0, heading)]
