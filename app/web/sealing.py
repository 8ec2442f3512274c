"""Words for an address or a form that only we can have written: signed, and readable by anybody."""

import hashlib
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app.errors import NotFound


def sealed(purpose: str, content: Any) -> str:
    """The content as such a word, good for one purpose; anything that JSON can hold."""
    return str(_serializer(purpose).dumps(content))


def unsealed(purpose: str, word: str) -> Any:
    """What was sealed for the purpose; NotFound for a word that is not ours."""
    try:
        return _serializer(purpose).loads(word)
    except BadData as error:
        raise NotFound(purpose) from error


def mark_of_address(address: str) -> str:
    """An e-mail address without showing it, by which a word is over once there is another."""
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
