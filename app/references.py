"""Short references that can be read aloud over a bad line: `R-7K3F-2X`, `C-9M4T-WA`."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random, SystemRandom

from app.digits import bare

# No letter that looks like a digit (B, G, I, L, O, Q, S, Z, D) and no digit that looks like one.
ALPHABET = "ACEFHJKMNPRTUVWXY234679"
PATTERN = re.compile(rf"^[A-Z]-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2}}$")


_source: ContextVar[Random] = ContextVar("source_of_references", default=SystemRandom())  # noqa: B039


@contextmanager
def drawn_from(source: Random) -> Iterator[None]:
    """Draw references from a seeded source: the demo programme is the same each time."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def new_reference(prefix: str) -> str:
    """An unguessable reference with a one-letter prefix for its kind."""
    letters = [_source.get().choice(ALPHABET) for _ in range(6)]
    return f"{prefix}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def unused_reference(prefix: str, is_taken: Callable[[str], bool]) -> str:
    """A new reference that nothing has yet: among 100,000 one new in 1,500 would be taken."""
    while True:
        reference = new_reference(prefix)
        if not is_taken(reference):
            return reference


def as_typed(text: str) -> str | None:
    """The reference a person meant by what they typed, or None when it is none."""
    letters = bare(text)
    if len(letters) != 7:
        return None
    candidate = f"{letters[0]}-{letters[1:5]}-{letters[5:]}"
    return candidate if PATTERN.match(candidate) else None
