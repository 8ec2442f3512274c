"""The demo's coordinators: the one who signs in and a colleague share what is open."""

from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.accounts.sessions import viewer_of
from app.clients.assigning import assign_client
from app.clients.models import Client
from app.organisations.models import Trust
from app.policy import SYSTEM
from app.referrals.assigning import assign_referral
from app.referrals.models import Referral
from app.referrals.transitions import OPEN, State


def share_out(staff: Account, clients: list[Client], trust: Trust) -> None:
    """A third of what waits and of the clients each; the rest is nobody's yet."""
    colleague = create_account(
        SYSTEM, email="colleague@people.example", name="Grace Bello", role=AccountRole.STAFF,
        trust=trust,
    )  # fmt: skip
    takers, actor = (staff.id, colleague.id, None), viewer_of(staff)
    waiting = Referral.select().where(Referral.state.in_(OPEN - {State.ACTIVE}))
    for number, referral in enumerate(waiting.order_by(Referral.id)):
        if to := takers[number % 3]:
            assign_referral(actor, referral, to=to, seen=None)
    for number, client in enumerate(clients):
        if to := takers[number % 3]:
            assign_client(actor, client, to=to, seen=client.coordinator_id)
