"""How names, phones and e-mail addresses are compared: the words and keys a client is found by."""

import re
from functools import lru_cache
from itertools import pairwise

from app.clients.sounding import sound_words
from app.digits import only_digits
from app.organisations.words import LONGEST_WORD, search_words, words_in

LONGEST_KEY = 300
FEWEST_DIGITS = 7


def index_words(name: str, known_as: str, reference: str) -> set[str]:
    """The words a client is found by: those of her names, how they sound, and the reference."""
    found = {"".join(words[0]) for words in (words_in(reference), words_in(reference[2:])) if words}
    written = {word[:LONGEST_WORD] for word in found} | name_words(name) | name_words(known_as)
    return written | sound_words(name)


def name_words(name: str) -> set[str]:
    """The words a name is found by: parts, joined words, neighbours joined.

    Joined neighbours let `al-amin` find Al Amin.
    """
    words = words_in(name)
    joined = ["".join(parts) for parts in words]
    found = {part for parts in words for part in parts} | set(joined)
    found.update(first + second for first, second in pairwise(joined))
    return {word[:LONGEST_WORD] for word in found}


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The same for the same words in any order, case and accents."""
    return " ".join(sorted(search_words(name)))


def phone_digits(phone: str) -> str:
    """The digits as dialled in Britain: +44 7700 900123 and 07700 900123 are one number."""
    return re.sub(r"^(?:00)?44(?=[1-9]\d{8,9}$)", "0", only_digits(phone))


def keys(*, name: str, phone: str = "", email: str = "") -> dict[str, str]:
    """What two records of one person would share, by kind; the database holds `kind:value`."""
    digits = phone_digits(phone)
    values = {
        "name": name_key(name),
        "email": email.strip().casefold(),
        "phone": digits if len(digits) >= FEWEST_DIGITS else "",
    }
    return {kind: f"{kind}:{value}"[:LONGEST_KEY] for kind, value in values.items() if value}
