"""Reading referrals: the list, and the page of one with what may be done next."""

import uuid
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from app.accounts.batch_text import whose_names
from app.accounts.coordinators import coordinators
from app.accounts.saved_lists import address, first_address, saved_lists
from app.clients import queries as clients
from app.clients.models import ContactRoute
from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.clients.sounding import may_sound
from app.policy import Role, Viewer
from app.referrals import histories, queries, sections, services
from app.referrals.blueprint import blueprint
from app.referrals.decision_forms import DecisionForm
from app.referrals.following import ended_for, is_followed
from app.referrals.listing import referrals
from app.referrals.models import FirstMeeting, Referral
from app.referrals.narrowing import Show
from app.referrals.self_referrals.models import HeardFrom
from app.referrals.self_referrals.presenters import HEARD_FROM
from app.referrals.self_referrals.queries import origin
from app.referrals.sight import hidden_groups, hidden_of_meeting
from app.referrals.standing import list_choices, with_standing
from app.referrals.summaries import TITLES, Line, meeting_lines, summary
from app.referrals.transitions import OPEN, RULE, Move, State
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.rendering import render, wants_fragment


@blueprint.get("/referrals")
def list_referrals() -> Response:
    asking = viewer()
    saved = [] if wants_fragment() else saved_lists(asking, "referrals")
    if not request.args and (narrower := first_address(saved)):
        return redirect(narrower)
    first = Show.WAITING if asking.role is Role.STAFF else Show.ALL
    search = request.args.get("search", "")
    show = request.args.get("show") or (Show.ALL if search else first)
    is_staff = asking.role is Role.STAFF
    whose = request.args.get("whose", "") if is_staff else ""
    alike = request.args.get("alike", "")
    page = referrals(
        asking, show=show, search=search, whose=whose, alike=bool(alike) or None,
        cursor=request.args.get("after"),
    )  # fmt: skip
    kept = {"search": search, "show": show, "whose": whose, "alike": "1" if page.is_alike else ""}
    return render(
        "referrals/list.html",
        "referrals/_referral_list.html",
        page=page,
        rows=with_standing(asking, page.rows),
        choices=list_choices(asking),
        saved=saved,
        saved_address=address,
        show=show,
        search=search,
        whose=whose,
        alike=alike,
        may_sound=may_sound(search) and not page.is_alike,
        narrowed={name: value for name, value in kept.items() if value},
        whose_choices=whose_names(),
        is_staff=is_staff,
        coordinators=coordinators(asking) if is_staff else {},
        pick_key=uuid.uuid4().hex,
        viewer_id=asking.account_id,
        picks=is_staff,
    )


@blueprint.get("/referrals/<reference>")
def show_referral(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    services.note_reading(viewer(), referral)
    if referral.state == State.DRAFT:
        return _show_draft(referral)
    asking = viewer()
    until = ended_for(asking, [referral]).get(referral.id)
    meeting = None if until else queries.planned_meetings([referral]).get(referral.id)
    actions = [] if until else histories.actions(asking, referral, meeting)
    is_staff = asking.role is Role.STAFF
    moves = queries.history(referral, until=until)
    answering = Move.GIVE_INFORMATION in {action.move for action in actions}
    return render(
        "referrals/show.html",
        referral=referral,
        standing=with_standing(asking, [referral])[0][1],
        summary=[] if until else summary(referral, hidden=hidden_groups(asking, referral)),
        is_over=until is not None,
        meeting=meeting,
        meeting_lines=_arranged(asking, referral, meeting),
        history=histories.history(asking, moves),
        question=next(
            (row.text_for_referrer for row in moves if row.move == Move.ASK_INFORMATION), ""
        ),
        actions=actions,
        button_form=BaseForm(),
        answer_form=answer_form(referral) if answering and asking.role is Role.PARTNER else None,
        is_staff=is_staff,
        may_assign=is_staff and referral.state in OPEN,
        coordinators=coordinators(asking) if is_staff else {},
        client=clients.known(asking, referral.client_id),
        **_origin(referral),
        **_follows(referral, is_staff=is_staff, has_left=until is not None),
    )


def _arranged(asking: Viewer, referral: Referral, meeting: FirstMeeting | None) -> list[Line]:
    if meeting is None:
        return []
    return meeting_lines(meeting, hidden=hidden_of_meeting(asking, referral, meeting))


def _follows(referral: Referral, *, is_staff: bool, has_left: bool) -> dict[str, Any]:
    """Who of the organisation follows it; nothing where there is none, or it reads no more."""
    if referral.organisation is None or (has_left and not is_staff):
        return {"follows": ""}
    if referral.client is not None and not is_followed(referral):
        return {"follows": "ended"}
    return {"follows": "now", "followers": histories.who_follows(referral, referral.organisation)}


def _origin(referral: Referral) -> dict[str, Any]:
    """How somebody who referred herself came to us, in words; nothing for other referrals."""
    found = origin(referral)
    if found is None:
        return {"origin": None}
    heard = found.own.heard_from
    return {
        "origin": found,
        "heard": str(HEARD_FROM[HeardFrom(heard)]) if heard else "",
        "route": str(CONTACT_ROUTE_NAMES[ContactRoute(referral.contact_route)]),
    }


def answer_form(referral: Referral) -> DecisionForm:
    """The box for answering a question, as it stands on the referral's own page."""
    form = DecisionForm(formdata=None)
    form.fit(RULE[Move.GIVE_INFORMATION])
    form.begin(referral, Move.GIVE_INFORMATION)
    return form


def _show_draft(referral: Referral) -> Response:
    tasks = [
        (section, TITLES[section], sections.is_complete(section, referral),
         sections.is_touched(section, referral))
        for section in sections.Section
    ]  # fmt: skip
    return render(
        "referrals/draft.html",
        referral=referral,
        tasks=tasks,
        more=sections.Section.MORE,
        gap=sections.next_section(referral),
    )
