"""The header's links, as data; a role sees the ones whose address it may open."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _

from app.policy import ROUTES, VISITOR
from app.web.guard import viewer


@dataclass(frozen=True)
class Link:
    endpoint: str
    label: str
    is_current: bool


ENTRIES = (
    ("home.show_home", _("Home")),
    ("referrals.list_referrals", _("Referrals")),
    # clients
    ("clients.list_clients", _("Clients")),
    ("clients.show_own_page", _("My page")),
    # pathways
    ("pathways.show_own_plan", _("My plan")),
    # opportunities
    ("opportunities.list_opportunities", _("Opportunities")),
    ("workforce_plans.list_plans", _("Workforce plans")),
    ("courses.list_courses", _("Courses")),
    # bookings
    ("bookings.list_slots", _("Slots")),
    ("bookings.list_bookings", _("Bookings")),
    ("bookings.list_mentors", _("Mentors")),
    ("organisations.list_organisations", _("Organisations")),
    ("admin.show_admin", _("Administration")),
)


def links() -> list[Link]:
    """What the header shows to whoever is asking; nothing to a visitor."""
    asking = viewer()
    if asking == VISITOR:
        return []
    entries = [entry for entry in ENTRIES if asking.may(ROUTES[entry[0]])]
    current = _current([endpoint for endpoint, _label in entries])
    return [Link(endpoint, str(label), endpoint in current) for endpoint, label in entries]


def _current(endpoints: list[str]) -> list[str]:
    """The one entry of the page's own domain, else those with the same start of the address.

    A plan lies below a client's address: it is her plan in her menu, a client in the staff's.
    """
    own = [one for one in endpoints if one.partition(".")[0] == request.blueprint]
    if len(own) == 1:
        return own
    return [one for one in endpoints if _first_part(request.path) == _first_part(url_for(one))]


def _first_part(address: str) -> str:
    """`slots` of `/slots/7`: one domain may serve several parts of the menu."""
    return address.lstrip("/").partition("/")[0]
