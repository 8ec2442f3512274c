"""Reads of organisations."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from app.errors import NotFound
from app.notifications.readers import finds
from app.notifications.services import Recipient
from app.organisations.models import Organisation, OrganisationKind
from app.policy import Role, Viewer
from app.references import as_typed
from app.web.pagination import Page, paged

LONGEST_SEARCH = 100  # SQLite refuses a pattern of 50,000 characters


# What keyboards and phones put for an apostrophe.
APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'")


def folded(text: str) -> str:
    """Text as it is searched: lower case, without accents, one apostrophe, single-spaced."""
    parts = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


def organisations(
    _viewer: Viewer,
    *,
    search: str = "",
    kind: OrganisationKind | None = None,
    cursor: str | None = None,
) -> Page[Organisation]:
    """Active organisations by name; `search` looks for the start of a word, or a reference."""
    query = Organisation.select().where(Organisation.is_active)
    wanted = folded(search[:LONGEST_SEARCH])
    if wanted:
        query = query.where(
            (Organisation.reference == as_typed(search))  # as a name of seven letters may be read
            | Organisation.search_name.startswith(wanted)
            | Organisation.search_name.contains(f" {wanted}")
        )
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    return paged(query, (Organisation.search_name, Organisation.id), cursor=cursor)


def organisation(_viewer: Viewer, reference: str) -> Organisation:
    """One organisation by its reference; NotFound when there is none or it is closed."""
    found = Organisation.get_or_none(Organisation.reference == reference, Organisation.is_active)
    if found is None:
        raise NotFound("organisation")
    return found


def own_organisation(viewer: Viewer) -> Organisation | None:
    """Where a partner works; None for others, and when it is closed."""
    if viewer.role is not Role.PARTNER:
        return None
    return Organisation.get_or_none(
        Organisation.id == viewer.organisation_id, Organisation.is_active
    )


def active_organisations(_viewer: Viewer) -> list[Organisation]:
    """All that work with us now, by name, to choose from."""
    return list(
        Organisation.select().where(Organisation.is_active).order_by(Organisation.search_name)
    )


def workplaces(_viewer: Viewer) -> list[Organisation]:
    """Where clinicians work, by name, to choose from."""
    kinds = (OrganisationKind.GP_PRACTICE, OrganisationKind.NHS_TRUST, OrganisationKind.COLLEGE)
    return list(
        Organisation.select()
        .where(Organisation.is_active, Organisation.kind.in_(kinds))
        .order_by(Organisation.search_name)
    )


def reader_at(organisation: Organisation) -> Recipient:
    """Mail to an organisation itself: to its own address, for who has no account there."""
    return Recipient(organisation.email, whose=f"organisation:{organisation.id}")


@finds("organisation")
def _readers(numbers: Collection[int]) -> dict[int, Recipient]:
    """Nothing goes to an organisation that is closed."""
    rows = Organisation.select().where(Organisation.id.in_(numbers), Organisation.is_active)
    return {row.id: reader_at(row) for row in rows if "@" in row.email}
