"""What can go wrong, as facts, and the page each of them shows; none needs the database."""

import logging
import traceback
from collections.abc import Sequence

from flask import Flask, Response, make_response, redirect, render_template, request
from flask_babel import force_locale, gettext
from flask_wtf.csrf import CSRFError
from peewee import InterfaceError, InternalError, OperationalError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.web.locales import locale_of_request

log = logging.getLogger(__name__)
MOST_REPEATED = 200_000  # characters, more than any form of ours takes


class NotFound(Exception):
    """There is no such thing within the viewer's reach."""


class Moved(NotFound):
    """The record goes on under another reference, which the viewer may see."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(old)
        self.old, self.new = old, new


class Forbidden(Exception):
    """The viewer sees it, but may not do this to it."""


class Conflict(Exception):
    """What was asked no longer fits the present state; the message is for the person."""


class TooMany(Exception):
    """Too much was sent from one address in a short time; the message is for the person."""


def _words(status: int) -> tuple[str, str]:
    table = {
        400: (
            gettext("We could not read that"),
            gettext("Something in the address or the form was wrong. Go back and try again."),
        ),
        403: (
            gettext("You cannot open this page"),
            gettext("Your account is not for this page. If you think it should be, ask the staff."),
        ),
        404: (
            gettext("Page not found"),
            gettext("If you typed the address, check that it is right. The page may have moved."),
        ),
        405: (
            gettext("This address works differently"),
            gettext("Go back to the page you came from and use its button."),
        ),
        409: (
            gettext("Something has changed"),
            gettext("Somebody else changed this before you. Go back and look again."),
        ),
        413: (
            gettext("The file is too large"),
            gettext("Choose a file of at most 10 megabytes."),
        ),
        422: (
            gettext("We could not use what you sent"),
            gettext("Go back, check your answers and send them again."),
        ),
        429: (
            gettext("Please wait a little"),
            gettext("Many forms were sent from here in a short time. Try again in 15 minutes."),
        ),
        500: (
            gettext("Sorry, there is a problem"),
            gettext("The fault is ours. Nothing was half saved. Try again in a few minutes."),
        ),
        503: (
            gettext("Pathways is not available now"),
            gettext("Nothing was saved now. Try again in a minute."),
        ),
    }
    return table.get(status, table[500])


def error_page(
    status: int, message: str | None = None, *, typed: Sequence[tuple[str, str]] = ()
) -> Response:
    """The page for a status, in the visitor's language, without database or user.

    What was `typed` into the form of the request can be sent again from it.
    """
    with force_locale(locale_of_request()):
        title, text = _words(status)
        body = render_template(
            "errors/page.html", title=title, text=message or text, typed=typed,
            has_file=bool(typed and request.files), again=request.full_path.rstrip("?"),
        )  # fmt: skip
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _typed() -> list[tuple[str, str]]:
    """The fields of this request's form, its token among them, so that no other can be sent with.

    Nothing of a form with a password, which no page repeats; a file must be chosen again.
    """
    try:
        fields = list(request.form.items(multi=True)) if request.method == "POST" else []
    except HTTPException:  # too large, or broken off
        return []
    if "password" in request.form or sum(len(value) for _, value in fields) > MOST_REPEATED:
        return []
    return fields


def _moved(error: Moved) -> BaseResponse:
    """A page goes on at the new address; what was to be changed is left for a second look."""
    if request.method in ("GET", "HEAD"):
        address = request.full_path.removesuffix("?")
        return redirect(address.replace(error.old, error.new, 1))
    told = gettext(
        "This record is now part of %(reference)s. Open that one and try again.",
        reference=error.new,
    )
    return error_page(409, told)


def _too_many(error: TooMany) -> Response:
    """Nothing was done; what was typed can be sent again later."""
    response = error_page(429, str(error) or None, typed=_typed())
    response.headers["Retry-After"] = "900"
    return response


def init_app(app: Flask) -> None:
    """Give each kind of failure its page."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code is not None and error.code < 400 and error.response is not None:
            return error.response  # type: ignore[return-value]
        response = error_page(error.code or 500)
        if error.code == 405 and getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
        return response

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> Response:
        return error_page(404)

    app.register_error_handler(Moved, _moved)
    app.register_error_handler(TooMany, _too_many)

    @app.errorhandler(Forbidden)
    def forbidden(_error: Forbidden) -> Response:
        return error_page(403)

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> Response:
        return error_page(409, str(error) or None)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        return error_page(
            400, gettext("This page was open too long. Go back, reload the page and try again.")
        )

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(InternalError)  # PostgreSQL says so that it only reads
    @app.errorhandler(MaxConnectionsExceeded)
    def database_away(error: Exception) -> Response:
        log.error("database away at %s: %s", request.endpoint, type(error).__name__)
        response = error_page(503, typed=_typed())
        response.headers["Retry-After"] = "30"
        return response

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        # Not the error's own words: they may quote what was typed, or PostgreSQL a whole row.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("fault at %s: %s\n%s", request.endpoint, type(error).__name__, where)
        return error_page(500)
