"""Reads of the outbox, for those who run the installation, and of what people chose."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from flask import current_app
from peewee import fn

from app.db import starts_with
from app.digits import plain_digits
from app.errors import NotFound
from app.notifications.kinds import Kind, kinds_for
from app.notifications.models import Delivery, Message, MessageChoice, MessageStatus
from app.policy import Permission, Viewer
from app.web.pagination import PAGE_SIZE, Page, one_page, page_of, resumed

# What those who run the installation may read: neither words, days nor places of a client's, nor a
# link that lets its reader in. A new mail is for its reader alone until it is named here.
OPEN_TO_ADMINS = frozenset(
    {
        "referral_moved",
        "referral_waits",
        "referrals_handed_over",
        "support_moved",
        "support_waits",
        "offer_made",
        "booking_made_host",
        "booking_cancelled_host",
    }
)


ORDER = (Message.id,)
LONGEST_NUMBER = 19
# What a database's own LOWER makes small, where words are in the order of their bytes.
SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def is_open_to_admins(message: Message) -> bool:
    """Whether who runs the installation may read the words.

    All of them where nothing leaves and nobody is real: in development, without a mail server.
    """
    config = current_app.config
    is_trial = config["APP_ENV"] == "development" and not config["MAIL_URL"]
    return is_trial or message.template in OPEN_TO_ADMINS


def messages(
    viewer: Viewer,
    *,
    status: MessageStatus | None = None,
    kind: Kind | None = None,
    search: str = "",
    cursor: str | None = None,
) -> Page[Message]:
    """What was or will be sent, newest first; nothing for other roles.

    `search` is a message's number, or the start of an address.
    """
    query = Message.select()
    if not viewer.may(Permission.MESSAGE_VIEW):
        query = query.where(False)
    if status is not None:
        query = query.where(Message.status == status)
    if sought := plain_digits(search).strip().translate(SMALL):
        query = query.where(Message.id.in_(_sought(sought)))
    # Each template in the order of its index: together the database would sort all that there are.
    narrowed = [query.where(Message.template == one) for one in kind.templates] if kind else [query]
    after = resumed(ORDER, cursor)
    found = [row for one in narrowed for row in one_page(one, ORDER, after, descending=True)]
    found.sort(key=lambda row: -row.id)
    return page_of(found[: PAGE_SIZE + 1], lambda last: (last.id,))


def _sought(text: str) -> Any:
    """The numbers of the messages to addresses that start so, and this number where it is one."""
    other = Message.alias()
    found = other.select(other.id).where(starts_with(fn.LOWER(other.to_address), text))
    if text.isdecimal() and len(text) < LONGEST_NUMBER:
        return found | other.select(other.id).where(other.id == int(text))
    return found


def message(viewer: Viewer, message_id: int) -> Message:
    """One message; raises NotFound for other roles."""
    found = Message.get_or_none(Message.id == message_id)
    if found is None or not viewer.may(Permission.MESSAGE_VIEW):
        raise NotFound("message")
    return found


def counts(viewer: Viewer) -> dict[str, int]:
    """How many messages wait and how many could not be sent."""
    if not viewer.may(Permission.MESSAGE_VIEW):
        return {}
    looked_for = (MessageStatus.WAITING, MessageStatus.FAILED)
    rows: Any = (
        Message.select(Message.status, fn.COUNT(Message.id))
        .where(Message.status.in_(looked_for))
        .group_by(Message.status)
        .tuples()
    )
    found = dict(rows)
    return {status.value: found.get(status.value, 0) for status in looked_for}


def choices(viewer: Viewer, address: str) -> list[tuple[Kind, Delivery]]:
    """How a person's address wants each kind that people of the role get."""
    chosen = wanted([address])
    return [
        (kind, chosen.get((address.lower(), kind.key), Delivery.AT_ONCE))
        for kind in kinds_for(viewer.role)
    ]


def wanted(addresses: Iterable[str]) -> dict[tuple[str, str], Delivery]:
    """What the addresses chose, by address in small letters and kind; one query."""
    asked = {one for address in addresses for one in (address, address.lower())}
    rows = MessageChoice.select().where(MessageChoice.address.in_(asked))
    newest_last = sorted(rows, key=lambda row: row.changed_at)
    return {(row.address.lower(), row.kind): Delivery(row.delivery) for row in newest_last}
