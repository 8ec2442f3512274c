"""Services, needs and requests for tests."""

from datetime import timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from app import clock
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client
from app.organisations.listed_services import add_service
from app.organisations.models import Organisation, Service, ServiceKind
from app.policy import SYSTEM, Viewer
from app.support.groups import make_group
from app.support.models import GroupKind, Need, SupportGroup, SupportRequest
from app.support.services import Share, ask_for_support, record_need


def a_service(organisation: Organisation, *, months_ago: int = 0, **details: Any) -> Service:
    """Free interview clothes at B66, unless the words say otherwise."""
    known = {"name": "Interview clothes", "kind": ServiceKind.CLOTHING, "is_free": True}
    known["postcode"] = "B66 2QT"
    with clock.at(clock.now() - relativedelta(months=months_ago)):
        return add_service(SYSTEM, organisation, **(known | details))  # type: ignore[arg-type]


def a_need(client: Client, *, actor: Viewer = SYSTEM, **details: Any) -> Need:
    """Clothes for an interview, since a week."""
    known = {"kind": ServiceKind.CLOTHING, "words": "A suit for an interview."}
    known["since"] = clock.today() - timedelta(days=7)
    return record_need(actor, client, **(known | details))  # type: ignore[arg-type]


def a_request(need: Need, service: Service, *, actor: Viewer, **shared: Any) -> SupportRequest:
    """A request with words of its own and no contact, unless the words say otherwise."""
    known = {"words": "A suit, size 12.", "contact": "", "given": ConsentGiven.SPOKEN}
    return ask_for_support(actor, need, service, Share(**(known | shared)))  # type: ignore[arg-type]


def a_group(actor: Viewer, **details: Any) -> SupportGroup:
    """A study group of twelve on Tuesdays, unless the words say otherwise."""
    known = {"name": "IELTS together", "kind": GroupKind.STUDY, "meets": "Tuesdays, 18:00"}
    known |= {"language": "en", "place": "Cedar House", "capacity": 12}
    return make_group(actor, **(known | details))  # type: ignore[arg-type]
