"""Where things are: the point of a postcode, and what lies within some kilometres."""

import math
from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from flask_babel import gettext, ngettext
from peewee import Expression, Field

from app.reference import UnknownKey, outward_code, reference

EARTH_KM = 6371.0088
KM_A_DEGREE = math.pi * EARTH_KM / 180
DISTANCES_KM = (2, 5, 10, 20, 40)


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def point_of(postcode: str) -> Point | None:
    """The point of a postcode's outward code (good to two kilometres); None where unknown."""
    outward = outward_code(postcode)
    if outward is None:
        return None
    try:
        area = reference().postcode(outward)
    except UnknownKey:
        return None
    return Point(float(area.latitude), float(area.longitude))


def kilometres(one: Point, other: Point) -> float:
    """Distance as the crow flies, by the haversine formula."""
    north, east = (math.radians(b - a) for a, b in zip(one, other, strict=True))
    across = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    chord = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def within(centre: Point, km: float, *, latitude: Field, longitude: Field) -> Expression:
    """The rows whose place, in these two columns, lies at most `km` from a point.

    A box of degrees, which the index answers, then the circle in it: on a flat map around the
    centre, within 0.5 % of the haversine up to 100 km, so that both databases page alike.
    """
    tall = km / KM_A_DEGREE
    wide = tall / math.cos(math.radians(centre.latitude))
    return reduce(
        and_,
        (
            latitude.between(centre.latitude - tall, centre.latitude + tall),
            longitude.between(centre.longitude - wide, centre.longitude + wide),
            nearness(centre, latitude=latitude, longitude=longitude) <= tall * tall,
        ),
    )


def nearness(centre: Point, *, latitude: Field, longitude: Field) -> Expression:
    """What grows with the distance from a point, for an order: degrees squared, as `within`."""
    north = latitude - centre.latitude
    east = (longitude - centre.longitude) * math.cos(math.radians(centre.latitude))
    return north * north + east * east


def distance(km: float) -> str:
    """Whole kilometres; less than one is said so."""
    if km < 1:
        return gettext("less than 1 kilometre away")
    return ngettext("%(num)d kilometre away", "%(num)d kilometres away", round(km))


def distances(rows: Iterable[Any], near: Point | None) -> dict[int, str]:
    """How far each row that has a place lies from a point, in words, by id."""
    if near is None:
        return {}
    return {
        row.id: distance(kilometres(near, Point(row.latitude, row.longitude)))
        for row in rows
        if row.latitude is not None and row.longitude is not None
    }


def distance_choices() -> dict[str, str]:
    return {str(km): gettext("%(km)d kilometres", km=km) for km in DISTANCES_KM}
