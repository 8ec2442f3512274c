"""The panels of a page about a record: each is a domain's own address under its own permission.

The page knows only their names; without JavaScript each is a plain link.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from app.policy import ROUTES, Viewer


@dataclass(frozen=True)
class Panel:
    """An endpoint that takes the record's `reference`, and the panel's heading.

    `group` names the group of facts (the field table's) that the viewer must see of the record.
    """

    endpoint: str
    title: LazyString
    group: str | None = None


CLIENT: tuple[Panel, ...] = (
    # clients
    Panel("clients.show_english", lazy_gettext("English"), "english"),
    # pathways
    Panel("pathways.show_plan", lazy_gettext("Pathway plan"), "plan"),
    # opportunities
    Panel("matches.show_client_matches", lazy_gettext("What fits"), "match_state"),
    # bookings
    Panel("bookings.list_client_bookings", lazy_gettext("Bookings"), "bookings"),
    # referrals
    Panel("referrals.show_client_referrals", lazy_gettext("Referrals")),
    Panel("clients.show_timeline", lazy_gettext("Progress log"), "notes"),
)
ORGANISATION = (
    Panel("accounts.list_people", lazy_gettext("People")),
    Panel("referrals.show_organisation_referrals", lazy_gettext("Referrals")),
)
# Panels of an opportunity take its `number`.
OPPORTUNITY: tuple[Panel, ...] = (
    Panel("matches.show_opportunity_matches", lazy_gettext("Who fits")),
)


def for_viewer(
    panels: tuple[Panel, ...], viewer: Viewer, groups: Collection[str] = ()
) -> list[Panel]:
    """The panels that the viewer may open of this record, in the order of the page."""
    return [
        panel
        for panel in panels
        if viewer.may(ROUTES[panel.endpoint]) and (panel.group is None or panel.group in groups)
    ]
