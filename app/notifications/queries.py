"""Reads of the outbox, for those who run the installation."""

from __future__ import annotations

from app.notifications.models import Message
from app.policy import Permission, Viewer
from app.web.pagination import Page, paged

# Free words to a client are for her alone: running the installation shows no client's record.
FOR_THE_READER_ALONE = frozenset({"referral_client_text"})


def messages(viewer: Viewer, *, cursor: str | None = None) -> Page[Message]:
    """What was or will be sent, newest first; nothing for other roles."""
    query = Message.select()
    if not viewer.may(Permission.MESSAGE_VIEW):
        query = query.where(False)
    return paged(query, (Message.id,), cursor=cursor, descending=True)
