"""The one door: every request is refused unless the policy table grants it."""

from flask import Flask, Response, request
from flask_login import current_user

from app.errors import error_page
from app.policy import ROUTES, VISITOR, Permission, Viewer


class UnlistedEndpoints(RuntimeError):
    """Addresses without a line in the policy table; the app does not start with them."""


class SignInNeeded(Exception):
    """Nobody is signed in; the accounts say what is done about it."""


def viewer() -> Viewer:
    """Who is asking in this request."""
    if not current_user.is_authenticated:
        return VISITOR
    return current_user.viewer


def init_app(app: Flask) -> None:
    """Deny by default, before any view runs."""

    @app.before_request
    def refuse_unreadable() -> Response | None:
        # PostgreSQL keeps no NUL in text, so a look-up with one would fail and not find nothing.
        if "\0" in request.path or b"%00" in request.query_string:
            return error_page(400)
        return None

    @app.before_request
    def admit() -> Response | None:
        rule = request.url_rule
        if rule is None:  # no such address: the error page says so
            return None
        needed = ROUTES[rule.endpoint]
        if needed is Permission.ANYONE:
            return None
        asking = viewer()
        if asking.may(needed):
            return None
        if asking == VISITOR:
            raise SignInNeeded
        # An address that names a record must not say whether the record exists.
        return error_page(404 if rule.arguments else 403)


def check_table(app: Flask) -> None:
    """Stop the start when an endpoint has no line in the table, or a line no endpoint."""
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    missing = sorted(known - ROUTES.keys())
    stale = sorted(ROUTES.keys() - known)
    if missing:
        raise UnlistedEndpoints(f"app/policy.py has no line for: {', '.join(missing)}")
    if stale:
        raise UnlistedEndpoints(f"app/policy.py names what does not exist: {', '.join(stale)}")
