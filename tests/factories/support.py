"""Services, needs and requests for tests."""

from typing import Any

from dateutil.relativedelta import relativedelta

from app import clock
from app.organisations.listed_services import add_service
from app.organisations.models import Organisation, Service, ServiceKind
from app.policy import SYSTEM


def a_service(organisation: Organisation, *, months_ago: int = 0, **details: Any) -> Service:
    """Free interview clothes at B66, unless the words say otherwise."""
    known = {"name": "Interview clothes", "kind": ServiceKind.CLOTHING, "is_free": True}
    known["postcode"] = "B66 2QT"
    with clock.at(clock.now() - relativedelta(months=months_ago)):
        return add_service(SYSTEM, organisation, **(known | details))  # type: ignore[arg-type]
