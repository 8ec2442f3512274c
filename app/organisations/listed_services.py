"""Changes to the services that organisations offer (terms of Open Referral UK)."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict, Forbidden
from app.organisations.models import AssuredBy, Organisation, Service, ServiceKind, ServiceLanguage
from app.organisations.queries import folded
from app.organisations.service_queries import may_keep
from app.organisations.services import index_services
from app.places import point_of
from app.policy import Role, Viewer


def add_service(
    actor: Viewer,
    organisation: Organisation,
    *,
    name: str,
    kind: ServiceKind,
    languages: Collection[str] = (),
    **details: Any,
) -> Service:
    """A service that an organisation offers; `details` are other columns of Service.

    Whoever enters it says that it is right. Raises Forbidden for somebody else's organisation.
    """
    _check(actor, organisation)
    with atomic():
        service = Service.create(
            organisation=organisation, name=name, kind=kind,
            **_derived(name, details), **_assured(actor), **details,
        )  # fmt: skip
        _speak(service, languages)
        index_services([service])
        record(actor, "service.create", service)
    return service


def change_service(
    actor: Viewer,
    service: Service,
    *,
    version: int,
    name: str,
    kind: ServiceKind,
    languages: Collection[str] = (),
    **details: Any,
) -> None:
    """Write a service anew, which says that it is right. Raises Forbidden and Conflict."""
    _check(actor, service.organisation)
    with atomic():
        _update(
            service, version, name=name, kind=kind,
            **_derived(name, details), **_assured(actor), **details,
        )  # fmt: skip
        _speak(service, languages)
        index_services([Service.get_by_id(service.id)])
        record(actor, "service.change", service)


def assure_service(actor: Viewer, service: Service, *, version: int | None = None) -> None:
    """Say that what is written of a service is still right; `version` is what was read.

    Raises Forbidden, and Conflict when it has been written anew since.
    """
    _check(actor, service.organisation)
    read = Service.version == (service.version if version is None else version)
    place = _point(service.postcode)
    with atomic():
        noted = Service.update(**_assured(actor), **place).where(Service.id == service.id, read)
        if not noted.execute():
            raise Conflict(
                gettext(
                    "Somebody changed this service while you had the page open. "
                    "Go back and look at it again. Nothing was noted."
                )
            )
        record(actor, "service.assure", service)


def end_service(actor: Viewer, service: Service) -> None:
    """Offer a service no longer: it is not found any more. Raises Forbidden."""
    _offer(actor, service, is_active=False)


def offer_service_again(actor: Viewer, service: Service) -> None:
    """Offer an ended service as before, which says that it is right. Raises Forbidden."""
    _offer(actor, service, is_active=True)


def _offer(actor: Viewer, service: Service, *, is_active: bool) -> None:
    _check(actor, service.organisation)
    said = _assured(actor) if is_active else {}
    with atomic():
        Service.update(is_active=is_active, **said).where(Service.id == service.id).execute()
        record(actor, "service.offer_again" if is_active else "service.end", service)


def _check(actor: Viewer, organisation: Organisation) -> None:
    if not may_keep(actor, organisation):
        raise Forbidden("service")


def _update(service: Service, version: int, **columns: Any) -> None:
    changed = (
        Service.update(version=Service.version + 1, **columns)
        .where(Service.id == service.id, Service.version == version)
        .execute()
    )
    if not changed:
        raise Conflict


def _derived(name: str, details: dict[str, Any]) -> dict[str, Any]:
    return {"sort_name": folded(name)[:150], **_point(details.get("postcode", ""))}


def _point(postcode: str) -> dict[str, float | None]:
    point = point_of(postcode)
    return {
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
    }


def _assured(actor: Viewer) -> dict[str, Any]:
    """A partner speaks for the organisation itself; the others do for the Learning Works."""
    by = AssuredBy.ORGANISATION if actor.role is Role.PARTNER else AssuredBy.STAFF
    return {"assured_on": clock.today(), "assured_by": by}


def _speak(service: Service, languages: Collection[str]) -> None:
    ServiceLanguage.delete().where(ServiceLanguage.service == service).execute()
    rows = [{"service": service, "code": code} for code in sorted(set(languages))]
    if rows:
        ServiceLanguage.insert_many(rows).execute()
