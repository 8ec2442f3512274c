"""Where opportunities are: the point of a postcode, and what lies within some kilometres."""

import math
from functools import reduce
from operator import and_
from typing import NamedTuple

from peewee import Expression

from app.opportunities.models import Opportunity
from app.reference import UnknownKey, outward_code, reference

EARTH_KM = 6371.0088
KM_A_DEGREE = math.pi * EARTH_KM / 180


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


def within(centre: Point, km: float) -> Expression:
    """The rows whose place lies at most `km` from a point.

    A box of degrees, which the index answers, then the circle in it: on a flat map around the
    centre, within 0.5 % of the haversine up to 100 km, so that both databases page alike.
    """
    tall = km / KM_A_DEGREE
    narrowing = math.cos(math.radians(centre.latitude))
    wide = tall / narrowing
    row_north, row_east = Opportunity.latitude, Opportunity.longitude
    north = row_north - centre.latitude
    east = (row_east - centre.longitude) * narrowing
    return reduce(
        and_,
        (
            row_north.between(centre.latitude - tall, centre.latitude + tall),
            row_east.between(centre.longitude - wide, centre.longitude + wide),
            north * north + east * east <= tall * tall,
        ),
    )
