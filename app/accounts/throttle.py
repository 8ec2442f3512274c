"""Slows down guessing of passwords, and what strangers send: counted in a table, per account,
address and altogether."""

import hashlib
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

from flask import Flask, request

from app import clock
from app.accounts.models import SignInTry
from app.errors import TooMany
from app.policy import VISITOR
from app.web.guard import viewer

WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 8
MOST_PER_ADDRESS = 40
MOST_IN_ALL = 2000
MOST_FORMS = 400  # twenty people in one room who refer themselves, with mistakes


class Counted(StrEnum):
    """What anyone may do, but not without end."""

    STARTS = "new self-referral"
    FORMS = "form of a visitor"


def init_app(app: Flask) -> None:
    """Whoever is not signed in sends so many forms: each may leave rows behind."""

    @app.before_request
    def slow_down() -> None:
        if request.method != "POST" or request.url_rule is None or viewer() != VISITOR:
            return
        address = request.remote_addr or ""
        if counted(Counted.FORMS, address) >= MOST_FORMS:
            raise TooMany
        count(Counted.FORMS, address)


def _network(address: str) -> str:
    """Whose address it is: in IPv6 all of a /64, of which one person has every address.

    A word may stand before it, which keeps what it counts apart.
    """
    what, _, host = address.rpartition(" ")
    try:
        found = ip_address(host)
    except ValueError:
        return address
    if found.version == 6:
        found = found.ipv4_mapped or ip_network((found, 64), strict=False).network_address
    return f"{what} {found}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()


def is_blocked(email: str, address: str) -> bool:
    """Whether further tries must wait until the oldest in the last 15 minutes has aged."""
    recent = SignInTry.at > clock.now() - WINDOW
    counts = (
        (SignInTry.email_hash == _hash(email), MOST_PER_EMAIL),
        (SignInTry.address_hash == _hash(_network(address)), MOST_PER_ADDRESS),
        (SignInTry.email_hash.not_in(list(map(_hash, Counted))), MOST_IN_ALL),
    )
    return any(SignInTry.select().where(recent, which).count() >= most for which, most in counts)


def note_failure(email: str, address: str) -> None:
    """Count a failed try and forget those that count no more."""
    now = clock.now()
    SignInTry.create(email_hash=_hash(email), address_hash=_hash(_network(address)), at=now)
    SignInTry.delete().where(SignInTry.at < now - WINDOW * 4).execute()


def forget(email: str) -> None:
    """A successful sign-in clears the account's count."""
    SignInTry.delete().where(SignInTry.email_hash == _hash(email)).execute()


def counted(what: Counted, address: str) -> int:
    """How often it was done from an address in the last 15 minutes."""
    recent = SignInTry.at > clock.now() - WINDOW
    marked = SignInTry.address_hash == _hash(_network(f"{what} {address}"))
    return int(SignInTry.select().where(recent, marked).count())


def count(what: Counted, address: str) -> None:
    """Count it; the address's tries at signing in are counted apart."""
    note_failure(what, f"{what} {address}")
