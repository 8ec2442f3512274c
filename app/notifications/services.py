"""Puts messages into the outbox; nothing leaves the building before the commit."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import cache
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext
from peewee import Query

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict
from app.notifications import addresses
from app.notifications.kinds import BY_KEY, TO_ANYBODY
from app.notifications.models import Delivery, Message, MessageChoice, MessageStatus
from app.notifications.refused import try_again
from app.policy import Viewer
from app.prepared import new_row, prepared

LONGEST_KEY = 120


@dataclass(frozen=True)
class Recipient:
    address: str
    locale: str = "en"
    account_id: int | None = None
    client_id: int | None = None
    whose: str = ""  # the word for a reader who is neither (`organisation:3`)
    is_unconfirmed: bool = False  # nobody has said yet that the address is theirs

    @property
    def word(self) -> str:
        """By what the reader's address is looked up when the mail is sent (see readers)."""
        if self.whose or self.client_id:
            return self.whose or addresses.person("client", self.client_id)
        return addresses.person("account", self.account_id) if self.account_id else ""


def put_in_outbox(
    template: str, recipient: Recipient, *, key: str, calendar: str = "", **context: Any
) -> bool:
    """Write the mail `templates/emails/<template>/` for the recipient, in their language.

    `key` names the fact that is told; the same key and recipient are written once, and False
    says that it was written before. Subjects are neutral, on one line, and hold no names.
    `calendar` names entries that go along, such as `booking:17`. To an address that is not
    confirmed goes the question whether it is hers, once a week, and what is neutral; the rest
    waits for the answer.
    Nothing is written to a user name: who has no e-mail address is told by a person.
    """
    if "@" not in recipient.address:
        return False
    with force_locale(recipient.locale):
        subject = _written(f"emails/{template}/subject.txt", context)
        body = _written(f"emails/{template}/body.txt", context)
    now = clock.now()
    added = _insert().run(
        message_key=_kept_key(key, recipient),
        mail_id=f"<{secrets.token_hex(16)}@{_domain(current_app.config['MAIL_FROM'])}>",
        template=template,
        to_address=recipient.address,
        reader=recipient.word,
        client_id=recipient.client_id,
        locale=recipient.locale,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        calendar=calendar,
        is_held=recipient.is_unconfirmed and template not in TO_ANYBODY,
        created_at=now,
        next_try_at=now,
    )
    if added and recipient.is_unconfirmed:
        ask_to_confirm_address(recipient)
    return added > 0


def ask_to_confirm_address(
    reader: Recipient, *, template: str = "confirm_address", every: str = "%G-%V"
) -> bool:
    """Ask whoever reads mail there whether the address is the person's; once a week at most."""
    row = addresses.doubt(reader.word, reader.address)
    if row is None:  # she has just confirmed it
        return False
    return put_in_outbox(
        template,
        replace(reader, is_unconfirmed=False),
        key=f"confirm-address:{row.since:%Y%m%d%H%M%S%f}:{clock.local(clock.now()):{every}}",
        link=addresses.confirm_link(row, reader.locale),
    )


def told_already(told: Iterable[tuple[str, Recipient]]) -> set[tuple[str, Recipient]]:
    """Those of the facts by key and reader that were written before, in one query."""
    asked = {_kept_key(key, recipient): (key, recipient) for key, recipient in told}
    rows = Message.select(Message.message_key).where(Message.message_key.in_(list(asked)))
    return {asked[row.message_key] for row in rows}


def _kept_key(key: str, recipient: Recipient) -> str:
    """The fact and its reader in 120 characters; a long one ends in its hash."""
    whole = f"{key}:{recipient.address}"
    if len(whole) <= LONGEST_KEY:
        return whole
    return f"{key[:50]}:{hashlib.sha256(whole.encode()).hexdigest()}"


def resend(actor: Viewer, message: Message) -> None:
    """Let a message that failed be tried again from the start; Conflict when it is not failed.

    Whoever asks for that says that the address works.
    """
    with atomic():
        try_again(message.to_address)
        changed = (
            Message.update(
                status=MessageStatus.WAITING, attempts=0, problem=None, next_try_at=clock.now()
            )
            .where(Message.id == message.id, Message.status == MessageStatus.FAILED)
            .execute()
        )
        if not changed:
            raise Conflict(gettext("This message is not one that failed. Go back and look again."))
        record(actor, "message.resend", message)


def hold_back(client_ids: Iterable[int]) -> None:
    """Do not send what still waits for these clients, nor what failed and might go after all.

    What is on its way is not held.
    """
    ids = list(client_ids)
    words = [addresses.person("client", number) for number in ids]
    unsent = (MessageStatus.WAITING, MessageStatus.FOR_DIGEST, MessageStatus.FAILED)
    Message.update(status=MessageStatus.NOT_WANTED).where(
        Message.client_id.in_(ids) | Message.reader.in_(words),
        Message.status.in_(unsent),
        Message.claimed_until.is_null(),
    ).execute()


def choose(actor: Viewer, address: str, wanted: Mapping[str, Delivery]) -> None:
    """How an address wants each kind; what a kind does not allow is not kept.

    Mail programmes and servers do not tell small letters from capitals, and so neither do we.
    """
    allowed = {key: how for key, how in wanted.items() if how in BY_KEY[key].choices}
    with atomic():
        for key, how in allowed.items():
            MessageChoice.insert(
                address=address.lower(), kind=key, delivery=how, changed_at=clock.now()
            ).on_conflict(
                conflict_target=(MessageChoice.address, MessageChoice.kind),
                update={MessageChoice.delivery: how, MessageChoice.changed_at: clock.now()},
            ).execute()
        record(actor, "message.choose", chosen={key: how.value for key, how in allowed.items()})


def _written(template: str, context: dict[str, Any]) -> str:
    """The template's text; a mail knows nothing of the page during which it is written."""
    return current_app.jinja_env.get_template(template).render(context)


@cache
def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]


@prepared
def _insert() -> Query:
    return new_row(
        Message, "message_key", "mail_id", "template", "to_address", "reader",
        "client_id", "locale", "subject", "body", "calendar", "is_held", "created_at",
        "next_try_at",
    ).on_conflict_ignore()  # fmt: skip
