"""The signed link with which a mail's reader stops mails of its kind, without signing in."""

from app.errors import NotFound
from app.notifications.kinds import DIGEST, kind_of, stoppable
from app.notifications.models import Delivery, Message, MessageChoice
from app.web.links import address_of
from app.web.sealing import sealed, unsealed

PURPOSE = "stop-messages"


def stop_link(message: Message) -> str | None:
    """The link in a message; None where its kind must go. It names the message, not the person."""
    if message.template != DIGEST and not stoppable([kind_of(message.template).key]):
        return None
    return address_of(f"/stop-messages/{sealed(PURPOSE, message.id)}")


def message_of(token: str) -> Message:
    """The message whose link this is; raises NotFound for a link that is not ours."""
    found = Message.get_or_none(Message.id == unsealed(PURPOSE, token))
    if found is None:
        raise NotFound("message")
    return found


def kinds_to_stop(message: Message) -> list[str]:
    """The kinds that the link stops: the message's own, or all that the daily mail tells."""
    if message.template != DIGEST:
        return stoppable([kind_of(message.template).key])
    rows = MessageChoice.select().where(
        MessageChoice.address == message.to_address.lower(),
        MessageChoice.delivery == Delivery.DAILY,
    )
    return stoppable(row.kind for row in rows)
