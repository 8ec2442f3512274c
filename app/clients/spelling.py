"""Whether two names may be one name spelled differently, in the same script or in two.

A word is romanised (anyascii), its vowels are folded to a, i and u and its consonants to those
that clerks confuse. What is left without its vowels is the word's *sound*, by which candidates
are found; whether two words are alike is then decided with the vowels.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

# Of words this long a fifth may differ; shorter ones must agree once vowels are folded.
LONG_WORD = 5
ALIKE = 0.8
MOST_WORDS = 5
MOST_READINGS = 4
# Scripts that leave vowels out, as they are usually written.
SPARSE = ("ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "GURMUKHI")
PARTICLE = re.compile("al|el|ul|bin|ibn|bint|ben|de|da|dos|del|van|von|mr|mrs|ms|miss|dr|prof")
# Usual spellings of a name that are further apart than the rule allows, or (in two families)
# names that sound alike and are not: the romanised forms of other scripts among them.
FAMILIES = (
    "mohammed muhammad mohamed mohammad mohamad muhammed muhamad muhamed mohamud mahomed "
    "mukhammad mukhamad mehamed mohammd mohmmd mhmd muhammadu md mohd",
    "mahmoud mahmud mahmood mehmood mahmut mhmwd makhmud mehmud",
    "ahmed ahmad ahamed akhmed akhmad ahmet ahmd",
    "hamid hameed hamed khamid hmyd",
    "hamad hmd",
    "hassan hasan hasen hassen khasan hsn",
    "hussein hussain husein husain hossein hossain husayn hussien khusein hsyn",
    "yusuf youssef yousef yousif yusef yosef yousuf yussuf youcef iusuf ywsf",
    "abdullah abdallah abdulla abdalla abdellah abdilahi abdullahi abdllh abdallh",
    "ali aly",
    "aisha ayesha aysha aicha aishah aysheh isha aiashh",
    "said saeed saed saied sayd",
    "sayed syed sayeed sayyid sayid syd",
    "singh sing simh simgh sinh",
    "kaur kor kour",
    "tesfaye tesfai tesfay",
    "osman usman othman uthman osmane athman athmn",
    "giorgos yorgos georgios yiorgos giwrgos",
)


@dataclass(frozen=True)
class Word:
    """One word of a name; `spoken` are its readings with folded vowels."""

    spoken: frozenset[str]
    sounds: frozenset[str]
    family: str
    is_sparse: bool


@cache
def _families() -> dict[str, str]:
    return {word: line.split()[0] for line in FAMILIES for word in line.split()}


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[Word, ...]:
    """The words that tell people apart: without titles, articles and single letters."""
    plain = [(_plain(part), _script(part)) for part in _parts(name)]
    told = [one for one in plain if len(one[0]) > 1 and not PARTICLE.fullmatch(one[0])]
    joined = _servants_joined(told or [one for one in plain if one[0]])
    return tuple(_word(*one) for one in joined[:MOST_WORDS])


def _parts(name: str) -> list[str]:
    """The words in their own script; vowel marks, where Arabic has them, are left off."""
    text = unicodedata.normalize("NFC", name).casefold()
    bare = re.sub("[\u064b-\u0652\u0640]", "", text)
    seen = "".join(c for c in bare if unicodedata.category(c) != "Cf")
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in seen).split()


def sounds_of(name: str) -> set[str]:
    """What a record is found by: two words' sounds each, or the only word's."""
    words = words_of(name)
    if len(words) == 1:
        return {f"{sound} -" for sound in words[0].sounds}
    return {
        " ".join(sorted((first, second)))
        for one, other in combinations(words, 2)
        for first in one.sounds
        for second in other.sounds
    }


def word_sounds(name: str) -> set[str]:
    """The sound of each word on its own."""
    return {sound for word in words_of(name) for sound in word.sounds}


def shared_words(first: Sequence[Word], second: Sequence[Word]) -> int:
    """How many words of the shorter name have one of their own in the other that is alike."""
    short, long = sorted((first, second), key=len)
    left = list(long)
    for word in short:
        found = next((one for one in left if are_alike(word, one)), None)
        if found is not None:
            left.remove(found)
    return len(long) - len(left)


def are_alike(one: Word, other: Word) -> bool:
    if one.family and other.family:
        return one.family == other.family
    return any(_sound_alike(a, b, one, other) for a in one.spoken for b in other.spoken)


def _sound_alike(a: str, b: str, one: Word, other: Word) -> bool:
    if a == b:
        return True
    if one.is_sparse != other.is_sparse:
        sparse, full = (a, b) if one.is_sparse else (b, a)
        return _sound(a) == _sound(b) and _is_within(_headed(sparse), _headed(full))
    if min(len(a), len(b)) < LONG_WORD or {a[-1], b[-1]} == {"a", "u"}:
        return False  # Maria is not Mario
    return Levenshtein.normalized_similarity(a, b) >= ALIKE


def _word(plain: str, script: str) -> Word:
    family = _families().get(plain, "")
    spoken = frozenset(sorted(map(_spoken, _readings(family or plain, script)))[:MOST_READINGS])
    return Word(spoken, frozenset(map(_sound, spoken)), family, script in SPARSE)


def _plain(part: str) -> str:
    """A word in the letters a to z; the Arabic article is left off."""
    if part.startswith("ال") and len(part) > 4:
        part = part[2:]
    latin = anyascii(part.translate(OWN_LETTERS)).lower()
    if _script(part) in SPARSE:
        latin = re.sub(r"c(?!h)", "ch", re.sub(r"['`]", "a", latin))
        latin = re.sub(r"^a(?=[aiu])", "", latin)
    return re.sub(r"[^a-z]", "", latin.replace("oy", "ou") if _script(part) == "GREEK" else latin)


# Where anyascii's letter stands for another sound in names.
OWN_LETTERS = str.maketrans({"х": "h", "ژ": "j", "ا": "a"})


def _script(part: str) -> str:
    letter = next((c for c in part if unicodedata.category(c).startswith("L")), "a")
    return unicodedata.name(letter, "LATIN").split()[0]


def _servants_joined(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Abdul Rahman, Abd al-Rahman, Abdulrahman and Abdurrahman are one word: abdrahman."""
    joined: list[tuple[str, str]] = []
    for plain, script in words:
        if joined and re.fullmatch(r"abd[aeiou]?[lr]?", joined[-1][0]):
            joined[-1] = ("abd" + plain, script)
        elif plain not in _families():
            one = re.sub(r"^abd[aeiou]?(?:l|r(?=r)|s(?=s)|n(?=n)|z(?=z))(?=.{3})", "abd", plain)
            joined.append((one, script))
        else:
            joined.append((plain, script))
    return joined


