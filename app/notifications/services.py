"""Puts messages into the outbox; nothing leaves the building before the commit."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale
from peewee import Query

from app import clock
from app.notifications.models import Message
from app.prepared import new_row, prepared


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
        subject = _written(f"emails/{template}/subject.txt", context)
        body = _written(f"emails/{template}/body.txt", context)
    _insert().run(
        message_key=f"{key}:{recipient.address}"[:120],
        template=template,
        to_address=recipient.address,
        to_account_id=recipient.account_id,
        locale=recipient.locale,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        created_at=clock.now(),
    )


def _written(template: str, context: dict[str, Any]) -> str:
    """The template's text; a mail knows nothing of the page during which it is written."""
    return current_app.jinja_env.get_template(template).render(context)


@prepared
def _insert() -> Query:
    return new_row(
        Message, "message_key", "template", "to_address", "to_account_id",
        "locale", "subject", "body", "created_at",
    ).on_conflict_ignore()  # fmt: skip
