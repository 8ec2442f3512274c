"""Changes to organisations."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from peewee import IntegrityError

from app import clock
from app.audit.services import record
from app.db import atomic, lock_row
from app.organisations.models import Organisation, OrganisationKind, Service, ServiceWord
from app.organisations.queries import folded
from app.organisations.words import found_by
from app.policy import Viewer
from app.references import unused_reference
from app.web.seen import merged

# What a higher domain keeps of a name it writes anew: each is handed the organisation's id.
AFTER_RENAMING: list[Callable[[int], None]] = []


class NameTaken(Exception):
    """There is an organisation of this name."""


def create_organisation(
    actor: Viewer, *, name: str, kind: OrganisationKind, **details: str
) -> Organisation:
    """A new organisation; `details` are its other text columns (about, phone, postcode, ...).

    Raises NameTaken.
    """
    with _unique(name), atomic():
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
    seen: str | None = None,
    **answers: Any,
) -> None:
    """Write what is known of an organisation anew, but for what others changed meanwhile.

    `seen` marks what the page showed (see app.web.seen). Raises NameTaken and Clash.
    """
    with _unique(answers.get("name", "")), atomic():
        lock_row(organisation)
        present = Organisation.get_by_id(organisation.id)
        current = {column: getattr(present, column) for column in answers}
        changed = answers if seen is None else merged(seen, current, answers)
        if not changed:
            return
        if "name" in changed:
            changed["search_name"] = folded(changed["name"])
        Organisation.update(changed).where(Organisation.id == organisation.id).execute()
        index_services(
            Service.select(Service, Organisation)
            .join(Organisation)
            .where(Service.organisation == organisation)
        )
        for action in AFTER_RENAMING:
            action(organisation.id)
        record(actor, "organisation.change", organisation)


def index_services(services: Iterable[Service]) -> None:
    """Write the words by which services are found: those of their name and the organisation's."""
    for service in services:
        ServiceWord.delete().where(ServiceWord.service == service).execute()
        words = found_by((service.name, service.organisation.name))
        rows = [{"service": service, "word": word} for word in sorted(words)]
        if rows:
            ServiceWord.insert_many(rows).execute()


@contextmanager
def _unique(name: str) -> Iterator[None]:
    """The database says who comes second with a name, also of two at the same moment."""
    try:
        yield
    except IntegrityError as error:
        if Organisation.select().where(Organisation.name == name).exists():
            raise NameTaken(name) from error
        raise


def _reference_is_taken(reference: str) -> bool:
    return Organisation.select().where(Organisation.reference == reference).exists()
