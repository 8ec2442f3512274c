"""The home page of each role: what do I do now?"""

from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.coordinators import Whose
from app.bookings import queries as bookings
from app.bookings.listing import slots
from app.clients import queries as clients
from app.clients.expiry import expiring_english
from app.clients.freshness import MOST_COUNTED, stale_count, stale_of
from app.clients.listing import clients as clients_list
from app.clients.services import note_reads
from app.home.awaiting import awaited
from app.opportunities import queries as opportunities
from app.opportunities.candidature_queries import answered_since as offers_answered_since
from app.opportunities.candidature_queries import offers_for
from app.opportunities.plan_queries import stale_workforce_plans
from app.pathways import queries as pathways
from app.pathways.presenters import Sight, lines
from app.policy import Role, Viewer
from app.referrals import queries as referrals
from app.referrals.standing import with_standing
from app.support.queries import how_many_open
from app.web.guard import viewer
from app.web.rendering import render

blueprint = Blueprint("home", __name__, url_prefix="/home")
NEXT_SLOTS = 5
FEW, SHORT, LONG = 5, 8, 100  # rows of a section at home, and of its own page


@blueprint.get("")
def show_home() -> Response:
    asking = viewer()
    page = {
        Role.STAFF: _staff,
        Role.PARTNER: _partner,
        Role.MENTOR: _mentor,
        Role.CLIENT: _client,
    }.get(asking.role, _other)
    return page(asking)


def _staff(asking: Viewer) -> Response:
    whose = _whose(asking)
    waiting = referrals.waiting_by_age(asking, whose=whose, limit=SHORT)
    return render(
        "home/staff.html",
        viewer=asking,
        whose=whose,
        waiting=with_standing(asking, waiting),
        meetings=referrals.todays_meetings(asking, whose=whose),
        bookings=bookings.todays_bookings(asking, whose=whose),
        expiring=expiring_english(asking, whose=whose, limit=SHORT),
        overdue=pathways.overdue_plans(asking, whose=whose, limit=SHORT),
        **_answers(asking, whose, SHORT),
        stale_plans=stale_workforce_plans(asking),
        stale_clients=stale_count(asking),
        most_counted=MOST_COUNTED,
        unsure=opportunities.unsure_count(asking),
    )


def _whose(asking: Viewer) -> str:
    """Mine or everybody's, as was asked; unasked, mine as soon as anything is."""
    wanted = request.args.get("whose")
    if wanted is not None:
        return Whose.MINE if wanted == Whose.MINE else Whose.EVERYBODY
    is_any = referrals.coordinates_any(asking) or clients.coordinates_any(asking)
    return Whose.MINE if is_any else Whose.EVERYBODY


def _answers(asking: Viewer, whose: str, limit: int) -> dict[str, Any]:
    """What clients and referrers have answered since yesterday morning."""
    yesterday = clock.today() - timedelta(days=1)
    since = clock.utc(datetime.combine(yesterday, time(), clock.LONDON))
    return {
        "offer_answers": offers_answered_since(asking, since, whose=whose, limit=limit),
        "referral_answers": referrals.answered_since(asking, since, whose=whose, limit=limit),
    }


@blueprint.get("/overdue-steps")
def list_overdue_steps() -> Response:
    whose = _whose(viewer())
    steps = pathways.overdue_plans(viewer(), whose=whose, limit=LONG)
    return render("home/overdue_steps.html", whose=whose, overdue=steps, most=LONG)


@blueprint.get("/expiring-english")
def list_expiring_english() -> Response:
    whose = _whose(viewer())
    results = expiring_english(viewer(), whose=whose, limit=LONG)
    return render("home/expiring_english.html", whose=whose, expiring=results, most=LONG)


@blueprint.get("/answers")
def list_answers() -> Response:
    whose = _whose(viewer())
    found = _answers(viewer(), whose, LONG)
    return render("home/answers.html", whose=whose, most=LONG, **found)


def _partner(asking: Viewer) -> Response:
    mine = referrals.my_referrals(asking)
    return render(
        "home/partner.html",
        viewer=asking,
        referrals=with_standing(asking, mine),
        bookings=bookings.my_bookings(asking),
        awaited=awaited(asking, clients_list(asking).rows[:FEW]),
        support=how_many_open(asking),
    )


@blueprint.get("/clients")
def list_awaited() -> Response:
    search = request.args.get("search", "")
    page = clients_list(viewer(), search=search, cursor=request.args.get("after"))
    return render(
        "home/awaited.html",
        "home/_awaited_list.html",
        page=page,
        awaited=awaited(viewer(), page.rows),
        search=search,
    )


def _mentor(asking: Viewer) -> Response:
    coming = bookings.coming(asking)
    note_reads(asking, [guest.booking.client_id for guest in coming])
    return render(
        "home/mentor.html",
        viewer=asking,
        coming=coming,
        slots=slots(asking).rows[:NEXT_SLOTS],
    )


def _client(asking: Viewer) -> Response:
    own = clients.client(asking, clients.own_reference(asking))
    plan = pathways.plan_of(own)
    steps = pathways.steps_of(plan) if plan else []
    return render(
        "home/client.html",
        viewer=asking,
        client=own,
        plan=plan,
        next_steps=lines(pathways.next_three(steps), Sight()),
        bookings=bookings.my_bookings(asking),
        offers=offers_for(asking),
        stale=stale_of(own),
        support=how_many_open(asking),
    )


def _other(asking: Viewer) -> Response:
    return render("home/home.html", viewer=asking)
