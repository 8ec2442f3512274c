"""The panels of a page about a record: each is a domain's own address under its own permission.

The page knows only their names; without JavaScript each is a plain link.
"""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from app.policy import ROUTES, Viewer


@dataclass(frozen=True)
class Panel:
    """An endpoint that takes the record's `reference`, and the panel's heading."""

    endpoint: str
    title: LazyString


CLIENT: tuple[Panel, ...] = (
    # clients
    # pathways
    # opportunities
    # bookings
    # referrals
)
ORGANISATION = (Panel("accounts.list_people", lazy_gettext("People")),)


def for_viewer(panels: tuple[Panel, ...], viewer: Viewer) -> list[Panel]:
    """The panels that the viewer's role may open, in the order of the page."""
    return [panel for panel in panels if viewer.may(ROUTES[panel.endpoint])]
