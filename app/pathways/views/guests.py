"""What a mentor reads of the plan of somebody who is booked with them."""

from werkzeug.wrappers import Response

from app.clients.services import note_read
from app.pathways import queries
from app.pathways.blueprint import blueprint
from app.pathways.glance import glance
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("/bookings/<int:booking_id>/next-steps")
def show_guest_steps(booking_id: int) -> Response:
    """The guest's goal and next steps; the fragment is the panel on the booking's page."""
    booking = queries.sharing_guest(viewer(), booking_id)
    note_read(viewer(), booking.client_id)
    return render(
        "pathways/guest_steps.html",
        "pathways/_guest_steps.html",
        booking=booking,
        glance=glance(booking.client),
    )
