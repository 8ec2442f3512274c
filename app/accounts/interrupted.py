"""What somebody had typed when their session ended: sealed into the sign-in page, and given back.

Nothing of it is stored: the page itself carries it, signed, for the person whose session it was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request, session
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from app import clock
from app.accounts import sessions
from app.errors import NotFound
from app.web import sealing

LIFE = timedelta(hours=1)
PURPOSE = "interrupted form"
LONGEST = 200_000  # characters, more than any form of ours takes


@dataclass(frozen=True)
class Interrupted:
    """A form that was sent too late: where to, and its fields in order."""

    address: str
    fields: tuple[tuple[str, str], ...]


def sealed() -> str | None:
    """The form of this request as a text for the sign-in page.

    None when it is not a form of ours that was drawn for the session that ended: a stranger's
    page must not be able to put words into somebody's mouth.
    """
    account_id = sessions.owner_of(session.get("_user_id", ""))
    if request.method != "POST" or account_id is None:
        return None
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return None
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
    ]
    sent_at = clock.now().isoformat()
    content = [sent_at, account_id, request.full_path.rstrip("?"), fields]
    text = sealing.sealed(PURPOSE, content)
    return text if len(text) <= LONGEST else None


def opened(text: str, *, account_id: int) -> Interrupted | None:
    """What `sealed` kept, for the person who typed it and for nobody else, and for an hour."""
    try:
        sent_at, owner, address, fields = sealing.unsealed(PURPOSE, text)
    except NotFound:
        return None
    if owner != account_id or clock.now() - datetime.fromisoformat(sent_at) > LIFE:
        return None
    return Interrupted(address, tuple((name, value) for name, value in fields))
