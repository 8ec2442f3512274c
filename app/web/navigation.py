"""The header's links, as data; a role sees the ones whose address it may open."""

from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext

from app.policy import ROUTES, VISITOR
from app.web.guard import viewer


@dataclass(frozen=True)
class Link:
    endpoint: str
    label: str
    is_current: bool


ENTRIES = (
    ("home.show_home", lazy_gettext("Home")),
    # referrals
    # clients
    ("clients.list_clients", lazy_gettext("Clients")),
    ("clients.show_own_page", lazy_gettext("My page")),
    # opportunities
    # pathways
    ("pathways.show_own_plan", lazy_gettext("My plan")),
    # bookings
    ("organisations.list_organisations", lazy_gettext("Organisations")),
    ("admin.show_admin", lazy_gettext("Administration")),
)


def links() -> list[Link]:
    """What the header shows to whoever is asking; nothing to a visitor."""
    asking = viewer()
    if asking == VISITOR:
        return []
    blueprint = request.blueprint
    return [
        Link(endpoint, str(label), blueprint == endpoint.partition(".")[0])
        for endpoint, label in ENTRIES
        if asking.may(ROUTES[endpoint])
    ]
