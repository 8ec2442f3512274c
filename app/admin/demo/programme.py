"""Makes the demo programme, once, through the same services that the pages use."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import cycle, islice

from app import clock
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.accounts.sessions import viewer_of
from app.admin.demo import bulk, mentoring, partnership, referring
from app.admin.demo.people import MadeUp, endless, people
from app.admin.demo.referring import Referrer, days_ago
from app.clients.english import add_english_result
from app.clients.models import Client, EvidenceLevel
from app.db import atomic
from app.organisations.models import Organisation, OrganisationKind, Programme, Trust
from app.pathways.services.plans import make_plan
from app.policy import SYSTEM
from app.reference.scores import Exam
from app.references import drawn_from

PEOPLE = 183
ACCEPTED, INVITED, CLOSED = 10, 12, 9
DRAFTS = 3
REFERRING = (
    OrganisationKind.COMMUNITY,
    OrganisationKind.FAITH,
    OrganisationKind.WORK_CLUB,
    OrganisationKind.COLLEGE,
)


def exists() -> bool:
    """Whether the demo has been made in this database."""
    return Account.select().where(Account.email == f"staff@{partnership.DOMAIN}").exists()


def make(seed: int, progress: Callable[[int], None]) -> None:
    """Make organisations, accounts, people and their stories; `progress` counts the people."""
    with drawn_from(random.Random(seed)):  # noqa: S311 -- made-up people, made-up references
        _make(seed, progress)


def _make(seed: int, progress: Callable[[int], None]) -> None:
    programme = Programme.select().order_by(Programme.id).get()
    with atomic():
        organisations = partnership.make_organisations()
        accounts = partnership.make_accounts(organisations, Trust.get_by_id(programme.trust_id))
        referrers = _referrers(organisations, accounts, programme)
        slots = mentoring.make_mentors(organisations)
    active: list[Client] = []
    everyone = people(seed, clock.today())
    for person, referrer in zip(everyone, cycle(referrers), strict=False):
        with atomic():
            client = _story(person, referrer)
        active += [client] if client else []
        progress(1)
    with atomic():
        _referrals_without_client(referrers, seed)
        mentoring.fill(slots, active[:60], viewer_of(accounts["staff"]), seed)
        _client_account(active)


def _referrers(
    organisations: dict[str, Organisation], accounts: dict[str, Account], programme: Programme
) -> list[Referrer]:
    """A worker of each organisation that refers; those with a sign-in of the demo come first."""
    staff = viewer_of(accounts["staff"])
    workers = [accounts["partner"], accounts["partner2"]]
    taken = {worker.organisation_id for worker in workers}
    for number, organisation in enumerate(organisations.values()):
        if organisation.kind in REFERRING and organisation.id not in taken:
            workers.append(
                create_account(
                    SYSTEM,
                    email=f"worker{number}@people.example",
                    name=f"Worker at {organisation.name}",
                    role=AccountRole.PARTNER,
                    organisation=organisation,
                )
            )
    return [Referrer(worker, programme, staff) for worker in workers]


def _story(person: MadeUp, referrer: Referrer) -> Client | None:
    """One of the 183: referred, accepted, met and planned for; the client once active."""
    number = person.number
    if number < ACCEPTED:
        referral = referring.refer(referrer, person, days=4 + number)
        referring.accept(referrer, referral, days=1 + number)
        return None
    if number < ACCEPTED + INVITED:
        referral = referring.refer(referrer, person, days=9 + number % 5)
        referring.accept(referrer, referral, days=7)
        referring.invite(referrer, referral, days=5, meets_in=max(0, number - ACCEPTED - 2))
        return None
    days = 40 + (number * 37) % 700
    referral = referring.refer(referrer, person, days=days)
    client = referring.accept(referrer, referral, days=days - 2)
    referring.invite(referrer, referral, days=days - 3, meets_in=-(days - 10))
    referring.activate(referrer, referral, days=days - 10)
    _profile(client, person, referrer, days=days - 11)
    if number >= PEOPLE - CLOSED:
        referring.close(referrer, referral, days=5 + number % 20)
        return None
    return client


def _profile(client: Client, person: MadeUp, referrer: Referrer, *, days: int) -> None:
    """What staff learn at the first meeting, and the plan they make."""
    if person.english is not None:
        taken, scores = bulk.taken_on(person), bulk.scores_of(person)
        with clock.at(days_ago(min(days, (clock.today() - taken).days - 7))):
            add_english_result(
                referrer.staff, client, exam=Exam.IELTS, taken_on=taken, scores=scores,
                level=EvidenceLevel.SEEN,
            )  # fmt: skip
    with clock.at(days_ago(min(days, 30))):
        make_plan(referrer.staff, Client.get_by_id(client.id))


def _referrals_without_client(referrers: list[Referrer], seed: int) -> None:
    """Drafts, those that wait, and those that ended before anyone became a client."""
    total = sum(count for count, _ in referring.WITHOUT_CLIENT)
    source = islice(endless(seed + 1, clock.today()), DRAFTS + total)
    for number, (person, referrer) in enumerate(zip(source, cycle(referrers), strict=False)):
        if number < DRAFTS:
            referring.refer(referrer, person, days=number, send=False)
            continue
        days = 1 + (number * 5) % 14
        referral = referring.refer(referrer, person, days=days)
        referring.end_without_client(referrer, referral, number - DRAFTS, days=max(0, days - 2))


def _client_account(active: list[Client]) -> None:
    """client@demo.example is a nurse whom Brushstrokes referred."""
    client = next(c for c in active if c.profession == "nurse")
    create_account(
        SYSTEM,
        email=f"client@{partnership.DOMAIN}",
        name=client.name,
        role=AccountRole.CLIENT,
        client_id=client.id,
    )
