"""Claiming one's page with the code, and signing in at once."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts import passwords, sessions
from app.accounts.services import TooManyTries
from app.errors import Conflict
from app.referrals.self_referrals import claiming
from app.referrals.self_referrals.forms import ClaimForm
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.views.address import form, mine, page, to_return
from app.web.rendering import render, tell


@page("/claim")
def show_claim() -> Response:
    found = mine()
    if found is None:
        return to_return()
    if not claiming.may_claim(found):
        return redirect(url_for("self_referrals.show_mine"))
    return _page(found, ClaimForm())


@form("/claim")
def claim() -> Response:
    """Open her account and sign her in; sent twice, the second finds the code used up."""
    found = mine()
    if found is None:
        return to_return()
    asked = ClaimForm()
    if not claiming.may_claim(found):
        raise Conflict(gettext("This page cannot be opened now. Go back and look again."))
    name = (asked.email.data or "").lower() or claiming.user_name(found)
    if not asked.validate():
        return _page(found, asked, status=422)
    if problem := passwords.problem_with(asked.password.data, email=name):
        asked.password.errors = [problem]
        return _page(found, asked, status=422)
    try:
        account = claiming.claim(
            found, proof=asked.proof.data, email=asked.email.data or "",
            password=asked.password.data, address=request.remote_addr or "",
        )  # fmt: skip
    except TooManyTries:
        asked.proof.errors = [gettext("Too many tries. Wait 15 minutes, then try again.")]
        return _page(found, asked, status=429)
    except claiming.WrongProof:
        asked.proof.errors = [gettext("That is not what we know. Check it and try again.")]
        return _page(found, asked, status=422)
    except claiming.AddressTaken:
        asked.email.errors = [gettext("This address cannot be used here. Leave it empty.")]
        return _page(found, asked, status=422)
    sessions.start(account)
    tell(gettext("Your page is open. Next time sign in with %(name)s.", name=account.email))
    if "@" in account.email:
        tell(gettext("Open the mail that we have sent there, and confirm that it is yours."))
    return redirect(url_for("home.show_home"), code=303)


def _page(found: SelfReferral, asked: ClaimForm, status: int = 200) -> Response:
    return render(
        "self_referrals/claim.html", form=asked, status=status,
        user_name=claiming.user_name(found),
    )  # fmt: skip
