"""Slots: the list, one slot with who is coming, offering and cancelling."""

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.bookings import calendars, presenters, queries, recurrence, refusals, services
from app.bookings.blueprint import blueprint
from app.bookings.forms import BookingForm, SlotForm
from app.bookings.listing import HOSTS, slots
from app.bookings.models import Mentor, Slot, SlotKind
from app.bookings.views.parts import calendar_response, panels_of
from app.clients.listing import ListedClient, clients
from app.clients.reference_names import professions
from app.clients.services import note_reads
from app.policy import Role
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import Page
from app.web.rendering import render, tell

MOST_MENTORS = 500


@blueprint.get("/slots")
def list_slots() -> Response:
    kind, profession = request.args.get("kind", ""), request.args.get("profession", "")
    past = request.args.get("when") == "earlier"
    page = slots(
        viewer(),
        kind=SlotKind(kind) if kind in set(SlotKind) else None,
        profession=profession,
        past=past,
        cursor=request.args.get("after"),
    )
    return render(
        "bookings/slots.html",
        "bookings/_slot_list.html",
        page=page,
        kinds=presenters.KIND_NAMES,
        professions=professions(),
        kind=kind,
        profession=profession,
        past=past,
        is_host=viewer().role in HOSTS,
        is_mentor=viewer().role is Role.MENTOR,
    )


@blueprint.get("/slots/<int:slot_id>")
def show_slot(slot_id: int) -> Response:
    return slot_page(queries.slot(viewer(), slot_id))


def slot_page(
    slot: Slot,
    *,
    error: str | None = None,
    refusal: refusals.Refused | None = None,
    status: int = 200,
) -> FlaskResponse:
    """A slot as the viewer sees it: hosts who is coming, others how to book."""
    who = viewer()
    search = request.args.get("search", "")
    page = _to_book_for(search)
    found = None if page is None else page.rows
    guests = queries.guests(who, slot)
    note_reads(who, [guest.booking.client_id for guest in guests])
    form = BookingForm(found, formdata=None)
    if error and found:
        form.client.errors = [error]
    elif error:
        form.form_errors.append(error)
    return render(
        "bookings/slot.html",
        "bookings/_who_found.html",
        slot=slot,
        guests=guests,
        panels={guest.booking.id: panels_of(guest) for guest in guests},
        is_free=services.is_free(slot),
        is_ahead=services.is_ahead(slot),
        form=form,
        found=page,
        search=search,
        refusal=refusal,
        role=who.role,
        is_host=who.role in HOSTS,
        status=status,
    )


def _to_book_for(search: str) -> Page[ListedClient] | None:
    """The clients to choose from; staff reach too many to list unasked, a client is not asked."""
    who = viewer()
    if who.role not in (Role.STAFF, Role.PARTNER):
        return None
    if who.role is Role.STAFF and not search:
        return Page((), None)
    return clients(who, search=search)


@blueprint.get("/slots/<int:slot_id>.ics")
def download_slot(slot_id: int) -> Response:
    slot = queries.slot(viewer(), slot_id)
    return calendar_response(calendars.slot_file(slot), f"slot-{slot.id}.ics")


@blueprint.get("/slots/new")
def show_new_slot() -> Response:
    mentor = queries.own_mentor(viewer())
    if viewer().role is Role.MENTOR and mentor is None:
        return redirect(url_for("bookings.show_details"))
    return render("bookings/new_slot.html", form=_form(mentor), hints=presenters.KIND_HINTS)


@blueprint.post("/slots/new")
def offer_slot() -> Response:
    mentor = queries.own_mentor(viewer())
    if viewer().role is Role.MENTOR and mentor is None:
        return redirect(url_for("bookings.show_details"))
    form = _form(mentor)
    if not form.validate():
        return _form_page(form, 422)
    host = mentor or queries.mentor(viewer(), form.mentor.data)
    try:
        return once(form, lambda: _offer(form, host))
    except recurrence.TimeRefused as error:
        is_series = isinstance(error, recurrence.TooManyTimes)
        refused = form.until_on if is_series else form.local_start
        refused.errors = [presenters.time_refusal(error)]
        return _form_page(form, 422)
    except refusals.HostBusy as error:
        form.local_start.errors = [str(error)]
        return _form_page(form, 409)


def _form(mentor: Mentor | None) -> SlotForm:
    if viewer().role is Role.MENTOR:
        return SlotForm(None, data={"place": mentor.place if mentor else ""})
    return SlotForm(queries.mentors(viewer(), size=MOST_MENTORS).rows)


def _form_page(form: SlotForm, status: int) -> Response:
    hints = presenters.KIND_HINTS
    return render("bookings/new_slot.html", form=form, hints=hints, status=status)


def _offer(form: SlotForm, host: Mentor) -> str:
    offer = form.offer()
    if not offer.rrule:
        slot = services.offer_slot(viewer(), host, offer=offer)
        tell(gettext("The slot is offered. People can book it now."))
        return url_for("bookings.show_slot", slot_id=slot.id)
    made = services.offer_series(viewer(), host, offer=offer)
    tell(ngettext("%(num)d slot is offered.", "%(num)d slots are offered.", len(made)))
    return url_for("bookings.list_slots")


@blueprint.get("/slots/<int:slot_id>/cancel")
def ask_cancel_slot(slot_id: int) -> Response:
    slot = queries.slot(viewer(), slot_id)
    return render("bookings/cancel_slot.html", slot=slot, form=BaseForm())


@blueprint.post("/slots/<int:slot_id>/cancel")
def cancel_slot(slot_id: int) -> Response:
    slot = queries.slot(viewer(), slot_id)

    def act() -> str:
        services.cancel_slot(viewer(), slot)
        tell(gettext("The slot is cancelled. Everyone who was booked has been told."))
        return url_for("bookings.show_slot", slot_id=slot_id)

    try:
        return once(BaseForm(), act)
    except refusals.Refused as refusal:
        return slot_page(queries.slot(viewer(), slot_id), refusal=refusal, status=409)
