"""Changing a client's facts, a section at a time."""

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import change_text, changes, queries, sections, services
from app.clients.blueprint import blueprint
from app.clients.models import Client
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/<reference>/edit")
def show_sections(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    return render("clients/sections.html", client=client, sections=sections.open_to(viewer()))


@blueprint.get("/<reference>/edit/<section>")
def show_section(reference: str, section: str) -> Response:
    client = queries.client(viewer(), reference)
    services.note_read(viewer(), client.id)
    chosen = sections.section(viewer(), section)
    values = changes.values_of(client, chosen.form.columns())
    form = chosen.form(formdata=None, data={**values, "version": client.version})
    return _page(client, section, form)


@blueprint.post("/<reference>/edit/<section>")
def save_section(reference: str, section: str) -> Response:
    client = queries.client(viewer(), reference)
    form = sections.section(viewer(), section).form()
    if not form.validate():
        return _page(client, section, form, status=422)
    try:
        changes.change_client(
            viewer(), client, version=form.version_number, answers=form.answers
        )  # fmt: skip
    except changes.Clash as clash:
        form.keep(clash.current, clash.version)
        return _page(client, section, form, status=409, clash=clash)
    tell(gettext("The changes are saved."))
    return redirect(url_for("clients.show_client", reference=reference), code=303)


def _page(client: Client, section: str, form: Any, status: int = 200, **more: Any) -> Response:
    return render(
        "clients/edit.html",
        status=status,
        client=client,
        section=section,
        title=sections.SECTIONS[section].title,
        form=form,
        text=change_text,
        **more,
    )
