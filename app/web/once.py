"""Sending the same form twice does the thing once and gives the same answer."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from flask import redirect, session
from peewee import IntegrityError, Query
from werkzeug.wrappers import Response

from app import clock
from app.db import atomic
from app.errors import Conflict
from app.prepared import given, new_row, prepared
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.models import LONGEST_LOCATION, Submission

KEPT_FOR = timedelta(days=90)  # longer than anybody is signed in, or a draft is kept


def once(form: BaseForm, action: Callable[[], str]) -> Response:
    """Run `action` in one transaction with the form's key and go where it says.

    `action` returns the address of the next page. A second submission of the same form waits for
    the first, does nothing, and is taken to the same page; of an address too long to keep, to its
    path. Errors undo both.
    """
    sender = _sender()
    key = (form.form_key.data or "")[:64]
    try:
        with atomic():
            _begin().run(form_key=key, account_id=sender, created_at=clock.now())
            location = action()
            kept = location if len(location) <= LONGEST_LOCATION else urlsplit(location).path
            _answer().run(form_key=key, location=kept)
    except IntegrityError as error:
        earlier = Submission.get_or_none(
            Submission.form_key == key, Submission.account_id == sender
        )
        if earlier is None:
            if Submission.select().where(Submission.form_key == key).exists():
                # Somebody else's form, or one without a key: its answer is not this sender's.
                raise Conflict from error
            raise
        location = earlier.location or "/"
    return redirect(location, code=303)


def forget_old_forms() -> int:
    """Forget the forms that were acted on so long ago that none is open any more; how many."""
    old = Submission.created_at < clock.now() - KEPT_FOR
    return int(Submission.delete().where(old).execute())


def _sender() -> str:
    """The account, else the browser: a stranger must not learn where somebody's link has led."""
    account_id = viewer().account_id
    if account_id is not None:
        return str(account_id)
    mark = hashlib.sha256(str(session.get("csrf_token", "")).encode()).hexdigest()
    return f"browser {mark[:12]}"


@prepared
def _begin() -> Query:
    return new_row(Submission, "form_key", "account_id", "created_at")


@prepared
def _answer() -> Query:
    return Submission.update(location=given("location")).where(
        Submission.form_key == given("form_key")
    )
