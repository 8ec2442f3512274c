"""The daily mail: the subjects and links of what waited for it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app import clock
from app.db import atomic
from app.notifications.kinds import DIGEST, QUIET_UNTIL, delivery_of, kind_of
from app.notifications.letters import addresses
from app.notifications.models import Delivery, Message, MessageStatus
from app.notifications.queries import wanted
from app.notifications.redirecting import up_to_date
from app.notifications.services import Recipient, put_in_outbox


@dataclass(frozen=True)
class Entry:
    subject: str
    links: list[str]


def write_digests() -> int:
    """Put today's daily mails into the outbox, one for each address; how many.

    Told is what was written before 8 in the morning; later news waits for tomorrow. Two who
    write them at once write each once: its key is the day.
    """
    today = clock.today()
    since = clock.utc(datetime.combine(today, QUIET_UNTIL, tzinfo=clock.LONDON))
    for_digest = Message.status == MessageStatus.FOR_DIGEST
    written = Message.select().where(for_digest, Message.created_at < since).order_by(Message.id)
    waiting = [row for row in up_to_date(list(written)) if row.status == MessageStatus.FOR_DIGEST]
    waiting.sort(key=lambda row: (row.to_address, row.id))
    chosen = wanted(row.to_address for row in waiting)
    digests = 0
    for _address, rows in groupby(waiting, key=lambda row: row.to_address):
        digests += _write(_still_wanted(list(rows), chosen), day=today.isoformat())
    return digests


def _still_wanted(rows: list[Message], chosen: dict[tuple[str, str], Delivery]) -> list[Message]:
    """Without what was stopped while it waited."""
    stopped = [
        row.id
        for row in rows
        if delivery_of(kind_of(row.template), chosen, row.to_address) is Delivery.NEVER
    ]
    Message.update(status=MessageStatus.NOT_WANTED).where(
        Message.id.in_(stopped), Message.status == MessageStatus.FOR_DIGEST
    ).execute()
    return [row for row in rows if row.id not in stopped]


def _write(rows: list[Message], *, day: str) -> bool:
    if not rows:
        return False
    newest = rows[-1]
    reader = Recipient(newest.to_address, newest.locale, whose=newest.reader)
    entries = [Entry(row.subject, addresses(row.body)) for row in rows]
    with atomic():
        calendar = " ".join(dict.fromkeys(word for row in rows for word in row.calendar.split()))
        key = f"{DIGEST}:{day}"
        if not put_in_outbox(DIGEST, reader, key=key, calendar=calendar, entries=entries):
            return False
        Message.update(status=MessageStatus.IN_DIGEST).where(
            Message.id.in_([row.id for row in rows]), Message.status == MessageStatus.FOR_DIGEST
        ).execute()
    return True
