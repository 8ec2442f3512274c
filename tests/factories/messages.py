"""Messages in the outbox, as tests need them."""

import secrets
from typing import Any

from app import clock
from app.notifications.models import Message


def a_message(template: str = "booking_made", **given: Any) -> Message:
    """One that is due; call it with the app's database at hand."""
    key = secrets.token_hex(8)
    defaults = {
        "message_key": key,
        "mail_id": f"<{key}@pathways.example>",
        "to_address": "a@people.example",
        "locale": "en",
        "subject": "About your booking",
        "body": "You have a place.\n\nSee the booking:\nhttps://pathways.example/bookings/7\n",
        "created_at": clock.now(),
        "next_try_at": clock.now(),
    }
    return Message.create(template=template, **(defaults | given))
