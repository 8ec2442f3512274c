"""The demo's needs, what partners were asked for them in every state, and two groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app import clock
from app.accounts.models import Account
from app.accounts.sessions import viewer_of
from app.admin.demo.referring import days_ago
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client
from app.organisations.models import Organisation, Service, ServiceKind
from app.policy import Viewer
from app.support.groups import join_group, make_group
from app.support.models import GroupKind
from app.support.services import NOTHING, Said, Share, ask_for_support, move_request, record_need
from app.support.transitions import DeclineReason, Move

M = Move
NEXT = "Come on Monday at 10:00 and ask for the front desk."
INSTEAD = "The list is long this month. Please ask again in January."


@dataclass(frozen=True)
class Story:
    """A need, the service asked for it (none yet where empty), and a move a day since."""

    words: str
    service: str
    days: int
    moves: tuple[Move, ...] = ()
    kind: ServiceKind = ServiceKind.SOCIAL


OWN = (
    Story("A suit for an interview, size 12.", "Interview clothes", 6, (M.ACKNOWLEDGE, M.ACCEPT)),
    Story("Bus fares until the first wages.", "Travel help", 30, (M.ACCEPT, M.FINISH)),
    Story("Evening English before the next test.", "IELTS class", 1),
)  # fmt: skip
OTHERS = (
    Story("English for the speaking part.", "IELTS class", 0),
    Story("English twice a week, mornings.", "IELTS class", 8),
    Story("English for writing letters.", "IELTS class", 5, (M.ACKNOWLEDGE,)),
    Story("English, and a quiet room.", "IELTS class", 9, (M.ACKNOWLEDGE, M.ACCEPT)),
    Story("English at the weekend.", "IELTS class", 20, (M.ACKNOWLEDGE, M.DECLINE)),
    Story("English before the test.", "IELTS class", 40, (M.ACCEPT, M.FINISH)),
    Story("Two children, after school.", "Childcare in class hours", 3, (M.ASK_INFORMATION,)),
    Story("One child in the mornings.", "Childcare in class hours", 12, (M.WITHDRAW,)),
    Story("The room is damp and the landlord does not answer.", "Housing advice", 4, (M.ACCEPT,)),
    Story("Money runs short at the end of the month.", "Money advice", 15, (M.DECLINE,)),
    Story("Company on Sundays.", "Neighbours' table", 2),
    Story("Somebody to talk to in Tigrinya.", "", 5),
)
SAID = {
    M.ACCEPT: Said(
        text_for_asker="Yes, we can help. It is arranged with the person.", text_for_client=NEXT
    ),
    M.ASK_INFORMATION: Said(text_for_asker="Which days and which hours would suit?"),
    M.DECLINE: Said(
        reason=DeclineReason.NO_PLACE, text_for_asker="We have no place.", text_for_client=INSTEAD
    ),
}


def make_support(accounts: dict[str, Account], asked: Client, others: Sequence[Client]) -> None:
    """Live the stories: the demo's own client's first, each other with a client of its own."""
    staff = viewer_of(accounts["staff"])
    workers = (accounts["partner"], accounts["partner2"])
    receivers = {one.organisation_id: viewer_of(one) for one in workers}
    found = Service.select(Service, Organisation).join(Organisation)
    services = {row.name: row for row in found}
    for story in OWN:
        _live(story, asked, services, staff, receivers)
    for story, client in zip(OTHERS, others, strict=False):
        _live(story, client, services, staff, receivers)
    _groups(staff, viewer_of(accounts["partner"]), [asked, *others])


def _live(
    story: Story,
    client: Client,
    services: dict[str, Service],
    staff: Viewer,
    receivers: dict[int | None, Viewer],
) -> None:
    asked_at = days_ago(story.days)
    service = services.get(story.service)
    with clock.at(asked_at):
        need = record_need(
            staff, client, kind=ServiceKind(service.kind) if service else story.kind,
            words=story.words, since=clock.today() - timedelta(days=7),
        )  # fmt: skip
        if service is None:
            return
        share = Share(words=story.words, contact=client.phone, given=ConsentGiven.SPOKEN)
        request = ask_for_support(staff, need, service, share)
    receiver = receivers.get(service.organisation_id, staff)
    for number, move in enumerate(story.moves, start=1):
        with clock.at(min(asked_at + timedelta(days=number), clock.now())):
            move_request(
                staff if move is M.WITHDRAW else receiver, request, move,
                SAID.get(move, NOTHING),
            )  # fmt: skip


def _groups(staff: Viewer, partner: Viewer, clients: Sequence[Client]) -> None:
    with clock.at(days_ago(25)):
        study = make_group(
            staff, name="Study together for OET", kind=GroupKind.STUDY, language="en",
            about="Speak, listen and laugh. Bring a card of your profession.",
            meets="Tuesdays, 18:00 to 20:00", place="The Learning Works, B19", capacity=8,
        )  # fmt: skip
        tea = make_group(
            partner, name="Tea for newcomers", kind=GroupKind.PEER_SUPPORT, language="ar",
            meets="Fridays, 15:00", place="Brushstrokes, B66", capacity=12,
        )  # fmt: skip
    with clock.at(days_ago(20)):
        for client in clients[:5]:
            join_group(staff, study, client=client)
        for client in clients[3:6]:
            join_group(staff, tea, client=client)
