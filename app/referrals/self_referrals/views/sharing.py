"""A client's code for a friend, on her own page."""

import uuid

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.referrals.self_referrals import sharing
from app.referrals.self_referrals.queries import share_code
from app.referrals.self_referrals.views.address import blueprint
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.links import address_of
from app.web.once import once
from app.web.rendering import render


@blueprint.get("/clients/<reference>/share-code")
def show_share_code(reference: str) -> Response:
    client = clients.client(viewer(), reference)
    found = share_code(client)
    return render(
        "self_referrals/share_code.html", "self_referrals/_share_code.html", client=client,
        share=found, key=uuid.uuid4().hex,
        address=address_of(f"/refer-yourself?from={found.code}") if found else "",
    )  # fmt: skip


@blueprint.post("/clients/<reference>/share-code")
def make_share_code(reference: str) -> Response:
    def make() -> str:
        sharing.make_share_code(viewer(), clients.client(viewer(), reference))
        return url_for("self_referrals.show_share_code", reference=reference)

    return once(BaseForm(), make)


@blueprint.post("/clients/<reference>/share-code/show-name")
def show_name(reference: str) -> Response:
    return _set_named(reference, is_named=True)


@blueprint.post("/clients/<reference>/share-code/hide-name")
def hide_name(reference: str) -> Response:
    return _set_named(reference, is_named=False)


def _set_named(reference: str, *, is_named: bool) -> Response:
    sharing.set_named(viewer(), clients.client(viewer(), reference), is_named=is_named)
    return redirect(url_for("self_referrals.show_share_code", reference=reference), code=303)
