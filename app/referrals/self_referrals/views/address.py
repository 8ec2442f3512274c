"""Addresses of a self-referral's pages, in every language, and the code a browser came with."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, session, url_for
from werkzeug.wrappers import Response

from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.queries import by_code, is_used_up

blueprint = Blueprint("self_referrals", __name__)
CODE = "self_referral"
View = Callable[..., Response]


def page(path: str = "", **options: Any) -> Callable[[View], View]:
    """Serve a view at `/refer-yourself...` and at `/<lang>/refer-yourself...`."""

    def serve(view: View) -> View:
        for rule, defaults in (("", {"lang": ""}), ("/<language:lang>", {})):
            blueprint.add_url_rule(
                f"{rule}/refer-yourself{path}", None, view, defaults=defaults, **options
            )
        return view

    return serve


def form(path: str) -> Callable[[View], View]:
    """The same for what a form is sent to."""
    return page(path, methods=["POST"])


def code() -> str:
    """The code that this browser was given or that was entered in it; empty without one."""
    return str(session.get(CODE, ""))


def mine() -> SelfReferral | None:
    """The self-referral that this browser's code opens."""
    return by_code(code()) if code() else None


def remember(own_code: str) -> None:
    """Let this browser open the self-referral until it is closed."""
    session[CODE] = own_code


def forget() -> None:
    session.pop(CODE, None)


def to_return() -> Response:
    """Where somebody without a code is sent; whose code is used up signs in, if she has not."""
    if code() and is_used_up(code()):
        return redirect(url_for("accounts.show_sign_in"), code=303)
    return redirect(url_for("self_referrals.show_return"), code=303)
