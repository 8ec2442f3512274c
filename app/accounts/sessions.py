"""Server-side sessions: rotated at sign-in, listed, revocable, with limits by role."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import Flask, g, request, session
from flask_login import UserMixin, login_user, logout_user
from peewee import Query

from app import clock
from app.accounts.models import Account, AccountSession
from app.extensions import login_manager
from app.policy import Role, Viewer
from app.prepared import given, prepared

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Limits:
    idle: timedelta
    absolute: timedelta


SHORT = Limits(idle=timedelta(hours=2), absolute=timedelta(hours=12))
LONG = Limits(idle=timedelta(days=7), absolute=timedelta(days=30))
LIMITS = {
    Role.ADMIN: SHORT,
    Role.STAFF: Limits(idle=timedelta(hours=8), absolute=timedelta(hours=16)),
    Role.PARTNER: Limits(idle=timedelta(days=1), absolute=timedelta(days=7)),
    Role.MENTOR: LONG,
    Role.CLIENT: LONG,
}


class _Holder(NamedTuple):
    """The columns of an account that every request reads."""

    id: int
    email: str
    name: str
    role: str
    organisation_id: int | None
    trust_id: int | None
    client_id: int | None
    locale: str


NEEDED = (
    AccountSession.id,
    AccountSession.created_at,
    AccountSession.last_seen_at,
    Account.is_active,
    Account.id,
    Account.email,
    Account.name,
    Account.role,
    Account.organisation,
    Account.trust,
    Account.client_id,
    Account.locale,
)


@dataclass(frozen=True, eq=False)
class SignedIn(UserMixin):
    """Flask-Login's user: the viewer, their language and the session they came with."""

    viewer: Viewer
    email: str
    locale: str
    session_id: int
    token: str

    def get_id(self) -> str:
        return self.token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start(account: Account) -> None:
    """Open a new session for an account that has proven itself, and forget the old one."""
    if earlier := session.get("_user_id"):
        AccountSession.update(ended_at=clock.now()).where(
            AccountSession.token_hash == token_hash(earlier), AccountSession.ended_at.is_null()
        ).execute()
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the token of the old session for the request
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = AccountSession.create(
        token_hash=token_hash(token),
        account=account,
        browser=(request.user_agent.string or "")[:200],
        created_at=now,
        last_seen_at=now,
    )
    login_user(SignedIn(viewer_of(account), account.email, account.locale, row.id, token))


def owner_of(token: str) -> int | None:
    """Whose session a token was for, even when it has ended."""
    row = AccountSession.get_or_none(AccountSession.token_hash == token_hash(token))
    return row.account_id if row else None


def end(signed_in: SignedIn) -> None:
    """Close the session that this request came with."""
    AccountSession.update(ended_at=clock.now()).where(
        AccountSession.id == signed_in.session_id
    ).execute()
    logout_user()
    session.clear()


def end_all(account: Account) -> None:
    """Close every session of an account: after a new password or when it is closed."""
    AccountSession.update(ended_at=clock.now()).where(
        (AccountSession.account == account) & AccountSession.ended_at.is_null()
    ).execute()


def live(account_id: int) -> list[AccountSession]:
    """An account's open sessions, the latest used first."""
    return list(
        AccountSession.select()
        .where(AccountSession.account == account_id, AccountSession.ended_at.is_null())
        .order_by(AccountSession.last_seen_at.desc())
    )


def load(token: str) -> SignedIn | None:
    """The person behind a session token, or None when it is unknown, ended or too old."""
    found = _open_session().rows(token_hash=token_hash(token))
    if not found:
        return None
    session_id, created_at, last_seen_at, is_active, *account = found[0]
    row = _Holder(*account)
    if not is_active:
        return None
    limits, now = LIMITS[Role(row.role)], clock.now()
    if now - last_seen_at > limits.idle or now - created_at > limits.absolute:
        return None
    if now - last_seen_at >= SEEN_EVERY:
        _touch(session_id, now)
    return SignedIn(viewer_of(row), row.email, row.locale, session_id, token)


@prepared
def _open_session() -> Query:
    return (
        AccountSession.select(*NEEDED)
        .join(Account)
        .where(AccountSession.token_hash == given("token_hash"), AccountSession.ended_at.is_null())
    )


def _touch(session_id: int, now: datetime) -> None:
    """Note use at most once a minute; a part of a page that refreshes itself is no use."""
    if request.headers.get("HX-Request") != "true":
        AccountSession.update(last_seen_at=now).where(AccountSession.id == session_id).execute()


def viewer_of(account: Account | _Holder) -> Viewer:
    """The account as the one who asks."""
    return Viewer(
        account_id=account.id,
        role=Role(account.role),
        organisation_id=account.organisation_id,
        trust_id=account.trust_id,
        client_id=account.client_id,
        name=account.name,
    )


def init_app(_app: Flask) -> None:
    login_manager.user_loader(load)
