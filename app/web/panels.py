"""The panels of a page about a record: each is a domain's own address under its own permission.

The page knows only their names; without JavaScript each is a plain link.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

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
    Panel("clients.show_english", _("English"), "english"),
    # pathways
    Panel("pathways.show_plan", _("Pathway plan"), "plan"),
    # opportunities
    Panel("matches.show_client_matches", _("What fits"), "match_state"),
    # bookings
    Panel("bookings.list_client_bookings", _("Bookings"), "bookings"),
    # support
    Panel("support.show_client_needs", _("Needs and support")),
    # referrals
    Panel("referrals.show_own_referral", _("Your referral")),
    Panel("referrals.show_client_referrals", _("Referrals")),
    Panel("timeline.show_timeline", _("What happened"), "notes"),
    Panel("self_referrals.show_share_code", _("Tell a friend")),
)
# Panels of a client's page of who sees what: consents that a domain keeps with what they are for.
CONSENT = (Panel("support.show_shares", _("Shared for one request")),)
ORGANISATION = (
    Panel("accounts.list_people", _("People")),
    Panel("referrals.show_organisation_referrals", _("Referrals")),
)
# Panels of a booking are about who is coming, and take its `booking_id`.
BOOKING: tuple[Panel, ...] = (
    Panel("pathways.show_guest_steps", _("Goal and next steps"), "next_steps"),
)
# Panels of an opportunity take its `number`.
OPPORTUNITY: tuple[Panel, ...] = (Panel("matches.show_opportunity_matches", _("Who fits")),)


def for_viewer(
    panels: tuple[Panel, ...], viewer: Viewer, groups: Collection[str] = ()
) -> list[Panel]:
    """The panels that the viewer may open of this record, in the order of the page."""
    return [
        panel
        for panel in panels
        if viewer.may(ROUTES[panel.endpoint]) and (panel.group is None or panel.group in groups)
    ]
