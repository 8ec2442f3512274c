"""What a referral's questions offer: professions, countries, languages, each with "not known"."""

from flask_babel import gettext

from app.clients import reference_names as clients
from app.organisations.models import Programme
from app.organisations.queries import folded
from app.reference import reference

# Codes that ISO keeps for "not known"; a client's record leaves them out.
UNKNOWN_COUNTRY = "ZZ"
UNKNOWN_LANGUAGE = "und"
UNKNOWN_PROFESSION = "unknown"

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
    """Every country: the one trained in may be any."""
    return list(clients.countries().items())


def country_name(code: str) -> str:
    return gettext("Not known") if code == UNKNOWN_COUNTRY else clients.country_name(code)


def languages() -> list[Choice]:
    """Languages by name, the commonest first, each also as its speakers write it."""
    known = sorted(reference().languages, key=lambda one: folded(gettext(one.label)))
    known.sort(key=lambda one: one.is_common, reverse=True)
    return [(one.code, _both_names(one.label, one.endonym)) for one in known]


def language_name(code: str) -> str:
    if code == UNKNOWN_LANGUAGE:
        return gettext("Another language, or not known")
    entry = reference().language(code)
    return _both_names(entry.label, entry.endonym)


def profession_name(key: str) -> str:
    if key == UNKNOWN_PROFESSION:
        return gettext("Another profession, or not known")
    return clients.profession_name(key)


def rights_to_work() -> list[Choice]:
    return [(entry.key, gettext(entry.plain_english)) for entry in reference().rights_to_work]


def _both_names(label: str, endonym: str) -> str:
    translated = gettext(label)
    return translated if translated == endonym else f"{translated} – {endonym}"
