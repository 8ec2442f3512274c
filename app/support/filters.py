"""What the list of services is narrowed to, read from the address and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.organisations.models import ServiceKind
from app.organisations.queries import LONGEST_SEARCH
from app.organisations.service_queries import Wanted
from app.places import DISTANCES_KM, point_of
from app.reference import outward_code, reference

USUAL_KM = 5


@dataclass(frozen=True)
class Filters:
    """The answers as typed, and what they mean; an unknown answer narrows nothing."""

    wanted: Wanted
    postcode: str
    km: int

    @property
    def is_narrowed(self) -> bool:
        wanted = self.wanted
        return bool(wanted.search or wanted.language or wanted.is_free)

    @property
    def is_postcode_unknown(self) -> bool:
        return bool(self.postcode) and self.wanted.near is None


def asked(args: Mapping[str, str]) -> Filters:
    """The filters of an address."""
    postcode = args.get("postcode", "").strip()[:10]
    km = args.get("km", "")
    far = int(km) if km in {str(choice) for choice in DISTANCES_KM} else USUAL_KM
    kind, language = args.get("kind", ""), args.get("language", "")
    wanted = Wanted(
        search=args.get("search", "").strip()[:LONGEST_SEARCH],
        kind=ServiceKind(kind) if kind in set(ServiceKind) else None,
        language=language if language in {one.code for one in reference().languages} else "",
        is_free=args.get("is_free") == "y",
        near=point_of(postcode) if postcode else None,
        km=far,
    )
    return Filters(wanted=wanted, postcode=postcode, km=far)


def choosing(args: Mapping[str, str], kind: ServiceKind, postcode: str) -> Filters:
    """The same for who looks for a need: its own kind, the nearest first, however far.

    `postcode` is the client's; an address that names another, or none, is taken at its word.
    """
    near = args.get("postcode", outward_code(postcode) or "")
    found = asked({**args, "postcode": near})
    return replace(found, wanted=replace(found.wanted, kind=kind))


def kept(filters: Filters) -> dict[str, str | int | None]:
    """The filters as the values of an address, for the link to the next page."""
    wanted = filters.wanted
    return {
        "search": wanted.search or None,
        "kind": wanted.kind,
        "language": wanted.language or None,
        "is_free": "y" if wanted.is_free else None,
        "postcode": filters.postcode or None,
        "km": filters.km if filters.postcode else None,
    }
