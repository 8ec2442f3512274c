"""What a list of opportunities is narrowed to, read from the address and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.opportunities.models import OpportunityKind, OpportunityStatus
from app.opportunities.presenters import OTHER_PROFESSION
from app.opportunities.queries import Wanted
from app.opportunities.salary import BANDS
from app.places import DISTANCES_KM, point_of
from app.reference import reference

ALL = "all"
USUAL_KM = 10


@dataclass(frozen=True)
class Filters:
    """The answers as typed, and what they mean; an unknown answer narrows nothing."""

    wanted: Wanted
    search: str
    postcode: str
    km: int
    status: str

    @property
    def is_postcode_unknown(self) -> bool:
        return bool(self.postcode) and self.wanted.near is None

    @property
    def are_some_set(self) -> bool:
        """Whether more than the search narrows the list."""
        wanted = self.wanted
        chosen = (wanted.kind, wanted.profession, wanted.band, self.postcode)
        return any(chosen) or wanted.ready_for_interim or self.status != OpportunityStatus.OPEN


def asked(args: Mapping[str, str]) -> Filters:
    """The filters of an address; without a status the open ones are meant."""
    postcode = args.get("postcode", "").strip()[:10]
    km = args.get("km", "")
    kilometres_asked = int(km) if km in {str(choice) for choice in DISTANCES_KM} else USUAL_KM
    status = args.get("status", "") or OpportunityStatus.OPEN
    wanted = Wanted(
        search=args.get("search", "")[:100],
        kind=OpportunityKind(args["kind"]) if args.get("kind") in set(OpportunityKind) else None,
        profession=known_profession(args.get("profession", "")),
        band=args["band"] if args.get("band") in BANDS else "",
        near=point_of(postcode) if postcode else None,
        km=kilometres_asked,
        ready_for_interim=args.get("ready_for_interim") == "y",
        status=OpportunityStatus(status) if status in set(OpportunityStatus) else None,
    )
    return Filters(
        wanted=wanted,
        search=wanted.search,
        postcode=postcode,
        km=kilometres_asked,
        status=status if wanted.status else ALL,
    )


def known_profession(key: str) -> str:
    """The key when it is a profession's or "other", else none."""
    known = {profession.key for profession in reference().professions} | {OTHER_PROFESSION}
    return key if key in known else ""


def kept(filters: Filters) -> dict[str, str | int | None]:
    """The filters as the values of an address, for the link to the next page."""
    wanted = filters.wanted
    return {
        "search": filters.search or None,
        "kind": wanted.kind,
        "profession": wanted.profession or None,
        "band": wanted.band or None,
        "postcode": filters.postcode or None,
        "km": filters.km if filters.postcode else None,
        "ready_for_interim": "y" if wanted.ready_for_interim else None,
        "status": filters.status if filters.status != OpportunityStatus.OPEN else None,
    }
