"""When a client's record ends, the places that she has booked ahead are given back."""

from contextlib import suppress

from app import clock
from app.bookings.models import LIVE, Booking
from app.bookings.refusals import HasBegun, NotBooked
from app.bookings.services import cancel_booking
from app.clients.keeping import stops
from app.clients.models import Client
from app.policy import Viewer


@stops
def give_places_back(actor: Viewer, client: Client) -> None:
    ahead = Booking.select().where(
        Booking.client == client, Booking.status.in_(LIVE), Booking.starts_at > clock.now()
    )
    for booking in ahead.order_by(Booking.slot):
        with suppress(HasBegun, NotBooked):  # somebody was faster
            cancel_booking(actor, booking)
