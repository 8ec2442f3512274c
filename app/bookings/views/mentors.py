"""Mentors: the list, one mentor with open slots, and a mentor's own details."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.queries import own_account
from app.bookings import queries, services
from app.bookings.blueprint import blueprint
from app.bookings.forms import MentorForm
from app.bookings.listing import slots
from app.clients.reference_names import professions
from app.organisations.queries import organisation, workplaces
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/mentors")
def list_mentors() -> Response:
    profession = request.args.get("profession", "")
    search = request.args.get("search", "")
    page = queries.mentors(
        viewer(), profession=profession, search=search, cursor=request.args.get("after")
    )
    return render(
        "bookings/mentors.html",
        "bookings/_mentor_list.html",
        page=page,
        professions=professions(),
        profession=profession,
        search=search,
    )


@blueprint.get("/mentors/<reference>")
def show_mentor(reference: str) -> Response:
    mentor = queries.mentor(viewer(), reference)
    page = slots(viewer(), host=mentor, cursor=request.args.get("after"))
    return render("bookings/mentor.html", mentor=mentor, page=page)


@blueprint.get("/mentors/details")
def show_details() -> Response:
    account = own_account(viewer())
    mentor = queries.own_mentor(viewer())
    workplace = mentor.workplace if mentor else account.organisation
    form = MentorForm(workplaces(viewer()), obj=mentor)
    form.workplace.data = workplace.reference if workplace else ""
    return _details_page(form)


@blueprint.post("/mentors/details")
def save_details() -> Response:
    form = MentorForm(workplaces(viewer()))
    if not form.validate():
        return _details_page(form, 422)

    def act() -> str:
        chosen = form.workplace.data
        services.save_mentor(
            viewer(),
            own_account(viewer()),
            profession=form.profession.data,
            specialty=form.specialty.data or "",
            workplace=organisation(viewer(), chosen) if chosen else None,
            place=form.place.data or "",
            about=form.about.data or "",
            languages=form.languages.data or (),
        )
        tell(gettext("Your details are saved."))
        return url_for("bookings.list_slots")

    return once(form, act)


def _details_page(form: MentorForm, status: int = 200) -> Response:
    is_new = queries.own_mentor(viewer()) is None
    return render("bookings/details.html", form=form, is_new=is_new, status=status)
