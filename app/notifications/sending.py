"""Sends what is due: claims messages, hands them to the mail server, notes what came of it.

At least once: a sender that dies after the server took a mail, and before that is noted here,
leaves a lease that runs out, and the mail goes again with the same Message-ID, by which servers
and readers know it. Whatever else happens, each goes once, however many senders there are.
"""

import logging
import random
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from flask import current_app
from peewee import DatabaseError, Expression

from app import clock
from app.notifications import queries
from app.notifications.digests import write_digests
from app.notifications.kinds import AT_ANY_HOUR, delivery_of, is_quiet, kind_of
from app.notifications.letters import letter
from app.notifications.mail_server import MailServer, NotTaken, ServerAway
from app.notifications.models import Delivery, Message, MessageStatus, Problem
from app.notifications.redirecting import TOO_OLD, look_again, up_to_date
from app.notifications.refused import note_refused

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=10)
LONGEST_LEASE = timedelta(hours=1)  # as the clock of a machine with a fast one shows it
# What one mail may take of a slow server; with less left, the lease might end meanwhile.
LONGEST_MAIL = timedelta(minutes=4)
MOST_ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=12)  # two days in all
LOST_IN_A_ROW = 3


@dataclass
class Run:
    """What one run did; `stopped` says why it ended before all was sent."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    for_digest: int = 0
    not_wanted: int = 0
    stopped: str = ""
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    lost_in_a_row: int = 0

    def summary(self) -> dict[str, Any]:
        return {k: v for k, v in asdict(self).items() if k not in ("name", "lost_in_a_row")}


def send_due() -> Run:
    """Send all that is due now; nothing without a mail server."""
    run = Run()
    if not current_app.config["MAIL_URL"]:
        return run
    look_again()
    run.failed += _give_up_the_old()
    if not is_quiet(clock.now()):
        write_digests()
    sender = parseaddr(current_app.config["MAIL_FROM"])[1]
    with MailServer(current_app.config["MAIL_URL"], sender) as server:
        while not run.stopped and _some_are_due():
            try:
                _send_batch(run, server, _claim(run.name))
            except ServerAway as error:
                run.stopped = str(error)
                log.warning("mail server: %s", error)
            finally:
                _release(run.name)
    return run


def wait_before(attempt: int) -> timedelta:
    """How long after the failed attempt (1 is the first) the next one comes; a fifth by chance.

    So that what was refused together does not come back together.
    """
    wait = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 -- spreads load, guards nothing


def _due(now: datetime) -> Expression:
    """Waiting, its time come, held by nobody, and not at night but for what cannot wait.

    A time that nothing can have been put off to was written while the clock was wrong.
    """
    is_time = (Message.next_try_at <= now) | (Message.next_try_at > now + 4 * LONGEST_WAIT)
    condition = (
        (Message.status == MessageStatus.WAITING) & ~Message.is_held & is_time & _nobody_has_it(now)
    )
    return condition & Message.template.in_(AT_ANY_HOUR) if is_quiet(now) else condition


def _nobody_has_it(now: datetime) -> Expression:
    """Without a lease, or with one that is over or longer than any that is given."""
    return (
        Message.claimed_until.is_null()
        | (Message.claimed_until < now)
        | (Message.claimed_until > now + LONGEST_LEASE)
    )


def _some_are_due() -> bool:
    return Message.select().where(_due(clock.now())).exists()


def _claim(name: str) -> list[Message]:
    """Take up to a batch of what is due for ourselves.

    Of two senders who choose the same rows the second waits for the first's UPDATE, then looks
    at the condition again and takes none of them: the loop of `send_due` asks anew.
    """
    now = clock.now()
    first = Message.select(Message.id).where(_due(now)).order_by(Message.next_try_at, Message.id)
    Message.update(claimed_by=name, claimed_until=now + LEASE).where(
        Message.id.in_(first.limit(BATCH)), _due(now)
    ).execute()
    return list(
        Message.select()
        .where(Message.claimed_by == name, Message.status == MessageStatus.WAITING)
        .order_by(Message.next_try_at, Message.id)
    )


def _send_batch(run: Run, server: MailServer, batch: Sequence[Message]) -> None:
    """Send a claimed batch; what is left when the lease grows short is released by the caller."""
    ready = _ready(run, up_to_date(batch))
    chosen = queries.wanted(message.to_address for message in ready)
    for message in ready:
        if message.claimed_until - clock.now() < LONGEST_MAIL:
            return
        kind = kind_of(message.template)
        match delivery_of(kind, chosen, message.to_address):
            case Delivery.DAILY:
                run.for_digest += _settle(run, message, status=MessageStatus.FOR_DIGEST)
            case Delivery.NEVER:
                run.not_wanted += _settle(run, message, status=MessageStatus.NOT_WANTED)
            case _:
                _try(run, server, message)


def _ready(run: Run, batch: Sequence[Message]) -> list[Message]:
    """Without what nothing can be sent to now: the reader has no address, or must confirm it."""
    states = Counter(message.status for message in batch)
    run.failed += states[MessageStatus.FAILED]
    run.not_wanted += states[MessageStatus.NOT_WANTED]
    waiting = [message for message in batch if message.status == MessageStatus.WAITING]
    ready = [message for message in waiting if not message.is_held]
    run.later += len(waiting) - len(ready)
    return ready


def _try(run: Run, server: MailServer, message: Message) -> None:
    """One attempt; raises ServerAway when it is not the message's."""
    try:
        server.send(message.to_address, _written(message))
    except NotTaken as refusal:
        _note_refusal(run, message, refusal)
        return
    run.lost_in_a_row = 0
    run.sent += _settle(
        run, message, status=MessageStatus.SENT, sent_at=clock.now(),
        attempts=message.attempts + 1, problem=None,
    )  # fmt: skip


