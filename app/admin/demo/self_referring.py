"""Somebody of the demo who refers herself, after a client has told her of us."""

from app import clock
from app.accounts.models import Account
from app.accounts.sessions import viewer_of
from app.admin.demo.people import MadeUp
from app.admin.demo.referring import days_ago
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client
from app.organisations.models import Programme
from app.referrals.models import Companion, InterpreterNeed
from app.referrals.self_referrals import services
from app.referrals.self_referrals.models import HeardFrom
from app.referrals.self_referrals.sharing import make_share_code

# What a visitor of the demo comes back with; seed-demo refuses production.
CODE = "7K3-F2X-CA9-M4T"


def refer_herself(programme: Programme, person: MadeUp, friend: Client) -> None:
    """A self-referral of yesterday, sent, by somebody to whom a client gave her code."""
    account = Account.get(Account.client_id == friend.id)
    make_share_code(viewer_of(account), friend)
    with clock.at(days_ago(1)):
        found = services.begin(
            CODE, programme=programme, language="en", address="demo",
            profession=person.profession, trained_in=person.facts["trained_in"],
        )  # fmt: skip
        services.save_answers(
            found,
            name=person.name,
            contact_route=person.facts["contact_route"],
            phone=person.facts["phone"],
            email=person.facts["email"],
            preferred_language=person.facts["preferred_language"],
            interpreter=InterpreterNeed.YES,
            companion=Companion.NOBODY,
            heard_from=HeardFrom.FRIEND,
            shared_by=friend.id,
            is_helped=True,
            helper="A worker at the library",
            consent_given=ConsentGiven.ONLINE,
        )
        services.send(found)
