"""The keys by which records that may be of one person are found, whatever their number.

`name:`, `email:` and `phone:` are shared by records that hold the same (names); `like:` by names
of which two words sound alike; `born:` by names of which one does, with the year of birth.
"""

from app.clients import names, spelling


def record_keys(*, name: str, birth_year: int | None, phone: str = "", email: str = "") -> set[str]:
    """Every key of one record."""
    keys = exact_keys(name=name, phone=phone, email=email) | like_keys(name)
    return keys | (born_keys(name, birth_year) if birth_year else set())


def exact_keys(*, name: str = "", phone: str = "", email: str = "") -> set[str]:
    return set(names.keys(name=name, phone=phone, email=email).values())


def like_keys(name: str) -> set[str]:
    return {f"like:{sounds}"[: names.LONGEST_KEY] for sounds in spelling.sounds_of(name)}


def born_keys(name: str, *years: int) -> set[str]:
    return {
        f"born:{year}:{sound}"[: names.LONGEST_KEY]
        for sound in spelling.word_sounds(name)
        for year in years
    }
