"""One `render` for a page and its live fragment: same address, same view, same context."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, flash, make_response, render_template, request
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader

from app import policy
from app.web import fields, filters, locales, navigation
from app.web.guard import viewer


def wants_fragment() -> bool:
    """htmx asks for a part of the page; boosted and history requests want the whole."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(
    page: str, fragment: str | None = None, /, *, status: int = 200, **context: Any
) -> Response:
    """The fragment for an htmx request, else the page that includes it."""
    template = fragment if fragment is not None and wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    if fragment is not None:
        response.headers["Vary"] = "HX-Request"
    return response


def tell(message: str) -> None:
    """A sentence shown once on the next page, after something has been done."""
    flash(message, "success")


def asset(filename: str) -> str:
    """A static file's address with its content's hash, so that browsers may keep it."""
    return _address(current_app.static_url_path or "", current_app.static_folder or "", filename)


@cache
def _address(base: str, folder: str, filename: str) -> str:
    # Not url_for: the error pages need addresses even when the request's host was refused.
    digest = hashlib.sha256((Path(folder) / filename).read_bytes()).hexdigest()[:10]
    return f"{base}/{filename}?v={digest}"


def may_reach(endpoint: str) -> bool:
    """For templates: whether a link to the endpoint would be let in."""
    return policy.may_reach(viewer(), endpoint)


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = ChainableUndefined  # the NHS macros read options that nobody passed
    own = app.jinja_loader
    assert own is not None
    env.loader = ChoiceLoader([own, PackageLoader("nhsuk_frontend_jinja")])
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.globals.update(
        asset=asset,
        current_user=current_user,
        field=fields.field,
        error_summary=fields.error_summary,
        may_reach=may_reach,
        navigation=navigation.links,
        languages=locales.offered,
        language_name=locales.own_name,
        language_tag=locales.tag,
        same_page_in=locales.same_page_in,
        this_page_in=locales.this_page_in,
    )
    filters.init_app(app)

    @app.context_processor
    def who_and_where() -> dict[str, Any]:
        code = str(get_locale() or "en")
        return {
            "lang": locales.tag(code),
            "direction": locales.direction(code),
            "is_reviewed": locales.is_reviewed(code),
        }
