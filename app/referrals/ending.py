"""When a client's record ends, so do her open referrals and her code for friends."""

from app.clients.keeping import stops
from app.clients.models import Client
from app.db import lock_row
from app.policy import Viewer
from app.referrals.models import Referral
from app.referrals.self_referrals.models import ShareCode
from app.referrals.services import Decision, make_move
from app.referrals.transitions import OPEN, Move


@stops
def withdraw_referrals(actor: Viewer, client: Client) -> None:
    mine = Referral.select().where(Referral.client == client).order_by(Referral.id)
    for referral in mine:
        lock_row(referral)
        present = Referral.get_by_id(referral.id)
        if present.state in OPEN:
            make_move(actor, present, Move.WITHDRAW, Decision(reason="person_declined"))
    ShareCode.delete().where(ShareCode.client == client).execute()
