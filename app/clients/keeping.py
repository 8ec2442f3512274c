"""Whether a client's record is kept at all: she ends that in one step, and may begin it again.

A record that is not kept any more is closed: from that moment staff and she alone read it, she
is not written to, nothing new begins with it, and staff have a month to remove it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dateutil.relativedelta import relativedelta
from peewee import ModelSelect

from app import clock
from app.audit.services import record
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.history import note_change
from app.clients.locking import locked
from app.clients.models import Client
from app.clients.queries import in_reach, record_ids, referrers
from app.clients.recipients import recipients
from app.clients.services import end_referrer, give_consent
from app.db import atomic
from app.notifications.services import hold_back, put_in_outbox
from app.policy import Viewer
from app.web.links import address_of
from app.web.pagination import Page, paged

MONTHS_TO_REMOVE = 1  # as the law gives: UK GDPR, articles 12(3) and 17
Stop = Callable[[Viewer, Client], None]
STOPS: list[Stop] = []


def stops(stop: Stop) -> Stop:
    """Name what a domain stops when a record ends; once, as the domain is loaded.

    It is called inside the transaction, after the client has stopped being written to.
    """
    STOPS.append(stop)
    return stop


def remove_by(client: Client) -> date:
    """The last day on which the record may still be there; counted from today while it is kept."""
    ended_on = clock.local(client.closed_at or clock.now()).date()
    return ended_on + relativedelta(months=MONTHS_TO_REMOVE)


def stop_keeping(actor: Viewer, client: Client) -> None:
    """End the record, whoever asks on her behalf; twice is once.

    Open work is stopped first, so that who waits for her hears of it while still accompanying.
    """
    with atomic():
        present = locked(client)
        if present.closed_at is not None:
            return
        readers = recipients([present])
        now = clock.now()
        Client.update(closed_at=now, updated_at=now, version=Client.version + 1).where(
            Client.id == present.id
        ).execute()
        present = Client.get_by_id(present.id)
        for stop in STOPS:
            stop(actor, present)
        for organisation in referrers(present.id):
            end_referrer(actor, present, organisation)
        Consent.update(withdrawn_at=now).where(
            Consent.client == present, Consent.withdrawn_at.is_null()
        ).execute()
        hold_back(record_ids(present.id))
        for reader in readers:
            put_in_outbox(
                "record_ends", reader, key=f"record-ends:{present.id}:{present.version}",
                remove_by=remove_by(present), trust=present.programme.trust,
                link=_address(present) if reader.account_id else "",
            )  # fmt: skip
        note_change(
            actor, present.id, "closed_at", before=None, after=str(clock.local(now).date()),
            version=present.version,
        )  # fmt: skip
        record(
            actor, "client.stop_keeping", present, client_id=present.id,
            remove_by=str(remove_by(present)),
        )  # fmt: skip


def keep_again(
    actor: Viewer, client: Client, *, given: ConsentGiven, language: str, interpreter: str = ""
) -> None:
    """Her yes once more: the record is kept; what was stopped or shared does not come back."""
    give_consent(
        actor, client, counterparty=Counterparty.STAFF, purpose=ConsentPurpose.HOLD_RECORD,
        given=given, language=language, interpreter=interpreter,
    )  # fmt: skip


def ending(viewer: Viewer, *, cursor: str | None = None) -> Page[Client]:
    """The records in reach that are to be removed, the soonest first."""
    return paged(_ending(viewer), (Client.closed_at, Client.id), cursor=cursor)


def first_ending(viewer: Viewer) -> Client | None:
    """The record that is to be removed first."""
    return _ending(viewer).order_by(Client.closed_at, Client.id).first()


def _ending(viewer: Viewer) -> ModelSelect[Client]:
    return Client.select().where(in_reach(viewer), Client.closed_at.is_null(False))


def _address(client: Client) -> str:
    return address_of(f"/clients/{client.reference}/consent/keeping")
