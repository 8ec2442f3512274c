"""Clients who may be the person in hand: looked for before a client is made; staff decide."""

from dataclasses import dataclass
from enum import StrEnum

from app.clients import names
from app.clients.models import Client, ClientKey
from app.clients.queries import reachable
from app.policy import Viewer

MOST_SHOWN = 20


class Likeness(StrEnum):
    """What the two have in common."""

    NAME_AND_BIRTH_YEAR = "name_and_birth_year"
    NAME = "name"  # one of the years of birth is not known
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Candidate:
    client: Client
    why: tuple[Likeness, ...]


def possible_duplicates(
    viewer: Viewer, *, name: str, birth_year: int | None, phone: str = "", email: str = ""
) -> list[Candidate]:
    """Clients in the viewer's reach with the same name and year of birth, e-mail or phone.

    Names are compared in any order of words, case and accents, phones by their digits; a year
    of birth that is not known rules nobody out. The likeliest come first.
    """
    wanted = names.keys(name=name, phone=phone, email=email)
    rows = (
        reachable(viewer)
        .select_extend(ClientKey.key)
        .join_from(Client, ClientKey)
        .where(ClientKey.key.in_(list(wanted.values())))
        .order_by(Client.id)
        .limit(MOST_SHOWN * len(wanted))
    )
    shared: dict[Client, list[Likeness]] = {}
    for row in rows:
        likeness = _likeness(row.clientkey.key, row.birth_year, birth_year)
        if likeness is not None:
            shared.setdefault(row, []).append(likeness)
    found = [Candidate(client, tuple(sorted(why, key=_order))) for client, why in shared.items()]
    found.sort(key=lambda one: (-len(one.why), _order(one.why[0])))
    return found[:MOST_SHOWN]


def _likeness(key: str, theirs: int | None, ours: int | None) -> Likeness | None:
    kind = key.partition(":")[0]
    if kind != "name":
        return Likeness(kind)
    if theirs is None or ours is None:
        return Likeness.NAME
    return Likeness.NAME_AND_BIRTH_YEAR if theirs == ours else None


def _order(likeness: Likeness) -> int:
    return list(Likeness).index(likeness)
