"""Keeps what waits on its way to where its reader reads now; what was sent stays as it was."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from peewee import OperationalError

from app import clock
from app.db import atomic
from app.notifications.kinds import STAYS, TO_ANYBODY
from app.notifications.models import Message, MessageStatus, Problem
from app.notifications.readers import WRITERS, readers
from app.notifications.refused import refused_of
from app.notifications.services import Recipient, ask_to_confirm_address

log = logging.getLogger(__name__)
BATCH = 200
# Old news confuses: an installation that is given its mail server later does not send its past.
TOO_OLD = timedelta(days=14)
OVER = (MessageStatus.FAILED, MessageStatus.NOT_WANTED)
FOR_AN_ADDRESS = (Problem.ADDRESS_GONE, Problem.ADDRESS_REFUSED)


def look_again() -> None:
    """Let out what may go by now: its address is confirmed, or there is another, or one again."""
    held = (Message.status == MessageStatus.WAITING) & Message.is_held
    lacking = (
        (Message.status == MessageStatus.FAILED)
        & Message.problem.in_(FOR_AN_ADDRESS)
        & (Message.reader != "")
        & (Message.created_at > clock.now() - TOO_OLD)
    )
    last = 0
    query = Message.select().where(held | lacking).order_by(Message.id).limit(BATCH)
    while rows := list(query.where(Message.id > last)):
        up_to_date(rows)
        last = rows[-1].id


def up_to_date(rows: Sequence[Message]) -> list[Message]:
    """The rows with their readers' present addresses, held or failed where nothing may go there.

    Left out is what another sender has taken meanwhile. A fixed few queries when nothing changed.
    """
    found = readers({row.reader for row in rows if row.reader})
    to = {row.id: found.get(row.reader) if row.reader else _as_written(row) for row in rows}
    refused = refused_of(one.address for one in to.values() if one)
    return [row for row in rows if _changed(row, to[row.id], refused)]


def _as_written(row: Message) -> Recipient:
    """Nobody on record: the address is all that is known."""
    return Recipient(row.to_address, row.locale)


def _changed(row: Message, to: Recipient | None, refused: Collection[str]) -> bool:
    """Write down what is different now; False when the row is not ours any more."""
    wanted = _wanted(row, to, refused)
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not different:
        return True
    if different.get("is_held") or different.get("status") in OVER:
        different |= {"claimed_by": None, "claimed_until": None}
    as_read = (Message.status == row.status) & (Message.claimed_by == row.claimed_by)
    with atomic():
        if not Message.update(different).where(Message.id == row.id, as_read).execute():
            return False
        log.info("message %s: %s", row.id, ", ".join(sorted(different)))
        for name, value in different.items():
            setattr(row, name, value)
        if to is not None and row.is_held:
            ask_to_confirm_address(replace(to, locale=row.locale))
        if row.status == MessageStatus.NOT_WANTED and row.template in WRITERS:
            _write_anew(row)
    return True


def _write_anew(row: Message) -> None:
    """Whatever is wrong with this one, the others must go; it is looked at again."""
    try:
        with atomic():
            WRITERS[row.template](row)
    except OperationalError:
        raise
    except Exception as error:
        log.error("message %s: %s", row.id, type(error).__name__)
        Message.update(status=MessageStatus.FAILED).where(Message.id == row.id).execute()
        row.status = MessageStatus.FAILED


def _wanted(row: Message, to: Recipient | None, refused: Collection[str]) -> dict[str, Any]:
    """What a row should say; what is good for one address alone goes there or nowhere."""
    if to is None:
        return {"status": MessageStatus.FAILED, "problem": Problem.ADDRESS_GONE}
    is_same = to.address.lower() == row.to_address.lower()
    if not is_same and (row.template in STAYS or row.template in WRITERS):
        return {"status": MessageStatus.NOT_WANTED, "problem": Problem.ADDRESS_GONE}
    address = row.to_address if is_same else to.address
    if address.lower() in refused:
        failed = {"status": MessageStatus.FAILED, "problem": Problem.ADDRESS_REFUSED}
        return {"to_address": address, **failed}
    is_held = to.is_unconfirmed and row.template not in TO_ANYBODY
    wanted: dict[str, Any] = {"to_address": address, "is_held": is_held}
    if row.status == MessageStatus.FAILED or is_held:
        wanted["status"] = MessageStatus.WAITING
    if row.status == MessageStatus.FAILED or (row.is_held and not is_held):
        wanted |= {"attempts": 0, "problem": None, "next_try_at": clock.now()}
    return wanted
