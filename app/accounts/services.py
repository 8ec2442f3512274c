"""Changes to accounts: making one, one-time links, passwords, preferences."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from peewee import IntegrityError

from app import clock
from app.accounts import passwords, sessions, throttle
from app.accounts.models import Account, AccountRole, AccountSession, LinkPurpose, OneTimeLink
from app.accounts.sessions import token_hash
from app.audit.services import record
from app.db import atomic
from app.errors import NotFound
from app.organisations.models import Organisation, Trust
from app.policy import Viewer

LINK_LIFE = timedelta(days=7)
# What a higher domain keeps of a name it writes anew: each is handed the account's id.
AFTER_RENAMING: list[Callable[[int | None], None]] = []


class EmailTaken(Exception):
    """An account with this e-mail address exists."""


class TooManyTries(Exception):
    """Sign-in is refused for a while, whatever the password."""


def create_account(
    actor: Viewer,
    *,
    email: str,
    name: str,
    role: AccountRole,
    organisation: Organisation | None = None,
    trust: Trust | None = None,
    client_id: int | None = None,
    locale: str = "en",
) -> Account:
    """A new account without a password; raises EmailTaken."""
    try:
        with atomic():
            account = Account.create(
                email=email.strip().lower(),
                name=name,
                role=role,
                organisation=organisation,
                trust=trust,
                client_id=client_id,
                locale=locale,
                created_at=clock.now(),
            )
            record(actor, "account.create", account, client_id=client_id, role=role)
    except IntegrityError as error:
        if Account.select().where(Account.email == email.strip().lower()).exists():
            raise EmailTaken(email) from error
        raise
    return account


def make_password_link(actor: Viewer, account: Account) -> str:
    """The secret of a one-time link to set a password; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with atomic():
        OneTimeLink.create(
            token_hash=token_hash(token),
            account=account,
            purpose=LinkPurpose.SET_PASSWORD,
            created_at=now,
            expires_at=now + LINK_LIFE,
        )
        record(actor, "account.make_link", account)
    return token


def link_account(token: str) -> Account:
    """The account a living link is for; opening a link does not use it up."""
    row = (
        OneTimeLink.select(OneTimeLink, Account)
        .join(Account)
        .where(OneTimeLink.token_hash == token_hash(token))
        .first()
    )
    if row is None or row.used_at is not None or row.expires_at < clock.now():
        raise NotFound("link")
    if not row.account.is_active:
        raise NotFound("link")
    return row.account


def set_password(token: str, password: str) -> Account:
    """Use a link up: set the password and close every session of the account."""
    with atomic():
        account = link_account(token)
        used = (
            OneTimeLink.update(used_at=clock.now())
            .where(OneTimeLink.token_hash == token_hash(token), OneTimeLink.used_at.is_null())
            .execute()
        )
        if not used:
            raise NotFound("link")
        # An earlier mail must not set another password after this one.
        OneTimeLink.update(used_at=clock.now()).where(
            OneTimeLink.account == account, OneTimeLink.used_at.is_null()
        ).execute()
        store_password(account, password)
        record(sessions.viewer_of(account), "account.set_password", account)
    return account


def store_password(account: Account, password: str) -> None:
    """Keep a password's hash and close every session."""
    Account.update(password_hash=passwords.hashed(password)).where(
        Account.id == account.id
    ).execute()
    sessions.end_all(account)


def authenticate(email: str, password: str, *, address: str) -> Account | None:
    """The account the e-mail and password are those of, or None; raises TooManyTries."""
    if throttle.is_blocked(email, address):
        raise TooManyTries
    account = Account.get_or_none(Account.email == email.strip().lower())
    right = passwords.matches(account.password_hash if account else None, password)
    with atomic():
        if account is None or not right or not account.is_active:
            throttle.note_failure(email, address)
            return None
        throttle.forget(email)
        record(sessions.viewer_of(account), "account.sign_in", account)
    return account


def end_session(actor: Viewer, session_id: int) -> None:
    """Close one of the actor's own sessions; NotFound for anyone else's."""
    with atomic():
        ended = (
            AccountSession.update(ended_at=clock.now())
            .where(
                AccountSession.id == session_id,
                AccountSession.account == actor.account_id,
                AccountSession.ended_at.is_null(),
            )
            .execute()
        )
        if not ended:
            raise NotFound("session")
        record(actor, "account.end_session", session_id=session_id)


def save_preferences(actor: Viewer, *, name: str, phone: str, locale: str) -> None:
    """What people set about themselves: name, phone and language."""
    with atomic():
        Account.update(name=name, phone=phone, locale=locale).where(
            Account.id == actor.account_id
        ).execute()
        for action in AFTER_RENAMING:
            action(actor.account_id)
        record(actor, "account.save_preferences", locale=locale)
