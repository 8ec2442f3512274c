"""Bookings: making one, the lists, the confirmation, cancelling, attendance."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.bookings import calendars, queries, refusals, services
from app.bookings.blueprint import blueprint
from app.bookings.forms import AttendanceForm, BookingForm
from app.bookings.guests import Guest, guests_of
from app.bookings.models import Booking, BookingStatus
from app.bookings.views.parts import calendar_response, panels_of
from app.bookings.views.slots import slot_page
from app.clients import queries as clients
from app.clients.models import Client
from app.clients.services import note_read, note_reads
from app.errors import NotFound
from app.policy import Role
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.post("/slots/<int:slot_id>/bookings")
def book_slot(slot_id: int) -> Response:
    slot = queries.slot(viewer(), slot_id)
    form = BookingForm(None if viewer().role is Role.CLIENT else [])
    client = _client(form) if form.validate() else None
    if client is None:
        return slot_page(slot, error=gettext("Choose who the place is for."), status=422)
    found = client

    def act() -> str:
        booking = services.book_slot(viewer(), slot, client=found)
        return url_for("bookings.show_booking", booking_id=booking.id)

    try:
        services.look(viewer(), slot, client=client)
        return once(form, act)
    except refusals.Refused as refusal:
        return slot_page(queries.slot(viewer(), slot_id), refusal=refusal, status=409)


def _client(form: BookingForm) -> Client | None:
    """The client the form is about, or None when it names nobody in the viewer's reach."""
    if "client" not in form:
        own = clients.reachable(viewer()).first()
        if own is None:
            raise NotFound("client")
        return own
    try:
        return clients.client(viewer(), form.client.data)
    except NotFound:
        return None


@blueprint.get("/bookings")
def list_bookings() -> Response:
    return _list("bookings/bookings.html", "bookings/_booking_list.html", None)


@blueprint.get("/clients/<reference>/bookings")
def list_client_bookings(reference: str) -> Response:
    client = clients.client(viewer(), reference)
    return _list("bookings/client_bookings.html", "bookings/_client_bookings.html", client)


def _list(page: str, fragment: str, client: Client | None) -> Response:
    past = request.args.get("when") == "earlier"
    is_searched = client is None and viewer().role is not Role.CLIENT
    search = request.args.get("search", "") if is_searched else ""
    rows = queries.bookings(
        viewer(), client=client, past=past, search=search, cursor=request.args.get("after")
    )
    note_reads(viewer(), [client.id] if client else [row.client_id for row in rows.rows])
    return render(
        page,
        fragment,
        page=rows,
        guests=guests_of(viewer(), rows.rows),
        past=past,
        client=client,
        is_searched=is_searched,
        search=search,
        role=viewer().role,
    )


@blueprint.get("/bookings/<int:booking_id>")
def show_booking(booking_id: int) -> Response:
    return _booking_page(queries.booking(viewer(), booking_id))


def _booking_page(
    booking: Booking, *, refusal: refusals.Refused | None = None, status: int = 200
) -> Response:
    guest = _guest(booking)
    return render(
        "bookings/booking.html",
        booking=booking,
        slot=booking.slot,
        guest=guest,
        panels=panels_of(guest),
        is_booked=booking.status == BookingStatus.BOOKED,
        is_ahead=services.is_ahead(booking.slot),
        can_note=viewer().role in (Role.MENTOR, Role.STAFF) and services.can_note(booking),
        role=viewer().role,
        refusal=refusal,
        status=status,
    )


def _guest(booking: Booking) -> Guest:
    """Who is coming; showing it is kept in the audit trail."""
    note_read(viewer(), booking.client_id)
    [guest] = guests_of(viewer(), [booking])
    return guest


@blueprint.get("/bookings/<int:booking_id>.ics")
def download_booking(booking_id: int) -> Response:
    booking = queries.booking(viewer(), booking_id)
    return calendar_response(calendars.booking_file(booking), f"booking-{booking.id}.ics")


@blueprint.get("/bookings/<int:booking_id>/cancel")
def ask_cancel_booking(booking_id: int) -> Response:
    booking = queries.booking(viewer(), booking_id)
    guest = _guest(booking)
    return render("bookings/cancel_booking.html", booking=booking, guest=guest, form=BaseForm(),
                  role=viewer().role)  # fmt: skip


@blueprint.post("/bookings/<int:booking_id>/cancel")
def cancel_booking(booking_id: int) -> Response:
    booking = queries.booking(viewer(), booking_id)

    def act() -> str:
        services.cancel_booking(viewer(), booking)
        tell(gettext("The booking is cancelled. The place is free again."))
        if viewer().role is Role.MENTOR:  # a mentor no longer reaches a cancelled booking
            return url_for("bookings.show_slot", slot_id=booking.slot_id)
        return url_for("bookings.show_booking", booking_id=booking_id)

    try:
        return once(BaseForm(), act)
    except refusals.Refused as refusal:
        booking = queries.booking(viewer(), booking_id)
        return _booking_page(booking, refusal=refusal, status=409)


@blueprint.get("/bookings/<int:booking_id>/attendance")
def ask_attendance(booking_id: int) -> Response:
    booking = queries.booking(viewer(), booking_id)
    noted = {BookingStatus.ATTENDED: "yes", BookingStatus.DID_NOT_ATTEND: "no"}
    came = noted.get(BookingStatus(booking.status))
    return _attendance_page(
        booking, AttendanceForm(data={"came": came, "feedback": booking.feedback})
    )


@blueprint.post("/bookings/<int:booking_id>/attendance")
def note_attendance(booking_id: int) -> Response:
    booking = queries.booking(viewer(), booking_id)
    form = AttendanceForm()
    if not form.validate():
        return _attendance_page(booking, form, 422)

    def act() -> str:
        services.record_attendance(
            viewer(), booking, came=form.came.data == "yes", feedback=form.feedback.data or ""
        )
        tell(gettext("Thank you. It is noted."))
        return url_for("bookings.show_slot", slot_id=booking.slot_id)

    try:
        return once(form, act)
    except refusals.Refused as refusal:
        booking = queries.booking(viewer(), booking_id)
        return _booking_page(booking, refusal=refusal, status=409)


def _attendance_page(booking: Booking, form: AttendanceForm, status: int = 200) -> Response:
    guest = _guest(booking)
    return render(
        "bookings/attendance.html", booking=booking, guest=guest, form=form, status=status
    )
