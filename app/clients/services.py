"""Changes to clients; each is one transaction with its audit event."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from app import clock
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.audit.queries import seen_since
from app.audit.services import record, record_of_clients
from app.clients import names, wordings
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.freshness import first_due
from app.clients.history import note_change
from app.clients.locking import RecordEnds, locked
from app.clients.models import Client, ClientKey, ClientReferrer, ClientWord
from app.clients.pairs import note_pairs
from app.clients.record_keys import record_keys
from app.db import atomic, lock_row
from app.errors import NotFound
from app.organisations.models import Organisation, Programme
from app.policy import Viewer
from app.references import unused_reference

WORDING_VERSION = wordings.CURRENT.version
READ_ACTION = "client.read"
READ_EVERY = timedelta(hours=1)


class AccountOpen(Exception):
    """The client has an account already."""


def create_client(
    actor: Viewer,
    *,
    programme: Programme,
    name: str,
    profession: str,
    waiting_since: date | None = None,
    **facts: Any,
) -> Client:
    """A new client; `facts` are other columns of Client. The caller has looked for duplicates."""
    now = clock.now()
    facts.setdefault("known_as", name.split()[0][:100])
    with atomic():
        client = Client.create(
            reference=unused_reference("C", _reference_is_taken),
            programme=programme,
            name=name,
            profession=profession,
            waiting_since=waiting_since or clock.today(),
            created_at=now,
            updated_at=now,
            confirm_due_on=first_due(clock.today()),
            **facts,
        )
        index_client(client)
        record(actor, "client.create", client, client_id=client.id)
    return client


def _reference_is_taken(reference: str) -> bool:
    return Client.select().where(Client.reference == reference).exists()


def index_client(client: Client) -> None:
    """Write the words and keys by which the client is found, and who may be the same person."""
    words = names.index_words(client.name, client.known_as, client.reference)
    keys = record_keys(
        name=client.name, birth_year=client.birth_year, phone=client.phone, email=client.email
    )
    for table in (ClientWord, ClientKey):
        table.delete().where(table.client == client).execute()
    ClientWord.insert_many([{"client": client, "word": word} for word in words]).execute()
    if keys:
        ClientKey.insert_many([{"client": client, "key": key} for key in sorted(keys)]).execute()
    note_pairs(client)


def add_referrer(actor: Viewer, client: Client, organisation: Organisation) -> None:
    """Let an organisation follow a client it referred; again, if it did before."""
    with atomic():
        ClientReferrer.insert(
            client=client, organisation=organisation, since=clock.now()
        ).on_conflict(
            conflict_target=[ClientReferrer.client, ClientReferrer.organisation],
            update={ClientReferrer.until: None},
        ).execute()
        note_pairs(client)  # who refers one person twice speaks for a duplicate
        record(actor, "client.add_referrer", client, client_id=client.id)


def end_referrer(actor: Viewer, client: Client, organisation: Organisation) -> None:
    """From the next request on the organisation does not know of the client any more."""
    with atomic():
        locked(client)  # no consent for the organisation is given while it leaves
        now = clock.now()
        ended = (
            ClientReferrer.update(until=now)
            .where(
                ClientReferrer.client == client,
                ClientReferrer.organisation == organisation,
                ClientReferrer.until.is_null(),
            )
            .execute()
        )
        if not ended:
            raise NotFound("referrer")
        Consent.update(withdrawn_at=now).where(
            Consent.client == client,
            Consent.organisation == organisation,
            Consent.withdrawn_at.is_null(),
        ).execute()
        record(
            actor, "client.end_referrer", client, client_id=client.id,
            organisation_id=organisation.id,
        )  # fmt: skip


def give_consent(
    actor: Viewer,
    client: Client,
    *,
    counterparty: Counterparty,
    purpose: ConsentPurpose,
    given: ConsentGiven,
    language: str = "en",
    organisation: Organisation | None = None,
    until_on: date | None = None,
    given_at: datetime | None = None,
    wording_version: str = WORDING_VERSION,
    interpreter: str = "",
) -> Consent:
    """Note a consent; the one that stands for the same purpose and counterparty ends.

    What was said earlier, as in a referral, is noted with its own time and wording. The words
    are kept as they were read in the language, and so is who recorded it. To a record that is
    not kept any more nothing is agreed but that it is kept again; raises RecordEnds.
    """
    with atomic():
        if (closed_at := locked(client).closed_at) is not None:
            _keep_again(actor, client, purpose, closed_at, given_at or clock.now())
        withdraw_consent(
            actor, client, counterparty=counterparty, purpose=purpose, organisation=organisation
        )
        consent = Consent.create(
            client=client,
            counterparty=counterparty,
            organisation=organisation,
            purpose=purpose,
            wording_version=wording_version,
            language=language,
            given=given,
            given_at=given_at or clock.now(),
            until_on=until_on,
            words=wordings.read_out(
                counterparty, purpose, version=wording_version, language=language
            ),
            interpreter=interpreter,
            recorded_by=actor.account_id,
        )
        record(actor, "consent.give", consent, client_id=client.id, purpose=purpose)
    return consent


def _keep_again(
    actor: Viewer, client: Client, purpose: ConsentPurpose, closed_at: datetime, given_at: datetime
) -> None:
    if purpose is not ConsentPurpose.HOLD_RECORD or given_at < closed_at:
        raise RecordEnds
    Client.update(closed_at=None, updated_at=clock.now(), version=Client.version + 1).where(
        Client.id == client.id
    ).execute()
    ended_on = str(clock.local(closed_at).date())
    note_change(actor, client.id, "closed_at", before=ended_on, after=None)


def withdraw_consent(
    actor: Viewer,
    client: Client,
    *,
    counterparty: Counterparty,
    purpose: ConsentPurpose,
    organisation: Organisation | None = None,
) -> None:
    """End a standing consent; what it let others see is gone from their next request on."""
    with atomic():
        ended = (
            Consent.update(withdrawn_at=clock.now())
            .where(
                Consent.client == client,
                Consent.counterparty == counterparty,
                Consent.purpose == purpose,
                Consent.organisation == organisation
                if organisation
                else Consent.organisation.is_null(),
                Consent.withdrawn_at.is_null(),
            )
            .execute()
        )
        if ended:
            record(actor, "consent.withdraw", client, client_id=client.id, purpose=purpose)


def note_read(actor: Viewer, client_id: int) -> None:
    """Note that somebody other than the client opened her page, at most once an hour each."""
    note_reads(actor, [client_id])


def note_reads(actor: Viewer, client_ids: Iterable[int]) -> None:
    """The same for a page about several: one question and one entry for all, however many."""
    others = set(client_ids) - {actor.client_id}
    if not others:
        return
    since = clock.now() - READ_EVERY
    unseen = others - seen_since(actor, READ_ACTION, client_ids=others, since=since)
    if unseen:
        with atomic():
            record_of_clients(actor, READ_ACTION, sorted(unseen))


def open_client_account(actor: Viewer, client: Client, *, email: str) -> Account:
    """An account by which a client sees her own record.

    Raises AccountOpen when she has one, or her record has become part of another meanwhile;
    EmailTaken when another account has the address.
    """
    with atomic():
        lock_row(client)
        is_merged = Client.get_by_id(client.id).merged_into_id is not None
        if is_merged or Account.select().where(Account.client_id == client.id).exists():
            raise AccountOpen(client.reference)
        return create_account(
            actor, email=email, name=client.name, role=AccountRole.CLIENT, client_id=client.id
        )
