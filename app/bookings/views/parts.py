"""What the pages of slots, bookings and mentors share."""

from flask import make_response
from werkzeug.wrappers import Response

from app.bookings.guests import Guest
from app.bookings.queries import goes_on
from app.web import panels
from app.web.guard import viewer


def calendar_response(content: bytes, filename: str) -> Response:
    """A calendar file that the browser keeps or hands to the calendar."""
    response = make_response(content)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def panels_of(guest: Guest) -> list[panels.Panel]:
    """What other domains tell the viewer about a guest who is coming, or came."""
    if not goes_on(guest.booking):
        return []
    return panels.for_viewer(panels.BOOKING, viewer(), guest.groups)
