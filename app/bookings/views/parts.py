"""What the pages of slots, bookings and mentors share."""

from flask import make_response
from werkzeug.wrappers import Response


def calendar_response(content: bytes, filename: str) -> Response:
    """A calendar file that the browser keeps or hands to the calendar."""
    response = make_response(content)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
