"""From a code to an account: an accepted person claims her page with what only she can say."""

from flask_babel import gettext

from app import clock
from app.accounts import throttle
from app.accounts.models import Account
from app.accounts.services import EmailTaken, TooManyTries, store_password
from app.accounts.sessions import viewer_of
from app.audit.queries import how_often
from app.audit.services import record
from app.clients.models import Client
from app.clients.recipients import recipients
from app.clients.services import AccountOpen, open_client_account
from app.db import atomic
from app.digits import only_digits
from app.errors import Conflict
from app.notifications.addresses import is_unconfirmed, mark_unconfirmed, person
from app.notifications.kinds import OWN_ADDRESS
from app.notifications.services import ask_to_confirm_address
from app.policy import SYSTEM, VISITOR
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.transitions import State

DIGITS = 4
WRONG, MOST_WRONG = "self_referral.wrong_proof", 20
CLAIMABLE = frozenset({State.ACCEPTED, State.FIRST_MEETING_BOOKED, State.ACTIVE})


class WrongProof(Exception):
    """Neither the end of her phone number nor her year of birth."""


class AddressTaken(Exception):
    """The e-mail address belongs to another account."""


def may_claim(found: SelfReferral) -> bool:
    """Whether she is accepted, has no account yet, and we know what to ask her."""
    referral = found.referral
    if State(referral.state) not in CLAIMABLE or referral.client is None:
        return False
    if Account.select().where(Account.client_id == referral.client_id).exists():
        return False
    return bool(_proofs(referral.client))


def user_name(found: SelfReferral) -> str:
    """What somebody without an e-mail address signs in with, once she is a client."""
    client = found.referral.client
    return client.reference.lower() if client else ""


def claim(found: SelfReferral, *, proof: str, email: str, password: str, address: str) -> Account:
    """Her account, with her e-mail address or else the user name; the code is then used up.

    `proof` is the last four digits of her phone number or her year of birth. Raises TooManyTries,
    WrongProof, AddressTaken, and Conflict when it has been claimed meanwhile, or when there were
    twenty wrong proofs: there are few years of birth to try. Asking for addresses that are taken
    is counted too, as it tells who has an account.
    """
    counted = f"claim {found.code_hash}"  # nobody else can count as trying this one
    if throttle.is_blocked(counted, address):
        raise TooManyTries
    referral = found.referral
    if referral.client is None or not may_claim(found):
        raise _not_now()
    if how_often(WRONG, found) >= MOST_WRONG:  # she is the one who can ask, by another way
        raise _not_now()
    if only_digits(proof) not in _proofs(referral.client):
        with atomic():
            throttle.note_failure(counted, address)
            record(VISITOR, WRONG, found, client_id=referral.client_id)
        raise WrongProof
    try:
        return _open(found, referral.client, email or user_name(found), password)
    except AccountOpen as error:
        raise _not_now() from error
    except EmailTaken as error:
        throttle.note_failure(counted, address)
        raise AddressTaken from error


def _open(found: SelfReferral, client: Client, name: str, password: str) -> Account:
    with atomic():
        used = (
            SelfReferral.update(claimed_at=clock.now())
            .where(SelfReferral.id == found.id, SelfReferral.claimed_at.is_null())
            .execute()
        )
        if not used:
            raise _not_now()
        account = open_client_account(SYSTEM, client, email=name)
        account.locale = found.language
        account.save(only=[Account.locale])
        store_password(account, password)
        _ask_whose_address(client, name)
        record(viewer_of(account), "self_referral.claim", found, client_id=client.id)
    return account


def _ask_whose_address(client: Client, address: str) -> None:
    """What she typed is trusted once she has opened the mail, unless we know it to be hers."""
    who = person("client", client.id)
    is_known = client.email.lower() == address and not is_unconfirmed(who, address)
    if "@" in address and not is_known:
        mark_unconfirmed(who, address)
        [reader] = recipients([client])
        ask_to_confirm_address(reader, template=OWN_ADDRESS)


def _proofs(client: Client) -> set[str]:
    """By her record alone: what came with the code may have been typed by whoever has the code."""
    phone, year = only_digits(client.phone)[-DIGITS:], str(client.birth_year or "")
    return {proof for proof in (phone, year) if len(proof) == DIGITS}


def _not_now() -> Conflict:
    return Conflict(
        gettext("This page cannot be opened with the code. Sign in, or ask the Learning Works.")
    )
