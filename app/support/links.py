"""Links by which an organisation without an account answers what it is asked.

Notices make them (see accounts' answer_links). Using one lets it live on; it shows what the
request carries and nothing else, and nothing of the person once the request has ended. It ends
when the organisation has another address: whoever reads the old one is not who is asked.
"""

from __future__ import annotations

from datetime import timedelta

from app import clock
from app.accounts.answer_links import ends_at, is_living, sender
from app.accounts.sessions import token_hash
from app.audit.queries import has_happened
from app.audit.services import record
from app.clients.services import READ_ACTION
from app.db import atomic
from app.errors import NotFound
from app.policy import SYSTEM
from app.support.models import SupportLink, SupportRequest
from app.support.notices import tell_of_new_link
from app.support.queries import reachable

READ_EVERY = timedelta(hours=1)


def request_of(token: str) -> SupportRequest:
    """What a living link is about; NotFound for one that is wrong or over."""
    link = SupportLink.get_or_none(is_living(SupportLink, token))
    if link is None:
        raise NotFound("link")
    found = reachable(SYSTEM).where(SupportRequest.id == link.request_id).first()
    if (
        found is None
        or not found.organisation.is_active
        or found.organisation.email != link.sent_to
    ):
        raise NotFound("link")
    return found


def note_opening(request: SupportRequest) -> None:
    """Note that the organisation read what it was told of the client, at most once an hour."""
    since = clock.now() - READ_EVERY
    if not request.is_open or has_happened(READ_ACTION, request, since=since):
        return
    with atomic():
        record(
            sender(request.organisation), READ_ACTION, request, client_id=request.client_id,
            organisation_id=request.organisation_id,
        )  # fmt: skip


def keep_alive(token: str) -> None:
    """A link that was used is good for another while, as the help is still to be given."""
    hashed = SupportLink.token_hash == token_hash(token)
    SupportLink.update(expires_at=ends_at()).where(hashed).execute()


def send_new_link(token: str) -> None:
    """Send the organisation a new link for one that was its own and is over; once a day.

    Whoever holds the old one learns nothing: what is sent goes to the organisation alone.
    """
    linked = SupportLink.select(SupportLink.request).where(
        SupportLink.token_hash == token_hash(token)
    )
    found = reachable(SYSTEM).where(
        SupportRequest.id.in_(linked),
        SupportRequest.is_open == True,  # noqa: E712
    )
    request = found.first()
    if request is None or not request.organisation.is_active:
        return
    with atomic():
        if tell_of_new_link(request):
            record(SYSTEM, "support.send_link", request, client_id=request.client_id)
