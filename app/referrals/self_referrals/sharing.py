"""A client's own code to give to a friend."""

from app import clock
from app.audit.services import record
from app.clients.locking import check_kept
from app.clients.models import Client
from app.db import atomic
from app.policy import Viewer
from app.references import unused_reference
from app.referrals.self_referrals.models import ShareCode
from app.referrals.self_referrals.queries import share_code


def make_share_code(actor: Viewer, client: Client) -> ShareCode:
    """Her code; the same again if she has one."""
    with atomic():
        check_kept(client)
        found = share_code(client)
        if found is not None:
            return found
        code = unused_reference("S", _is_taken)
        made = ShareCode.create(client=client, code=code, made_at=clock.now())
        record(actor, "share_code.make", made, client_id=client.id)
    return made


def set_named(actor: Viewer, client: Client, *, is_named: bool) -> None:
    """Whether staff may see her name beside those whom she told of us."""
    with atomic():
        ShareCode.update(is_named=is_named).where(ShareCode.client == client).execute()
        record(actor, "share_code.set_named", client, client_id=client.id, is_named=is_named)


def _is_taken(code: str) -> bool:
    return ShareCode.select().where(ShareCode.code == code).exists()
