"""The mails about a group: neutral ones that lead to its page."""

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app import clock
from app.accounts.recipients import to_account
from app.clients.models import Client
from app.clients.recipients import is_reached, reader_of
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role
from app.support.models import GroupMember, SupportGroup
from app.web.links import address_of

JOINED = _("You are in a group now. If you do not want that, you can leave it.")
WAITS = _("You wait for a place in a group. If you do not want that, you can stop waiting.")
PLACE = _("A place in the group is yours. If you do not want it any more, please leave it.")
PLACE_TO_PASS_ON = _("Somebody you brought into a group has a place now. Please tell them.")
DIFFERENT = _("Something is different in your group:")
LEFT = _("You are not in the group any more. If that is not right, please tell us.")
ENDED = _("Your group has ended.")


def tell_member(
    group: SupportGroup, client: Client, news: LazyString, *, key: str, text: str = ""
) -> bool:
    """Whether the client is told by mail; others are told by a person."""
    reader = reader_of(client)
    return reader is not None and _put(group, reader, news, key=key, text=text)


def tell_of_place(member: GroupMember) -> None:
    """Who waited is in now; who does not read mail is told by whoever brought her."""
    key = f"group-place-{member.id}"
    tell_member(member.group, member.client, PLACE, key=key)
    if is_reached(member.client):
        return
    account = member.added_by
    if account is not None and account.is_active and account.role != Role.CLIENT:
        _put(member.group, to_account(account), PLACE_TO_PASS_ON, key=key)


def tell_members(
    group: SupportGroup, members: Iterable[GroupMember], news: LazyString, *, text: str
) -> None:
    """Tell everybody who is in the group or waits for it."""
    key = f"group-news-{group.id}-{clock.now():%Y%m%d%H%M%S%f}"
    for member in members:
        tell_member(group, member.client, news, key=key, text=text)


def _put(group: SupportGroup, to: Recipient, news: LazyString, *, key: str, text: str = "") -> bool:
    address = f"/support/groups/{group.reference}"
    return put_in_outbox(
        "group_news",
        to,
        key=key,
        news=news,
        text=text,
        address=address_of(address) if to.account_id else "",
    )
