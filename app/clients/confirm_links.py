"""Links with which a client who has no account looks at what is old of her and answers.

A link is signed and names what it asks, so that it shows nothing else. It works for 14 days and
as long as the record is hers, its keeping is agreed to, and the address it went to is on it.
Opening it changes nothing, for programmes that look into mails open every link.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app import clock
from app.accounts.answer_links import ends_at
from app.clients import freshness
from app.clients.fact_models import Confirmed
from app.clients.locking import locked
from app.clients.models import Client, ContactRoute, Note, Topic
from app.clients.said_differently import said, say_different
from app.db import atomic
from app.errors import NotFound
from app.policy import Role, Viewer
from app.web.links import address_of
from app.web.sealing import mark_of_address, sealed, unsealed

PURPOSE = "still-right"


@dataclass(frozen=True)
class Asked:
    """What a link asks of a client: what is still to be answered, and what she has answered."""

    client: Client
    open: list[freshness.Standing]
    settled: list[Topic]
    said: dict[Topic, list[Note]]


def confirm_link(client: Client) -> str:
    """A new link that asks about what is old now."""
    topics = [one.rule.topic.value for one in freshness.stale_of(client)]
    until = ends_at().isoformat(timespec="seconds")
    word = sealed(PURPOSE, [client.reference, mark_of_address(client.email), topics, until])
    return address_of(f"/clients/still-right/{word}")


def may_be_asked(client: Client) -> bool:
    """Whether she wants to be reached by e-mail, and her record is still kept with her consent."""
    return (
        client.contact_route == ContactRoute.EMAIL
        and bool(client.email)
        and client.closed_at is None
        and client.merged_into_id is None
    )


def asked(word: str) -> Asked:
    """What a living link asks; NotFound for one that is not ours or is over."""
    reference, mark, topics, until = unsealed(PURPOSE, word)
    client = Client.get_or_none(Client.reference == reference)
    if (
        client is None
        or clock.now() > datetime.fromisoformat(until)
        or not may_be_asked(client)
        or mark != mark_of_address(client.email)
    ):
        raise NotFound("link")
    told = {topic: notes for (_id, topic), notes in said([client.id]).items() if topic in topics}
    stale = [one for one in freshness.standings(client) if one.rule.topic in topics]
    still_open = [one for one in stale if one.is_stale and one.rule.topic not in told]
    left = {one.rule.topic for one in still_open}
    return Asked(client, still_open, [Topic(one) for one in topics if one not in left], told)


def answer(found: Asked, *, right: Collection[Topic], different: dict[Topic, str]) -> None:
    """Note what she says holds, and keep her words on what does not.

    What somebody confirmed or changed while she had the page open is not confirmed again, as she
    has not seen it; what she wrote is kept, once.
    """
    client = found.client
    herself = Viewer(account_id=None, role=Role.CLIENT, client_id=client.id)
    with atomic():
        now = freshness.standings(locked(client))
        stale = {one.rule.topic for one in now if one.is_stale}
        for topic in [one.rule.topic for one in found.open if one.rule.topic in right]:
            if topic in stale:
                freshness.confirm(herself, client, topic, how=Confirmed.ONLINE)
        before = said([client.id])
        for topic, text in different.items():
            if text not in {note.text for note in before.get((client.id, topic), ())}:
                say_different(herself, client, topic, text)
