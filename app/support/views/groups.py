"""Groups that clients join: the list, one group, joining and leaving."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.clients import queries as clients
from app.clients.listing import ListedClient
from app.clients.listing import clients as listed_clients
from app.clients.models import Client
from app.clients.services import note_reads
from app.errors import Forbidden, NotFound
from app.policy import Role
from app.support import group_queries, groups, presenters
from app.support.blueprint import blueprint
from app.support.group_forms import GroupForm, JoinForm, NoticeForm
from app.support.group_queries import Member
from app.support.models import GroupKind, GroupMember, SupportGroup
from app.web.clashes import Both, both
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import Page
from app.web.rendering import render, tell
from app.web.seen import Clash

USUAL_NOTICE = timedelta(days=7)


@blueprint.get("/support/groups")
def list_groups() -> Response:
    kind = request.args.get("kind", "")
    page = group_queries.groups(
        viewer(),
        kind=GroupKind(kind) if kind in set(GroupKind) else None,
        cursor=request.args.get("after"),
    )
    own = group_queries.parts_of(viewer().client_id) if viewer().client_id else []
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
    return _join(reference, groups.join_group)


@blueprint.post("/support/groups/<reference>/wait")
def wait_for_group(reference: str) -> Response:
    """Wait for a place; one that is free by now is taken."""
    return _join(reference, groups.wait_for_place)


def _join(reference: str, verb: Callable[..., GroupMember]) -> Response:
    group = group_queries.group(viewer(), reference)
    form = JoinForm(None if viewer().role is Role.CLIENT else [])
    if not form.validate():
        return _page(group, typed=form, status=422)
    client = _client(form)
    if client is None:
        return _page(group, error=gettext("Choose who joins."), status=422)
    joining = client

    def act() -> str:
        member = verb(viewer(), group, client=joining)
        tell(
            gettext("Noted as waiting.") if member.waiting_since else gettext("The place is taken.")
        )
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

    def act() -> str:
        member = group_queries.member(viewer(), group, number)
        groups.leave_group(viewer(), member)
        if member.waiting_since is not None:
            tell(gettext("Not waiting any more."))
        elif group_queries.group(viewer(), reference).members < group.members:
            tell(gettext("The place is free again."))
        else:
            tell(gettext("The place has gone to whoever waited the longest."))
        return _address(group)

    return once(BaseForm(), act)


@blueprint.get("/support/groups/<reference>/edit")
def show_edit_group(reference: str) -> Response:
    group = _organised(reference)
    form = GroupForm(formdata=None)
    form.begin(group)
    return _edit_page(group, form)


@blueprint.post("/support/groups/<reference>/edit")
def change_group(reference: str) -> Response:
    group = _organised(reference)
    form = GroupForm()
    if not form.validate():
        return _edit_page(group, form, status=422)

    def act() -> str:
        groups.change_group(viewer(), group, seen=form.seen.data or "", **form.details())
        tell(gettext("The group is changed. Tell its members if they should know."))
        return _address(group)

    try:
        return once(form, act)
    except groups.TooSmall as small:
        told = gettext("%(num)d people are in the group. Enter at least that.", num=small.members)
        form.capacity.errors = [told]
        return _edit_page(group, form, status=422)
    except Clash as clash:
        present = GroupForm(formdata=None)
        present.begin(group_queries.group(viewer(), reference))
        form.seen.data = present.seen.data
        form.keep(clash.kept)
        return _edit_page(group, form, status=409, clash=both(form, present.given()))


def _edit_page(
    group: SupportGroup, form: GroupForm, status: int = 200, clash: Both | None = None
) -> Response:
    return render("support/edit_group.html", group=group, form=form, status=status, clash=clash)


@blueprint.get("/support/groups/<reference>/tell")
def show_notice(reference: str) -> Response:
    group = _organised(reference)
    form = NoticeForm(data={"until": clock.today() + USUAL_NOTICE})
    return render("support/tell_group.html", group=group, form=form)


@blueprint.post("/support/groups/<reference>/tell")
def tell_group(reference: str) -> Response:
    group = _organised(reference)
    form = NoticeForm()
    if not form.validate() or form.until.data is None:
        return render("support/tell_group.html", group=group, form=form, status=422)
    until = form.until.data

    def act() -> str:
        groups.tell_group(viewer(), group, words=form.words.data, until=until)
        tell(gettext("Everybody who reads mail is told. It stands on the group's page."))
        return _address(group)

    try:
        return once(form, act)
    except groups.GroupOver:
        return _page(group, error=gettext("The group has ended."), status=409)


def _organised(reference: str) -> SupportGroup:
    """The group, when the viewer organises it; it is there for others to see."""
    group = group_queries.group(viewer(), reference)
    if not group_queries.organises(viewer(), group):
        raise Forbidden("group")
    return group


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


def _to_join(search: str) -> Page[ListedClient] | None:
    """The clients to choose from; staff reach too many to list unasked, a client is not asked."""
    if viewer().role is Role.CLIENT:
        return None
    if viewer().role not in (Role.STAFF, Role.PARTNER) or (
        viewer().role is Role.STAFF and not search
    ):
        return Page((), None)
    return listed_clients(viewer(), search=search)


def _not_in(found: Page[ListedClient], members: Sequence[Member]) -> list[ListedClient]:
    known = {one.client.id for one in members if one.client}
    return [row for row in found.rows if row.id not in known]


def _address(group: SupportGroup) -> str:
    return url_for("support.show_group", reference=group.reference)


def _page(
    group: SupportGroup, *, error: str = "", typed: JoinForm | None = None, status: int = 200
) -> Response:
    search = request.args.get("search", "")
    members = group_queries.members_of(viewer(), group)
    if viewer().role is not Role.CLIENT:
        note_reads(viewer(), [one.client.id for one in members if one.client])
    found = _to_join(search)
    form = JoinForm(_not_in(found, members) if found else None, formdata=None)
    if typed is not None and form.client and typed.client:
        form.client.data, form.client.errors = typed.client.data, typed.client.errors
        form.agrees.data, form.agrees.errors = typed.agrees.data, typed.agrees.errors
    if error:
        form.form_errors.append(error)
    return render(
        "support/group.html",
        "support/_who_may_join.html",
        group=group,
        members=members,
        organises=group_queries.organises(viewer(), group),
        own=group_queries.membership(group, viewer().client_id),
        how_many_wait=group_queries.how_many_wait(group),
        notice=group.notice if group.notice_until and group.notice_until >= clock.today() else "",
        form=form,
        found=found,
        search=search,
        role=viewer().role,
        show=presenters,
        key=BaseForm().form_key.data,
        status=status,
    )
