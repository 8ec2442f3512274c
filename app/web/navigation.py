"""The header's links, as data; a role sees the ones whose address it may open."""

from functools import cache
from typing import NamedTuple

from babel import Locale
from flask import request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from app.policy import GRANTS, ROUTES, VISITOR, Role
from app.web.guard import viewer


class Link(NamedTuple):
    address: str
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
    # support
    ("support.list_services", _("Support")),
    ("organisations.list_organisations", _("Organisations")),
    ("admin.show_admin", _("Administration")),
)


def links() -> list[Link]:
    """What the header shows to whoever is asking; nothing to a visitor."""
    asking = viewer()
    if asking == VISITOR:
        return []
    menu = _menu(asking.role, get_locale(), request.script_root)
    current = _current(menu)
    return [Link(address, label, endpoint in current) for endpoint, address, label in menu]


@cache
def _menu(role: Role, _locale: Locale | None, _root: str) -> tuple[tuple[str, str, str], ...]:
    """A role's entries as endpoint, address and label: the same for all who have the role."""
    held = GRANTS[role]
    return tuple(
        (endpoint, url_for(endpoint), str(label))
        for endpoint, label in ENTRIES
        if ROUTES[endpoint] in held
    )


def _current(menu: tuple[tuple[str, str, str], ...]) -> list[str]:
    """The one entry of the page's own domain, else those with the same start of the address.

    A plan lies below a client's address: it is her plan in her menu, a client in the staff's.
    """
    own = [one for one, _address, _label in menu if one.partition(".")[0] == request.blueprint]
    if len(own) == 1:
        return own
    here = _first_part(request.path)
    return [one for one, address, _label in menu if _first_part(address) == here]


def _first_part(address: str) -> str:
    """`slots` of `/slots/7`: one domain may serve several parts of the menu."""
    return address.lstrip("/").partition("/")[0]