def _written(message: Message) -> bytes:
    try:
        return letter(message).as_bytes()
    except DatabaseError:
        raise
    except Exception as error:
        # An address that no header can hold, a language that is offered no more: whatever it is
        # that is wrong with this one, the others must go.
        log.error("message %s: %s", message.id, type(error).__name__)
        raise NotTaken(Problem.UNWRITABLE, code=500) from error


def _note_refusal(run: Run, message: Message, refusal: NotTaken) -> None:
    log.warning("message %s: %s", message.id, refusal)
    attempts = message.attempts + 1
    tried = {"attempts": attempts, "problem": refusal.problem}
    if refusal.problem is Problem.ADDRESS_REFUSED:
        note_refused(message.to_address)
    if refusal.is_permanent or attempts >= MOST_ATTEMPTS:
        run.failed += _settle(run, message, status=MessageStatus.FAILED, **tried)
    else:
        next_try = clock.now() + wait_before(attempts)
        run.later += _settle(run, message, next_try_at=next_try, **tried)
    run.lost_in_a_row = run.lost_in_a_row + 1 if refusal.problem is Problem.CONNECTION_LOST else 0
    if run.lost_in_a_row == LOST_IN_A_ROW:
        raise ServerAway("the connection broke again and again")


def _settle(run: Run, message: Message, **outcome: Any) -> int:
    """Note the outcome and let the message go; 0 when the lease had gone to another sender."""
    return (
        Message.update(claimed_by=None, claimed_until=None, **outcome)
        .where(Message.id == message.id, Message.claimed_by == run.name)
        .execute()
    )


def _release(name: str) -> None:
    Message.update(claimed_by=None, claimed_until=None).where(Message.claimed_by == name).execute()


def _give_up_the_old() -> int:
    """What waited too long: for its hour, for the daily mail, for an address to be confirmed."""
    now = clock.now()
    return (
        Message.update(status=MessageStatus.FAILED, problem=Problem.TOO_OLD)
        .where(
            Message.status.in_((MessageStatus.WAITING, MessageStatus.FOR_DIGEST)),
            Message.next_try_at < now - TOO_OLD,
            _nobody_has_it(now),
        )
        .execute()
    )
