"""Makes the demo programme, once, through the same services that the pages use."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice

from app import clock
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.accounts.sessions import viewer_of
from app.admin.demo import (
    coordinating,
    mentoring,
    offers,
    partnership,
    referring,
    supporting,
)
from app.admin.demo.mailing import settle_the_past
from app.admin.demo.people import MadeUp, endless, people
from app.admin.demo.profiling import profile
from app.admin.demo.putting_forward import put_forward
from app.admin.demo.referring import Referrer
from app.admin.demo.self_referring import refer_herself
from app.clients.fact_models import Confirmed, EnglishResult, Topic
from app.clients.freshness import confirm
from app.clients.models import Client, ClientReferrer
from app.clients.own_words import keep_words
from app.db import atomic
from app.organisations.models import Organisation, OrganisationKind, Programme, Trust
from app.policy import SYSTEM
from app.references import drawn_from

PEOPLE = 183
ACCEPTED, INVITED, CLOSED = 10, 12, 9
DRAFTS = 3
TOLD_BY_PHONE = 2
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
    # One transaction: a run that is stopped half-way leaves nothing, and can be begun again.
    with drawn_from(random.Random(seed)), atomic():  # noqa: S311 -- made-up references
        _make(seed, progress)


def _make(seed: int, progress: Callable[[int], None]) -> None:
    programme = Programme.select().order_by(Programme.id).get()
    organisations = partnership.make_organisations()
    trust = Trust.get_by_id(programme.trust_id)
    trust.phone = "0121 496 0150"  # one of those kept free for stories
    trust.save()
    accounts = partnership.make_accounts(organisations, trust)
    offers.make_offers(viewer_of(accounts["staff"]), trust)
    referrers = _referrers(organisations, accounts, programme)
    slots = mentoring.make_mentors(organisations)
    active: list[Client] = []
    for person in people(seed, clock.today()):
        client = _story(person, _referrer(referrers, person.number))
        active += [client] if client else []
        progress(1)
    _referrals_without_client(referrers, seed)
    _told_by_phone(referrers[0], list(organisations.values()), seed)
    mentoring.fill(slots, active[:60], viewer_of(accounts["staff"]), seed)
    coordinating.share_out(accounts["staff"], active, trust)
    asked = _client_account(active, accounts["partner"])
    others = [client for client in active if client.id != asked.id]
    put_forward(viewer_of(accounts["staff"]), asked, others)
    supporting.make_support(accounts, asked, others)
    refer_herself(programme, next(endless(seed + 3, clock.today())), asked)
    settle_the_past()


def _referrer(referrers: list[Referrer], number: int) -> Referrer:
    """The partners who can sign in refer most; the others take their turns."""
    partner, partner2, *others = referrers
    if number % 6 == 0:
        return partner
    return partner2 if number % 10 == 1 else others[number % len(others)]


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
    profile(referrer.staff, client, person, days=days - 11)
    if number >= PEOPLE - CLOSED:
        referring.close(referrer, referral, days=5 + number % 20)
        return None
    return client


def _referrals_without_client(referrers: list[Referrer], seed: int) -> None:
    """Drafts, those that wait, and those that ended before anyone became a client."""
    total = sum(count for count, _ in referring.WITHOUT_CLIENT)
    source = islice(endless(seed + 1, clock.today()), DRAFTS + total)
    for number, person in enumerate(source):
        referrer = _referrer(referrers, number)
        if number < DRAFTS:
            referring.refer(referrer, person, days=number, send=False)
            continue
        days = 1 + (number * 5) % 14
        referral = referring.refer(referrer, person, days=days)
        referring.end_without_client(referrer, referral, number - DRAFTS, days=max(0, days - 2))


def _told_by_phone(referrer: Referrer, organisations: list[Organisation], seed: int) -> None:
    """Organisations that have no account rang; one is asked something by mail."""
    working = Account.select(Account.organisation).where(Account.organisation.is_null(False))
    known = {row.organisation_id for row in working}
    kinds = (OrganisationKind.SUPPORT_PROVIDER, OrganisationKind.COUNCIL)
    without = [one for one in organisations if one.kind in kinds and one.id not in known]
    people_told = islice(endless(seed + 2, clock.today()), TOLD_BY_PHONE)
    for number, (organisation, person) in enumerate(zip(without, people_told, strict=False)):
        referring.tell_by_phone(
            referrer, organisation, person, days=1 + number, asked=number % 2 == 0
        )


def _client_account(active: list[Client], partner: Account) -> Client:
    """client@demo.example is a nurse whom the demo's partner referred, and who has sat IELTS."""
    followed = {
        row.client_id
        for row in ClientReferrer.select().where(
            ClientReferrer.organisation == partner.organisation_id
        )
    }
    tested = {row.client_id for row in EnglishResult.select(EnglishResult.client)}
    fitting = [c for c in active if c.profession == "nurse" and c.id in followed]
    client = next((c for c in fitting if c.id in tested), fitting[0])
    account = create_account(
        SYSTEM,
        email=f"client@{partnership.DOMAIN}",
        name=client.name,
        role=AccountRole.CLIENT,
        client_id=client.id,
    )
    # She says what she hopes for, in her words; staff's own stand in the record.
    keep_words(SYSTEM, client, {"goal": "I want to care for babies again, as I did at home"})
    confirm(viewer_of(account), client, Topic.CONTACT, how=Confirmed.ONLINE)
    return client
