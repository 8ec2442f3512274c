"""What a referral's questions offer: professions, countries, languages, each with "not known"."""

from babel import Locale
from flask_babel import get_locale, gettext

from app.organisations.models import Programme
from app.organisations.queries import folded
from app.reference import reference

# Codes that ISO keeps for "not known"; a client's record leaves them out.
UNKNOWN_COUNTRY = "ZZ"
UNKNOWN_LANGUAGE = "und"
UNKNOWN_PROFESSION = "unknown"
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})

Choice = tuple[str, str]


def professions(programme: Programme | None = None) -> list[Choice]:
    """The professions a programme is for (all regulated ones unless it says which)."""
    only = programme.professions if programme else None
    offered = [
        (entry.key, gettext(entry.title))
        for entry in reference().professions
        if (entry.key in only if only else entry.regulator != "none")
    ]
    return sorted(offered, key=lambda choice: folded(choice[1]))


def countries() -> list[Choice]:
    """Every country by its name in the page's language; the country trained in may be any."""
    names = (get_locale() or Locale("en")).territories
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    ]
    return sorted(found, key=lambda choice: folded(choice[1]))


def country_name(code: str) -> str:
    if code == UNKNOWN_COUNTRY:
        return gettext("Not known")
    return (get_locale() or Locale("en")).territories.get(code, code)


def languages() -> list[Choice]:
    """Languages by name, each also as its speakers write it."""
    found = [
        (entry.code, _both_names(entry.label, entry.endonym)) for entry in reference().languages
    ]
    return sorted(found, key=lambda choice: folded(choice[1]))


def language_name(code: str) -> str:
    if code == UNKNOWN_LANGUAGE:
        return gettext("Another language, or not known")
    entry = reference().language(code)
    return _both_names(entry.label, entry.endonym)


def profession_name(key: str) -> str:
    if key == UNKNOWN_PROFESSION:
        return gettext("Another profession, or not known")
    return gettext(reference().profession(key).title)


def rights_to_work() -> list[Choice]:
    return [(entry.key, gettext(entry.plain_english)) for entry in reference().rights_to_work]


def _both_names(label: str, endonym: str) -> str:
    return label if label == endonym else f"{label} – {endonym}"
