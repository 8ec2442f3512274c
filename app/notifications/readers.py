"""Where somebody reads now: looked up as a mail leaves, since addresses change while mails wait.

A reader is named by a word such as `client:7`. The domains say how theirs are found (`finds`), as
none of them is known here, and how a mail is written anew (`writes_anew`) whose link ends with the
address that it was made for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from app.notifications.models import Message
from app.notifications.services import Recipient

Finder = Callable[[Collection[int]], Mapping[int, Recipient]]  # who has no address is left out
FINDERS: dict[str, Finder] = {}
Writer = Callable[[Message], None]
WRITERS: dict[str, Writer] = {}


def finds(kind: str) -> Callable[[Finder], Finder]:
    """Name the function that finds the readers `<kind>:<id>`, a fixed few queries for all."""

    def keep(finder: Finder) -> Finder:
        FINDERS[kind] = finder
        return finder

    return keep


def writes_anew(template: str) -> Callable[[Writer], Writer]:
    """Name the function that tells again what a mail says that cannot follow its reader."""

    def keep(writer: Writer) -> Writer:
        WRITERS[template] = writer
        return writer

    return keep


def readers(words: Iterable[str]) -> dict[str, Recipient]:
    """Where those with these words read now; who has no address is left out."""
    numbers: dict[str, set[int]] = {}
    for kind, _, number in (word.partition(":") for word in words):
        numbers.setdefault(kind, set()).add(int(number))
    return {
        f"{kind}:{number}": reader
        for kind, asked in numbers.items()
        for number, reader in FINDERS[kind](asked).items()
    }