def _readings(plain: str, script: str) -> set[str]:
    """The ways to read what different languages write alike, as ch; `-` keeps letters apart."""
    found = {plain.replace("tch", "ch")}
    options = [("ch", ("k", "s")), ("th", ("t", "s")), ("zh", ("j", "z-h"))]
    options += OTHER_READINGS.get(script, [])
    for written, read in options:
        found = {one.replace(written, sound) for one in found for sound in read}
    return found


OTHER_READINGS = {
    "ARABIC": [("w", ("u", "v"))],
    "DEVANAGARI": [("w", ("u", "v"))],
    "CYRILLIC": [("g", ("g", "h"))],
}
CONSONANTS = (
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("sh", "s"), ("dzh|dj|zh", "j"), ("dh", "d"),
    ("bh", "b"), ("ck|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("x", "ks"),
    ("(?<=[aeiou])w(?=[aeiou])", "v"), ("(?<![aeiou])w", "v"),
)  # fmt: skip
VOWELS = (
    ("(?<=.)(?:ai|ay|ei|ey|ae)", "i"), ("au|aw|ou|oo|ow|ew", "u"), ("(?<=.)y", "i"),
    ("[ei]", "i"), ("[ou]", "u"), ("w", "u"),
)  # fmt: skip


def _spoken(reading: str) -> str:
    for rules in (CONSONANTS, VOWELS):
        for written, folded in rules:
            reading = re.sub(written, folded, reading)
    reading = re.sub(r"(.)\1+", r"\1", reading.replace("-", ""))
    return reading[:-1] if reading.endswith("h") and len(reading) > 2 else reading


def _headed(spoken: str) -> str:
    """With any first vowel the same: Arabic script has one letter for all of them."""
    return re.sub(r"^[aiu]", "a", spoken)


def _sound(spoken: str) -> str:
    first = "a" if spoken[:1] in "aiu" else ""
    return re.sub(r"(.)\1+", r"\1", first + re.sub(r"[aiu]", "", spoken))


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of one come in the other in this order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
