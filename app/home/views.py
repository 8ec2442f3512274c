"""The home page of each role: what do I do now?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
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
from app.clients.keeping import first_ending, remove_by
from app.clients.listing import clients as clients_list
from app.clients.services import note_reads
from app.home.awaiting import awaited
from app.opportunities import candidature_queries as candidatures
from app.opportunities import queries as opportunities
from app.opportunities.plan_queries import stale_workforce_plans
from app.pathways import queries as pathways
from app.pathways.presenters import Sight, lines
from app.policy import Role, Viewer
from app.referrals import queries as referrals
from app.referrals.own import own_referral
from app.referrals.standing import with_standing
from app.support.group_queries import parts_of
from app.support.listing import Show, how_many, how_many_questions
from app.web.guard import viewer
from app.web.pagination import Page
from app.web.rendering import render

blueprint = Blueprint("home", __name__, url_prefix="/home")
NEXT_SLOTS = 5
# What clients say to offers, and what referrers say to questions.
ANSWERS: dict[str, Callable[..., Page[Any]]] = {
    "offers": candidatures.answered_since,
    "referrals": referrals.answered_since,
}
FEW, SHORT = 5, 8  # rows of a section; each has a page of its own that shows all


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
        expiring=expiring_english(asking, whose=whose, size=SHORT),
        overdue=pathways.overdue_plans(asking, whose=whose, size=SHORT),
        answers={
            name: asked(asking, _lately(), whose=whose, size=SHORT)
            for name, asked in ANSWERS.items()
        },
        stale_plans=stale_workforce_plans(asking),
        stale_clients=stale_count(asking, whose=whose),
        ending=_first_to_remove(asking),
        most_counted=MOST_COUNTED,
        late_support=how_many(asking, show=Show.LATE),
        unsure=opportunities.unsure_count(asking),
    )


def _first_to_remove(asking: Viewer) -> date | None:
    """By when the first record is to be removed that is not to be kept any more."""
    client = first_ending(asking)
    return remove_by(client) if client else None


def _whose(asking: Viewer) -> str:
    """Mine or everybody's, as was asked; unasked, mine as soon as anything is."""
    wanted = request.args.get("whose")
    if wanted is not None:
        return Whose.MINE if wanted == Whose.MINE else Whose.EVERYBODY
    is_any = referrals.coordinates_any(asking) or clients.coordinates_any(asking)
    return Whose.MINE if is_any else Whose.EVERYBODY


def _lately() -> datetime:
    """Yesterday morning: answers are news since then."""
    yesterday = clock.today() - timedelta(days=1)
    return clock.begin_of(yesterday)


@blueprint.get("/overdue-steps")
def list_overdue_steps() -> Response:
    whose, cursor = _whose(viewer()), request.args.get("after")
    steps = pathways.overdue_plans(viewer(), whose=whose, cursor=cursor)
    return render("home/overdue_steps.html", whose=whose, overdue=steps)


@blueprint.get("/expiring-english")
def list_expiring_english() -> Response:
    whose, cursor = _whose(viewer()), request.args.get("after")
    results = expiring_english(viewer(), whose=whose, cursor=cursor)
    return render("home/expiring_english.html", whose=whose, expiring=results)


@blueprint.get("/answers")
def list_answers() -> Response:
    """Each kind of answer goes on by itself: a page after the first is of one kind."""
    whose, kind = _whose(viewer()), request.args.get("kind", "")
    wanted = {kind: ANSWERS[kind]} if kind in ANSWERS else ANSWERS
    cursor = request.args.get("after") if kind in ANSWERS else None
    answers = {
        name: asked(viewer(), _lately(), whose=whose, cursor=cursor)
        for name, asked in wanted.items()
    }
    return render("home/answers.html", whose=whose, answers=answers)


def _partner(asking: Viewer) -> Response:
    mine = referrals.my_referrals(asking)
    above = {referral.client_id for referral in mine}
    below = [client for client in clients_list(asking).rows if client.id not in above]
    return render(
        "home/partner.html",
        viewer=asking,
        referrals=with_standing(asking, mine),
        bookings=bookings.my_bookings(asking),
        awaited=awaited(asking, below[:FEW]),
        support=how_many(asking),
        late_support=how_many(asking, show=Show.LATE),
        questions=how_many_questions(asking),
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
    if own.closed_at:
        return render(
            "home/ending.html",
            client=own,
            is_own=True,
            remove_by=remove_by(own),
            trust=own.programme.trust,
        )
    plan = pathways.plan_of(own)
    steps = pathways.steps_of(plan) if plan else []
    return render(
        "home/client.html",
        viewer=asking,
        client=own,
        plan=plan,
        next_steps=lines(pathways.next_three(steps), Sight()),
        bookings=bookings.my_bookings(asking),
        offers=candidatures.offers_for(asking),
        stale=stale_of(own),
        support=how_many(asking),
        questions=how_many_questions(asking),
        referral=own_referral(asking, own),
        groups=parts_of(own.id),
    )


def _other(asking: Viewer) -> Response:
    return render("home/home.html", viewer=asking)
