"""Whoever reads of a client on any of her pages is in the audit trail."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.bookings.models import Booking, Slot
from app.bookings.services import book_slot
from app.clients.services import READ_ACTION, end_referrer, note_reads
from app.opportunities.candidatures import put_on_shortlist
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.referrals.drafts import save_answers, start_draft
from app.referrals.models import Referral
from tests.cast import Cast
from tests.factories.bookings import a_crowd, a_mentor, a_slot
from tests.factories.opportunities import registered_post
from tests.opportunities.people import ready_nurse
from tests.queries import watched
from tests.referrals.conftest import ANSWERS, CONSENT
from tests.visitor import Visitor


@pytest.mark.parametrize(
    "page", ["", "/edit/right-to-work", "/english", "/timeline", "/bookings", "/referrals",
             "/matches", "/plan", "/plan/new", "/plan/steps/documents/edit"]
)  # fmt: skip
def test_reading_a_page_of_a_client_is_kept(app: Flask, cast: Cast, page: str) -> None:
    with app.test_request_context():
        make_plan(SYSTEM, cast.client)
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}{page}")
    with app.app_context():
        looks = AuditEvent.select().where(
            AuditEvent.action == READ_ACTION, AuditEvent.client_id == cast.client.id
        )
        assert [one.actor_id for one in looks] == [cast.staff.id]


def test_a_referral_names_the_record_only_while_it_is_in_reach(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        referral = start_draft(cast.viewer(cast.partner), programme=cast.programme, **ANSWERS)
        save_answers(cast.viewer(cast.partner), referral, **CONSENT)
        Referral.update(client=cast.client, state="active", submitted_at=referral.created_at).where(
            Referral.id == referral.id
        ).execute()
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}")
    assert cast.client.reference in visitor.text
    assert looks(app, cast.partner) == [cast.client.id]
    with app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    visitor.open(f"/referrals/{referral.reference}")
    assert cast.client.reference not in str(visitor.page)


@pytest.fixture
def guests(app: Flask, cast: Cast) -> Slot:
    """A slot tomorrow on which both clients of the cast are booked."""
    with app.test_request_context():
        slot = a_slot(a_mentor(cast.mentor), capacity=2)
        for client in (cast.client, cast.other_client):
            book_slot(SYSTEM, slot, client=client)
    return slot


def signed_in(app: Flask, cast: Cast, account: Account) -> Visitor:
    """Somebody at a browser whose start page is not counted."""
    visitor = cast.visits(account)
    with app.app_context():
        AuditEvent.delete().where(AuditEvent.action == READ_ACTION).execute()
    return visitor


def looks(app: Flask, account: Account) -> list[int]:
    """The clients whom the account has read of, once for each entry."""
    with app.app_context():
        rows = AuditEvent.select().where(
            AuditEvent.action == READ_ACTION, AuditEvent.actor_id == account.id
        )
        return sorted(row.client_id for row in rows)


@pytest.mark.parametrize("page", ["/home", "/bookings", "/slots/{slot}"])
def test_a_mentor_who_sees_who_is_coming_has_read_of_each_once(
    app: Flask, cast: Cast, guests: Slot, page: str
) -> None:
    visitor = signed_in(app, cast, cast.mentor)
    for _ in range(2):
        visitor.open(page.format(slot=guests.id))
    assert looks(app, cast.mentor) == [cast.client.id, cast.other_client.id]
    herself = cast.visits(cast.client_account)
    herself.open(f"/clients/{cast.client.reference}/consent")
    assert "Dr Mary Mentor" in herself.text


@pytest.mark.parametrize("page", ["/bookings", "/slots/{slot}"])
def test_staff_and_a_partner_have_read_of_those_in_their_reach(
    app: Flask, cast: Cast, guests: Slot, page: str
) -> None:
    for account, seen in (
        (cast.staff, [cast.client.id, cast.other_client.id]),
        (cast.partner, [cast.client.id]),
        (cast.other_client_account, []),
    ):
        signed_in(app, cast, account).open(page.format(slot=guests.id))
        assert looks(app, account) == seen


@pytest.mark.parametrize("page", ["", "/attendance", "/cancel"])
def test_a_mentor_on_a_page_of_one_booking_has_read_of_that_client(
    app: Flask, cast: Cast, guests: Slot, page: str
) -> None:
    with app.app_context():
        booking = Booking.get(Booking.client == cast.other_client)
    signed_in(app, cast, cast.mentor).open(f"/bookings/{booking.id}{page}")
    assert looks(app, cast.mentor) == [cast.other_client.id]


def test_the_start_page_of_staff_names_and_reads_nobody(
    app: Flask, cast: Cast, guests: Slot
) -> None:
    cast.visits(cast.staff).open("/home")
    assert looks(app, cast.staff) == []


def test_comparing_a_referral_with_those_it_may_be_is_reading_of_them(
    app: Flask, cast: Cast
) -> None:
    known = cast.other_client
    with app.test_request_context():
        actor = cast.viewer(cast.partner)
        referral = start_draft(actor, programme=cast.programme, **ANSWERS | {"name": known.name})
        save_answers(actor, referral, **CONSENT)
        Referral.update(state="submitted", submitted_at=referral.created_at).execute()
    cast.visits(cast.staff).open(f"/referrals/{referral.reference}/accept")
    assert looks(app, cast.staff) == [known.id]


def test_the_reasons_why_clients_fit_a_post_are_reading_of_each(app: Flask, cast: Cast) -> None:
    nurse, post = ready_nurse(cast.client), registered_post()
    with app.test_request_context():
        put_on_shortlist(cast.viewer(cast.staff), cast.other_client, post)
    cast.visits(cast.staff).open(f"/opportunities/{post.id}/matches")
    assert looks(app, cast.staff) == [nurse.id, cast.other_client.id]


def test_the_time_between_two_entries_counts_for_each_client(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        mentor, first, second = cast.viewer(cast.mentor), cast.client.id, cast.other_client.id
        start = clock.now()
        with clock.at(start):
            note_reads(mentor, [first])
        with clock.at(start + timedelta(minutes=30)):
            note_reads(mentor, [first, second])
        assert looks(app, cast.mentor) == [first, second]
        with clock.at(start + timedelta(minutes=61)):
            note_reads(mentor, [first, second])
    assert looks(app, cast.mentor) == [first, first, second]


def test_a_hundred_clients_cost_one_question_and_one_entry(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        mentor = cast.viewer(cast.mentor)
        everybody = [client.id for client in a_crowd(cast.programme, 100)]
        with watched() as first:
            note_reads(mentor, everybody)
        with watched() as again:
            note_reads(mentor, everybody)
        assert [sql.split()[0] for sql in first if "audit_event" in sql] == ["SELECT", "INSERT"]
        assert [sql.split()[0] for sql in again] == ["SELECT"]
        assert AuditEvent.select().where(AuditEvent.action == READ_ACTION).count() == 100


def test_nobody_on_the_page_costs_nothing(app: Flask, cast: Cast) -> None:
    mentor = cast.viewer(cast.mentor)
    with app.test_request_context(), watched() as asked:
        note_reads(mentor, [])
    assert asked == []
