"""What the pages of slots, bookings and mentors share."""

from flask import make_response
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.reference import reference


def professions() -> dict[str, str]:
    """The titles of professions by key, to filter by."""
    return {one.key: gettext(one.title) for one in reference().professions}


def calendar_response(content: bytes, filename: str) -> Response:
    """A calendar file that the browser keeps or hands to the calendar."""
    response = make_response(content)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
