"""Codes to come back with: four groups of three that can be read aloud, kept as a hash."""

import hashlib
import hmac
import re

from flask import current_app

from app.accounts.sessions import token_hash
from app.digits import bare
from app.references import ALPHABET

LETTERS, GROUP = 12, 3
FORM_KEY = re.compile(r"[0-9a-f]{32}")


def code_for(form_key: str) -> str:
    """The code of the draft that this form begins: the same, however often it is sent.

    Nobody can work it out without the installation's secret.
    """
    secret = current_app.config["SECRET_KEY"].encode()
    digest = hmac.digest(secret, b"self-referral " + form_key.encode(), hashlib.sha256)
    number = int.from_bytes(digest)
    letters = []
    for _place in range(LETTERS):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return in_groups("".join(letters))


def in_groups(letters: str) -> str:
    """`7K3-F2X-CA9-M4T`."""
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def as_typed(text: str) -> str | None:
    """The code a person meant by what they typed, or None when it is none."""
    letters = bare(text)
    if len(letters) != LETTERS or set(letters) - set(ALPHABET):
        return None
    return in_groups(letters)


def code_hash(code: str) -> str:
    return token_hash(code)
