"""What is old of a client: asked of her, answered by her or by staff, and the list of all."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import fact_text, freshness, queries, services
from app.clients.blueprint import blueprint
from app.clients.fact_forms import ConfirmForm
from app.clients.fact_models import Confirmed, Topic
from app.clients.models import Client
from app.clients.said_differently import said
from app.errors import NotFound
from app.policy import Role
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/stale")
def list_stale() -> Response:
    whose, cursor = request.args.get("whose", ""), request.args.get("after")
    page = freshness.stale_clients(viewer(), whose=whose, cursor=cursor)
    return render(
        "clients/stale.html",
        page=page,
        whose=whose,
        said={client_id for client_id, _topic in said(row.client.id for row in page.rows)},
        text=fact_text,
    )


@blueprint.get("/<reference>/confirm")
def show_confirm(reference: str) -> Response:
    return _page(queries.client(viewer(), reference))


@blueprint.post("/<reference>/confirm/<topic>")
def confirm(reference: str, topic: str) -> Response:
    client = queries.client(viewer(), reference)
    if topic not in set(Topic):
        raise NotFound(topic)
    form = ConfirmForm(prefix=topic, is_own=_is_own())
    if not form.validate():
        return _page(client, form, status=422)
    if form.seen.data != freshness.mark_of(client, Topic(topic)):
        tell(gettext("This has changed since you opened the page. Look at it again."))
    else:
        how = Confirmed.ONLINE if _is_own() else Confirmed(form.how.data)
        freshness.confirm(viewer(), client, Topic(topic), how=how)
        tell(gettext("Thank you. It is noted."))
    return redirect(url_for("clients.show_confirm", reference=reference), code=303)


def _is_own() -> bool:
    return viewer().role is Role.CLIENT


def _page(client: Client, answered: ConfirmForm | None = None, status: int = 200) -> Response:
    services.note_read(viewer(), client.id)
    standings = freshness.standings(client)
    forms = {one.rule.topic: _form(client, one.rule.topic, answered) for one in standings}
    return render(
        "clients/confirm.html",
        status=status,
        client=client,
        standings=standings,
        forms=forms,
        said={topic: notes for (_id, topic), notes in said([client.id]).items()},
        topic_lines=fact_text.topic_lines,
        text=fact_text,
        is_own=_is_own(),
        **({} if answered is None else {"form": answered}),
    )


def _form(client: Client, topic: Topic, answered: ConfirmForm | None) -> ConfirmForm:
    """The form of a topic, filled from what the page shows, or the one that was answered."""
    if answered is not None and answered.topic == topic:
        return answered
    seen = {"seen": freshness.mark_of(client, topic)}
    return ConfirmForm(formdata=None, prefix=topic, is_own=_is_own(), data=seen)
