"""The names of countries, professions, routes and languages in the viewer's language."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from flask_babel import get_locale, gettext

from app.clients.models import ClientLanguage
from app.organisations.queries import folded
from app.reference import reference
from app.reference.errors import UnknownKey
from app.web.reading_order import listed


@cache
def _territories(locale: str) -> dict[str, str]:
    """Country names by code: Babel's list holds groups of countries and tests, too."""
    names = {str(code): str(name) for code, name in Locale.parse(locale).territories.items()}
    codes = {code for code in names if len(code) == 2 and code.isalpha()} - NOT_COUNTRIES
    kept = {code: names[code] for code in codes}
    return dict(sorted(kept.items(), key=lambda item: folded(item[1])))


NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
)


def countries() -> dict[str, str]:
    """Every country's name in the viewer's language, by its two-letter code, in order."""
    return _territories(str(get_locale() or "en"))


def country_name(code: str) -> str:
    return countries().get(code, code)


def profession_name(key: str) -> str:
    return gettext(reference().profession(key).title)


def route_name(key: str) -> str:
    return gettext(reference().route(key).title)


def route_of(profession: str, chosen: str) -> str:
    """The chosen route, else the profession's usual one, which is said."""
    if chosen:
        return route_name(chosen)
    usual = next(iter(reference().routes_for(profession)), None)
    if usual is None:
        return gettext("No route to registration is in our list")
    return gettext("%(route)s (the usual one)", route=gettext(usual.title))


def language_name(code: str) -> str:
    try:
        return gettext(reference().language(code).label)
    except UnknownKey:
        return code


def right_to_work_name(key: str) -> str:
    return gettext(reference().right_to_work(key).label)


def professions() -> dict[str, str]:
    """Names of the professions by key, in the reference data's order."""
    return _professions(str(get_locale()))


@cache
def _professions(_locale: str) -> dict[str, str]:
    return {one.key: gettext(one.title) for one in reference().professions}


def language_list(known: Iterable[ClientLanguage], ability: str) -> str:
    """The languages she `speaks` or `reads`."""
    return listed(language_name(one.code) for one in known if getattr(one, ability))
