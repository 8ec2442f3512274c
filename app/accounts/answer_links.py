"""Links by which organisations without an account read and answer, whatever they are about.

The secret is random, kept as a hash alone, and lives for 14 days. Opening a link changes nothing,
so that a mail scanner uses nothing up. One that is wrong and one that is over look the same.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import request
from peewee import Expression, Model
from werkzeug.wrappers import Response

from app import clock
from app.accounts import throttle
from app.accounts.sessions import token_hash
from app.db import atomic
from app.errors import NotFound
from app.organisations.models import Organisation
from app.policy import Role, Viewer
from app.web.rendering import render

OVER = "errors/link_over.html"
LIFE = timedelta(days=14)
WRONG = "link"
Found = TypeVar("Found")


def new_link(model: type[Model], **owner: Any) -> str:
    """A new row of links about `owner`; returns the secret, which is in no table."""
    token = secrets.token_urlsafe(32)
    model.create(token_hash=token_hash(token), expires_at=ends_at(), **owner)
    return token


def sender(organisation: Organisation) -> Viewer:
    """The organisation, answering without an account."""
    return Viewer(
        account_id=None,
        role=Role.PARTNER,
        organisation_id=organisation.id,
        name=organisation.name,
    )


def ends_at() -> datetime:
    """When a link that is made or used now is over."""
    return clock.now() + LIFE


def is_living(model: Any, token: str) -> Expression:
    """The condition of the row whose secret this is, while it lives."""
    return (model.token_hash == token_hash(token)) & (model.expires_at > clock.now())


def opened(
    token: str, find: Callable[[str], Found], /, *, page: str = OVER, **context: Any
) -> Found | Response:
    """What a link is about, else the page of a link that is wrong or over.

    Guessing is slowed down by the sender's address, apart from passwords. A living link opens
    whatever others there have guessed, and reading counts as no try: a secret of 32 bytes is not
    found by reading.
    """
    try:
        return find(token)
    except NotFound:
        sender = f"{WRONG} {request.remote_addr or ''}"
        if throttle.is_blocked(token, sender):
            return render(page, status=429, **context)
        if request.method == "POST":
            with atomic():
                throttle.note_failure(token, sender)
        return render(page, status=404, **context)
