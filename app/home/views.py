"""The home page of each role: what do I do now?"""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.bookings import queries as bookings
from app.bookings.listing import slots
from app.clients import queries as clients
from app.clients.expiry import expiring_english
from app.clients.freshness import MOST_COUNTED, stale_count, stale_of
from app.clients.services import note_reads
from app.opportunities import queries as opportunities
from app.opportunities.candidature_queries import offers_for
from app.opportunities.plan_queries import stale_workforce_plans
from app.pathways import queries as pathways
from app.pathways.presenters import lines
from app.policy import Role, Viewer
from app.referrals import queries as referrals
from app.referrals.standing import with_standing
from app.support.queries import how_many_open
from app.web.guard import viewer
from app.web.rendering import render

blueprint = Blueprint("home", __name__, url_prefix="/home")
NEXT_SLOTS = 5


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
    waiting = referrals.waiting_by_age(asking, limit=8)
    return render(
        "home/staff.html",
        viewer=asking,
        waiting=with_standing(asking, waiting),
        meetings=referrals.todays_meetings(asking),
        bookings=bookings.todays_bookings(asking),
        expiring=expiring_english(asking),
        overdue=pathways.overdue_plans(asking, limit=8),
        stale_plans=stale_workforce_plans(asking),
        stale_clients=stale_count(asking),
        most_counted=MOST_COUNTED,
        unsure=opportunities.unsure_count(asking),
    )


def _partner(asking: Viewer) -> Response:
    mine = referrals.my_referrals(asking)
    return render(
        "home/partner.html",
        viewer=asking,
        referrals=with_standing(asking, mine),
        bookings=bookings.my_bookings(asking),
        support=how_many_open(asking),
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
        next_steps=lines(pathways.next_three(steps), shows_evidence=False),
        bookings=bookings.my_bookings(asking),
        offers=offers_for(asking),
        stale=stale_of(own),
        support=how_many_open(asking),
    )


def _other(asking: Viewer) -> Response:
    return render("home/home.html", viewer=asking)
