"""The visitor's pages, each under its language's address, and the health page."""

import json

from flask import Blueprint, Response, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from app.db import database
from app.web.locales import COOKIE
from app.web.rendering import render

blueprint = Blueprint("public", __name__)
A_YEAR = 365 * 24 * 60 * 60


@blueprint.get("/", defaults={"lang": ""})
@blueprint.get("/<language:lang>/")
def show_start() -> Answer:
    """The start page; without a language in the address, in the browser's."""
    language = g.language or None
    if language is None and current_user.is_authenticated:
        return redirect(url_for("home.show_home"))
    response = render("public/start.html")
    if language:
        response.set_cookie(
            COOKIE,
            language,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
    return response


@blueprint.get("/healthz")
def show_health() -> Answer:
    """For machines: 200 with `ok` when the database answers, else the 503 page."""
    database.execute_sql("SELECT 1")
    return Response(json.dumps({"status": "ok"}), mimetype="application/json")
