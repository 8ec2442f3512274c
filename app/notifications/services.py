"""Puts messages into the outbox; nothing leaves the building before the commit."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale

from app import clock
from app.notifications.models import Message


@dataclass(frozen=True)
class Recipient:
    address: str
    locale: str = "en"
    account_id: int | None = None


def put_in_outbox(template: str, recipient: Recipient, *, key: str, **context: Any) -> None:
    """Write the mail `templates/emails/<template>/` for the recipient, in their language.

    `key` names the fact that is told; the same key and recipient are written once. Subjects are
    neutral, on one line, and hold no names.
    """
    with force_locale(recipient.locale):
        subject = render_template(f"emails/{template}/subject.txt", **context)
        body = render_template(f"emails/{template}/body.txt", **context)
    Message.insert(
        message_key=f"{key}:{recipient.address}"[:120],
        template=template,
        to_address=recipient.address,
        to_account_id=recipient.account_id,
        locale=recipient.locale,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        created_at=clock.now(),
    ).on_conflict_ignore().execute()
