"""What must hold between the entries of the reference data, beyond each having its form."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from itertools import chain

from app.reference.catalogue import outward_code
from app.reference.files import File, Files
from app.reference.professions import PayScale
from app.reference.route_checks import route_problems


def problems_of(files: Files) -> Iterator[str]:
    """One line for every fault, each with its file and place."""
    return chain(
        _dates(files),
        _repeated(files),
        _professions(files),
        _routes(files),
        _interim_roles(files),
        _pay(files),
        _people(files),
        _places(files),
        _support(files),
    )


def _unknown(
    place: str, names: Iterable[str], known: Collection[object], kind: str
) -> Iterator[str]:
    return (f"{place}: '{name}' is not {kind}" for name in names if name not in known)


def _dates(files: Files) -> Iterator[str]:
    for field in fields(files):
        file: File = getattr(files, field.name)
        if not file.prepared <= file.rechecked < file.review_by:
            yield f"{field.name}.yaml: prepared, rechecked and review_by are not in order"


def _repeated(files: Files) -> Iterator[str]:
    for field in fields(files):
        file = getattr(files, field.name)
        for part in fields(file):
            value = getattr(file, part.name)
            if isinstance(value, tuple):
                counts = Counter(_name(entry) for entry in value)
                yield from (
                    f"{field.name}.yaml: '{name}' stands twice among the {part.name}"
                    for name, times in counts.items()
                    if name is not None and times > 1
                )


def _name(entry: object) -> object:
    if isinstance(entry, str):
        return entry
    named = (getattr(entry, name, None) for name in ("key", "code", "outward", "iso2"))
    return next((name for name in named if name is not None), None)


def _keys(entries: Iterable[object]) -> set[object]:
    return {_name(entry) for entry in entries}


def _professions(files: Files) -> Iterator[str]:
    regulators = _keys(files.professions.regulators)
    routes = _keys(files.pathways.pathways)
    for one in files.professions.professions:
        at = f"professions.yaml: {one.key}"
        yield from _unknown(f"{at}.regulator", [one.regulator], regulators, "a regulator")
        yield from _unknown(f"{at}.routes", one.routes, routes, "a route of pathways.yaml")
        groups = files.professions.staff_groups
        yield from _unknown(f"{at}.esr_staff_group", [one.esr_staff_group], groups, "a staff group")


def _routes(files: Files) -> Iterator[str]:
    professions = {one.key: one for one in files.professions.professions}
    regulators = _keys(files.professions.regulators)
    roles = _keys(files.interim_roles.interim_roles)
    for route in files.pathways.pathways:
        at = f"pathways.yaml: {route.key}"
        yield from _unknown(f"{at}.regulator", [route.regulator], regulators, "a regulator")
        yield from _unknown(f"{at}.profession", [route.profession], professions, "a profession")
        if route.profession in professions:
            own = professions[route.profession].routes
            kind = f"among the routes of {route.profession} in professions.yaml"
            yield from _unknown(f"{at}.key", [route.key], own, kind)
        yield from _unknown(f"{at}.interim_roles", route.interim_roles, roles, "an interim role")
        yield from route_problems(route, at, roles)


def _interim_roles(files: Files) -> Iterator[str]:
    good_for = _keys(files.professions.professions) | {"all"}
    bands = {pay.band for scale in files.pay.agenda_for_change for pay in scale.bands}
    groups = files.professions.staff_groups
    for role in files.interim_roles.interim_roles:
        at = f"interim_roles.yaml: {role.key}"
        yield from _unknown(f"{at}.good_for", role.good_for, good_for, "a profession")
        yield from _unknown(f"{at}.bands", role.bands, bands, "a band of pay.yaml")
        yield from _unknown(
            f"{at}.esr_staff_group", [role.esr_staff_group], groups, "a staff group"
        )


def _pay(files: Files) -> Iterator[str]:
    for scale in files.pay.agenda_for_change + files.pay.resident_doctors:
        yield from _bands(scale)


def _bands(scale: PayScale) -> Iterator[str]:
    for pay in scale.bands:
        if not 0 < pay.min <= pay.max:
            at = f"pay.yaml: {scale.key}.bands"
            yield f"{at}: band {pay.band} has min {pay.min} over max {pay.max}"


def _people(files: Files) -> Iterator[str]:
    codes = _keys(files.languages.languages)
    for country in files.countries.countries:
        at = f"countries.yaml: {country.iso2}.languages"
        yield from _unknown(at, country.languages, codes, "a language code")


def _places(files: Files) -> Iterator[str]:
    names = {one.name for one in files.places.local_authorities}
    outwards = _keys(files.postcodes.postcodes)
    for code in files.postcodes.postcodes:
        at = f"postcodes.yaml: {code.outward}"
        if code.local_authority:
            kind = "a local authority of places.yaml"
            yield from _unknown(f"{at}.local_authority", [code.local_authority], names, kind)
        if not (49 < code.latitude < 61 and -9 < code.longitude < 2):
            yield f"{at}: {code.latitude}, {code.longitude} is not in the United Kingdom"
    for index, wards in enumerate(files.places.wards):
        at = f"places.yaml: wards[{index}].local_authority"
        yield from _unknown(at, [wards.local_authority], names, "a local authority")
    for site in files.places.sites:
        at = f"places.yaml: {site.key}.postcode"
        yield from _unknown(at, [outward_code(site.postcode) or ""], outwards, "in postcodes.yaml")


def _support(files: Files) -> Iterator[str]:
    regulators = _keys(files.professions.regulators)
    for index, help_ in enumerate(files.support.fee_help):
        at = f"support.yaml: fee_help[{index}]"
        if (help_.regulator is None) == (help_.body is None):
            yield f"{at}: names either a regulator or a body"
        elif help_.regulator:
            yield from _unknown(f"{at}.regulator", [help_.regulator], regulators, "a regulator")
