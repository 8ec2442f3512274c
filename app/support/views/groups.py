"""Groups that clients join: the list, one group, joining and leaving."""

from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.clients.listing import ListedClient
from app.clients.listing import clients as listed_clients
from app.clients.models import Client
from app.clients.services import note_reads
from app.errors import NotFound
from app.policy import Role
from app.support import group_queries, groups, presenters
from app.support.blueprint import blueprint
from app.support.group_forms import GroupForm, JoinForm
from app.support.models import GroupKind, SupportGroup
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/support/groups")
def list_groups() -> Response:
    kind = request.args.get("kind", "")
    page = group_queries.groups(
        viewer(),
        kind=GroupKind(kind) if kind in set(GroupKind) else None,
        cursor=request.args.get("after"),
    )
    own = group_queries.groups_of(viewer().client_id) if viewer().client_id else []
    return render(
        "support/groups.html", "support/_group_list.html",
        page=page, kind=kind, own=own, show=presenters,
    )  # fmt: skip


@blueprint.get("/support/groups/new")
def show_new_group() -> Response:
    return render("support/new_group.html", form=GroupForm())


@blueprint.post("/support/groups/new")
def make_group() -> Response:
    form = GroupForm()
    if not form.validate():
        return render("support/new_group.html", form=form, status=422)

    def act() -> str:
        group = groups.make_group(viewer(), **form.details())
        tell(gettext("The group is listed. People can join it now."))
        return _address(group)

    return once(form, act)


@blueprint.get("/support/groups/<reference>")
def show_group(reference: str) -> Response:
    return _page(group_queries.group(viewer(), reference))


@blueprint.post("/support/groups/<reference>/join")
def join_group(reference: str) -> Response:
    group = group_queries.group(viewer(), reference)
    form = JoinForm(None if viewer().role is Role.CLIENT else [])
    client = _client(form) if form.validate() else None
    if client is None:
        return _page(group, error=gettext("Choose who joins."), status=422)
    joining = client

    def act() -> str:
        groups.join_group(viewer(), group, client=joining)
        tell(gettext("The place is taken."))
        return _address(group)

    try:
        return once(form, act)
    except groups.GroupFull:
        told = gettext("The group is full. Look again later, or choose another group.")
    except groups.GroupOver:
        told = gettext("The group has ended.")
    except groups.AlreadyIn:
        told = gettext("This person is in the group already.")
    return _page(group_queries.group(viewer(), reference), error=told, status=409)


@blueprint.post("/support/groups/<reference>/members/<int:number>/leave")
def leave_group(reference: str, number: int) -> Response:
    group = group_queries.group(viewer(), reference)
    member = group_queries.member(viewer(), group, number)

    def act() -> str:
        groups.leave_group(viewer(), member)
        tell(gettext("The place is free again."))
        return _address(group)

    return once(BaseForm(), act)


@blueprint.post("/support/groups/<reference>/end")
def end_group(reference: str) -> Response:
    group = group_queries.group(viewer(), reference)

    def act() -> str:
        groups.end_group(viewer(), group)
        tell(gettext("The group has ended. Nobody can join it any more."))
        return _address(group)

    return once(BaseForm(), act)


def _client(form: JoinForm) -> Client | None:
    """Whom the form is about, or None when it names nobody in the viewer's reach."""
    if "client" not in form:
        return clients.known(viewer(), viewer().client_id)
    try:
        return clients.client(viewer(), form.client.data)
    except NotFound:
        return None


def _to_join(search: str) -> Sequence[ListedClient] | None:
    """The clients to choose from; staff reach too many to list unasked, a client is not asked."""
    if viewer().role is Role.CLIENT:
        return None
    if viewer().role not in (Role.STAFF, Role.PARTNER) or (
        viewer().role is Role.STAFF and not search
    ):
        return ()
    return listed_clients(viewer(), search=search).rows


def _address(group: SupportGroup) -> str:
    return url_for("support.show_group", reference=group.reference)


def _page(group: SupportGroup, *, error: str = "", status: int = 200) -> Response:
    search = request.args.get("search", "")
    members = group_queries.members_of(viewer(), group)
    if viewer().role is not Role.CLIENT:
        note_reads(viewer(), [one.client.id for one in members if one.client])
    form = JoinForm(_to_join(search), formdata=None)
    if error:
        form.form_errors.append(error)
    return render(
        "support/group.html",
        group=group,
        members=members,
        organises=group_queries.organises(viewer(), group),
        own=group_queries.membership(group, viewer().client_id),
        form=form,
        search=search,
        role=viewer().role,
        show=presenters,
        key=BaseForm().form_key.data,
        status=status,
    )
