"""Changes to organisations and their services."""

from collections.abc import Sequence

from app import clock
from app.audit.services import record
from app.db import atomic
from app.organisations.models import Organisation, OrganisationKind, Service
from app.organisations.queries import folded
from app.policy import Viewer
from app.references import new_reference


def create_organisation(
    actor: Viewer, *, name: str, kind: OrganisationKind, **details: str
) -> Organisation:
    """A new organisation; `details` are its other text columns (about, phone, postcode, ...)."""
    with atomic():
        organisation = Organisation.create(
            reference=new_reference("O"),
            name=name,
            search_name=folded(name),
            kind=kind,
            created_at=clock.now(),
            **details,
        )
        record(actor, "organisation.create", organisation)
    return organisation


def add_service(
    actor: Viewer,
    organisation: Organisation,
    *,
    name: str,
    kind: str,
    languages: Sequence[str] = (),
    **details: str,
) -> Service:
    """A service an organisation offers; `details` are description, eligibility and cost."""
    with atomic():
        service = Service.create(
            organisation=organisation, name=name, kind=kind, languages=list(languages), **details
        )
        record(actor, "service.create", service)
    return service
