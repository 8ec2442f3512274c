"""The list of clients, with search as you type."""

from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from app.accounts.batch_text import whose_names
from app.accounts.coordinators import coordinators
from app.accounts.saved_lists import LISTS, address, first_address, saved_lists
from app.clients import listing, presenters, reference_names
from app.clients.blueprint import blueprint
from app.clients.sounding import may_sound
from app.policy import Permission
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.rendering import render, wants_fragment


@blueprint.get("")
def list_clients() -> Response:
    saved = [] if wants_fragment() else saved_lists(viewer(), "clients")
    if not request.args and (first := first_address(saved)):
        return redirect(first)
    search = request.args.get("search", "")
    profession = request.args.get("profession", "")
    stage = request.args.get("stage", "")
    whose = request.args.get("whose", "")
    is_staff = viewer().may(Permission.CLIENT_ASSIGN)
    # The boxes would double what every key typed into the search costs.
    is_assigning = is_staff and request.args.get("show") == "coordinators"
    alike = request.args.get("alike", "")
    page = listing.client_list(
        viewer(),
        search=search,
        profession=profession,
        stage=stage,
        whose=whose if is_staff else "",
        alike=bool(alike) or None,
        cursor=request.args.get("after"),
    )
    narrowed = {
        name: value for name in LISTS["clients"].parameters if (value := request.args.get(name))
    }
    return render(
        "clients/list.html",
        "clients/_client_list.html",
        page=page,
        profession_names=reference_names.professions(),
        stage_names=presenters.stages(),
        search=search,
        profession=profession,
        stage=stage,
        whose=whose,
        is_staff=is_staff,
        is_assigning=is_assigning,
        whose_choices=whose_names,
        saved=saved,
        alike=alike,
        may_sound=may_sound(search) and not page.is_alike,
        narrowed=narrowed | {"alike": "1"} if page.is_alike else narrowed,
        saved_address=address,
        **_assigning() if is_assigning else {},
    )


def _assigning() -> dict[str, Any]:
    """What the list needs beside, to give those who are ticked to a coordinator."""
    return {
        "coordinators": coordinators(viewer()),
        "pick_form": BaseForm(),
        "viewer_id": viewer().account_id,
    }
