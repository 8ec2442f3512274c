"""Changes to organisations."""

from collections.abc import Iterable

from app import clock
from app.audit.services import record
from app.db import atomic
from app.organisations.models import Organisation, OrganisationKind, Service, ServiceWord
from app.organisations.queries import folded
from app.organisations.words import found_by
from app.policy import Viewer
from app.references import unused_reference


class NameTaken(Exception):
    """There is an organisation of this name."""


def create_organisation(
    actor: Viewer, *, name: str, kind: OrganisationKind, **details: str
) -> Organisation:
    """A new organisation; `details` are its other text columns (about, phone, postcode, ...).

    Raises NameTaken.
    """
    with atomic():
        _refuse_taken(name)
        organisation = Organisation.create(
            reference=unused_reference("O", _reference_is_taken),
            name=name,
            search_name=folded(name),
            kind=kind,
            created_at=clock.now(),
            **details,
        )
        record(actor, "organisation.create", organisation)
    return organisation


def change_organisation(
    actor: Viewer,
    organisation: Organisation,
    *,
    name: str,
    kind: OrganisationKind,
    **details: str,
) -> None:
    """Write what is known of an organisation anew. Raises NameTaken."""
    with atomic():
        _refuse_taken(name, but=organisation)
        Organisation.update(name=name, search_name=folded(name), kind=kind, **details).where(
            Organisation.id == organisation.id
        ).execute()
        index_services(
            Service.select(Service, Organisation)
            .join(Organisation)
            .where(Service.organisation == organisation)
        )
        record(actor, "organisation.change", organisation)


def index_services(services: Iterable[Service]) -> None:
    """Write the words by which services are found: those of their name and the organisation's."""
    for service in services:
        ServiceWord.delete().where(ServiceWord.service == service).execute()
        words = found_by((service.name, service.organisation.name))
        rows = [{"service": service, "word": word} for word in sorted(words)]
        if rows:
            ServiceWord.insert_many(rows).execute()


def _refuse_taken(name: str, but: Organisation | None = None) -> None:
    same = Organisation.name == name
    if but is not None:
        same &= Organisation.id != but.id
    if Organisation.select().where(same).exists():
        raise NameTaken(name)


def _reference_is_taken(reference: str) -> bool:
    return Organisation.select().where(Organisation.reference == reference).exists()
