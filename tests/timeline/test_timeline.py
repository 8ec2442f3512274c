"""The timeline of a client: all domains in one order, each as far as the viewer may read it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from app import clock
from app.bookings.services import book_slot, cancel_booking
from app.clients.access import groups
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.english import add_english_result
from app.clients.merging.services import merge_clients
from app.clients.models import Client, ClientChange, Note
from app.clients.queries import client as client_of
from app.clients.services import create_client, give_consent
from app.clients.timeline import Entry
from app.opportunities.candidatures import offer_to_client
from app.pathways.models import PlanStep
from app.pathways.queries import plan_of, steps_of
from app.pathways.services import StepDraft, add_step, comment_step, drop_step, make_plan
from app.policy import SYSTEM
from app.reference.english import Component, Exam
from app.referrals.acceptance import accept_referral
from app.referrals.models import FirstMeeting, Referral, ReferralMove
from app.referrals.services import Decision
from app.timeline.merging import timeline
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.factories.opportunities import make_opportunity
from tests.queries import watched
from tests.referrals.conftest import ANSWERS, CONSENT
from tests.visitor import Visitor

LIVES = {
    "The referral was accepted.", "Mentoring with Dr Mary Mentor", "IELTS", "A plan was made.",
    "Only for us", "For the partner", "For her", "Welcome to the programme",
}  # fmt: skip


@pytest.fixture
def life(app: Flask, cast: Cast) -> Client:
    """A referral, a plan, a test, a booking called off and three notes."""
    with app.test_request_context():
        from app.referrals.drafts import save_answers, start_draft, submit_referral

        partner, staff = cast.viewer(cast.partner), cast.viewer(cast.staff)
        referral = start_draft(partner, programme=cast.programme, **ANSWERS)
        save_answers(partner, referral, **CONSENT)
        submit_referral(partner, referral)
        said = Decision(text_for_referrer="Thank you", text_for_client="Welcome to the programme")
        accept_referral(staff, Referral.get_by_id(referral.id), said, client=cast.client)
        make_plan(staff, cast.client)
        scores = dict.fromkeys(Component, Decimal("6.5"))
        day = clock.today() - timedelta(days=60)
        add_english_result(SYSTEM, cast.client, exam=Exam.IELTS, taken_on=day, scores=scores)
        booking = book_slot(staff, a_slot(a_mentor(cast.mentor), capacity=2), client=cast.client)
        cancel_booking(staff, booking)
        for audience, text in (
            ("staff", "Only for us"), ("partner", "For the partner"), ("client", "For her"),
        ):  # fmt: skip
            Note.create(
                client=cast.client, author=cast.staff, audience=audience, text=text,
                written_at=clock.now(),
            )  # fmt: skip
        return cast.client


def seen_by(visitor: Visitor, client: Client, query: str = "") -> set[str]:
    visitor.open(f"/clients/{client.reference}/timeline{query}")
    return {text for text in LIVES if text in visitor.text}


def test_staff_read_everything_with_who_and_when(cast: Cast, life: Client) -> None:
    visitor = cast.visits(cast.staff)
    assert seen_by(visitor, life) == LIVES
    assert "Paula Partner" in visitor.text
    assert "Cancelled" in visitor.text


def test_a_partner_reads_what_the_client_shares(app: Flask, cast: Cast, life: Client) -> None:
    visitor = cast.visits(cast.partner)
    seen = {"The referral was accepted.", "Mentoring with Dr Mary Mentor", "For the partner"}
    assert seen_by(visitor, life) == seen | {"A plan was made."}  # her referral shared the plan
    assert "Sana Staff" in visitor.text  # who wrote the note for her
    with app.test_request_context():
        Consent.update(withdrawn_at=clock.now()).execute()
    assert seen_by(visitor, life) == seen
    with app.test_request_context():
        give_consent(
            SYSTEM, life, counterparty=Counterparty.ORGANISATION,
            purpose=ConsentPurpose.SHARE_ENGLISH, given=ConsentGiven.WRITTEN,
            organisation=cast.organisation,
        )  # fmt: skip
    assert seen_by(visitor, life) == seen | {"IELTS"}


def test_a_client_reads_her_own_and_what_was_written_to_her(cast: Cast, life: Client) -> None:
    assert seen_by(cast.visits(cast.client_account), life) == {
        "The referral was accepted.", "Welcome to the programme", "Mentoring with Dr Mary Mentor",
        "IELTS", "A plan was made.", "For her",
    }  # fmt: skip


def test_others_find_no_timeline(cast: Cast, life: Client) -> None:
    for account in (cast.other_partner, cast.other_staff, cast.mentor, cast.other_client_account):
        address = f"/clients/{life.reference}/timeline"
        cast.visits(account).open(address, status=404)


@pytest.mark.parametrize(
    ("kind", "only"),
    [("note", {"Only for us", "For the partner", "For her"}), ("english", {"IELTS"}),
     ("plan", {"A plan was made."}), ("booking", {"Mentoring with Dr Mary Mentor"}),
     ("meeting", set()), ("nonsense", set())],
)  # fmt: skip
def test_one_kind_can_be_read_alone(cast: Cast, life: Client, kind: str, only: set[str]) -> None:
    assert seen_by(cast.visits(cast.staff), life, f"?kind={kind}") == only


def pages(cast: Cast, client: Client) -> list[list[Entry]]:
    with cast.app.test_request_context():
        asking = cast.viewer(cast.staff)
        found = client_of(asking, client.reference)
        groups_seen, cursor, read = groups(asking, found), None, []
        while True:
            page = timeline(asking, found, groups_seen, cursor=cursor)
            read.append(list(page.rows))
            cursor = page.next_cursor
            if cursor is None:
                return read


def test_pages_leave_nothing_out_and_tell_nothing_twice(cast: Cast, life: Client) -> None:
    """Even where many things of several kinds happened at one instant."""
    at = clock.now() - timedelta(days=1)
    with cast.app.test_request_context():
        for number in range(40):
            Note.create(client=life, text=f"n{number}", written_at=at)
            ClientChange.create(
                client=life, field=f"f{number}", before="a", after="b", changed_at=at, version=1
            )
    read = pages(cast, life)
    entries = [entry for page in read for entry in page]
    notes = [entry.text for entry in entries if entry.text.startswith("n")]
    changed = [change.field for entry in entries for change in entry.changes]
    assert len(read) > 3
    assert sorted(notes) == sorted({*notes})
    assert len(notes) == 40
    assert len({f for f in changed if f.startswith("f")} & {f"f{n}" for n in range(40)}) == 40
    assert [one.at for one in entries] == sorted((one.at for one in entries), reverse=True)


def test_english_of_a_day_is_paged_by_the_day(cast: Cast, life: Client) -> None:
    on = date(2024, 5, 6)
    midnight = datetime(2024, 5, 6)  # noqa: DTZ001 -- instants are naive
    with cast.app.test_request_context():
        scores = dict.fromkeys(Component, Decimal("7"))
        add_english_result(SYSTEM, life, exam=Exam.IELTS, taken_on=on, scores=scores)
        for number in range(30):
            Note.create(client=life, text=f"n{number}", written_at=midnight)
    entries = [entry for page in pages(cast, life) for entry in page]
    assert sum(entry.is_day and entry.at == midnight for entry in entries) == 1


def test_the_number_of_questions_does_not_grow(cast: Cast, life: Client) -> None:
    def asked() -> int:
        visitor.open(address)
        with watched() as statements:
            visitor.http.get(address)
        return len(statements)

    visitor = cast.visits(cast.staff)
    address = f"/clients/{life.reference}/timeline"
    before = asked()
    with cast.app.test_request_context():
        for number in range(60):
            Note.create(client=life, text=f"n{number}", written_at=clock.now())
    assert asked() == before
    assert before <= 24


def test_a_wrong_note_keeps_what_was_typed(cast: Cast, life: Client) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{life.reference}/timeline")
    visitor.submit({"text": "y" * 4001}, button="Add to the log", status=422)
    assert "y" * 4001 in visitor.page.find("textarea").text
    visitor.open(f"/clients/{life.reference}/timeline?after=damaged")
    assert "Only for us" in visitor.text


@pytest.mark.parametrize(("who", "reads"), [("staff", True), ("client_account", True),
                                            ("partner", False)])  # fmt: skip
def test_what_was_written_to_her_is_there_for_her_and_for_staff(
    app: Flask, cast: Cast, who: str, reads: bool
) -> None:
    with app.test_request_context():
        assert cast.client_account
        slot = a_slot(a_mentor(cast.mentor), capacity=2)
        book_slot(cast.viewer(cast.staff), slot, client=cast.client)
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"/clients/{cast.client.reference}/timeline?kind=message")
    assert ("Your booking (Waiting)" in visitor.text) is reads


def test_a_step_that_was_taken_out_is_not_told_of_by_another_persons(
    app: Flask, cast: Cast, life: Client
) -> None:
    """SQLite gives the number of a row that is gone to the next one."""
    with app.test_request_context():
        plan = plan_of(life)
        gone = add_step(SYSTEM, plan, StepDraft("Her own step"))
        drop_step(SYSTEM, gone)
        other = make_plan(SYSTEM, cast.other_client)
        secret = PlanStep.get_or_none(id=gone.id) or steps_of(other)[0]
        PlanStep.update(id=gone.id, title="Somebody's secret").where(
            PlanStep.id == secret.id
        ).execute()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{life.reference}/timeline?kind=plan")
    assert "secret" not in visitor.text
    assert "It has been taken out since." in visitor.text


def test_a_comment_is_told_of_to_whom_it_was_written(app: Flask, cast: Cast, life: Client) -> None:
    with app.test_request_context():
        comment_step(cast.viewer(cast.staff), steps_of(plan_of(life))[0], "Between us")
    for account, reads in ((cast.staff, True), (cast.client_account, True), (cast.partner, False)):
        visitor = cast.visits(account)
        visitor.open(f"/clients/{life.reference}/timeline?kind=plan")
        assert "A plan was made." in visitor.text
        assert ("A comment was written" in visitor.text) is reads, account.role


def test_a_partner_reads_how_an_offer_stands_and_not_what_it_is(
    app: Flask, cast: Cast, life: Client
) -> None:
    with app.test_request_context():
        offer_to_client(
            cast.viewer(cast.staff), life, make_opportunity("Canary ward", actor=SYSTEM)
        )
    address = f"/clients/{life.reference}/timeline?kind=offer"
    partner, client = cast.visits(cast.partner), cast.visits(cast.client_account)
    partner.open(address)
    assert "Offered to the client" in partner.text
    assert "Canary" not in partner.response.text
    client.open(address)
    assert "Canary ward: Waiting for your answer" in client.text


def test_who_wrote_down_a_test_and_who_called_a_booking_off_is_told(
    app: Flask, cast: Cast, life: Client
) -> None:
    with app.test_request_context():
        scores = dict.fromkeys(Component, Decimal("7"))
        day = clock.today() - timedelta(days=10)
        add_english_result(
            cast.viewer(cast.staff), life, exam=Exam.IELTS, taken_on=day, scores=scores
        )
    staff, client = cast.visits(cast.staff), cast.visits(cast.client_account)
    for kind in ("english", "booking"):
        staff.open(f"/clients/{life.reference}/timeline?kind={kind}")
        assert "Sana Staff" in staff.page.find(id="timeline").text
        client.open(f"/clients/{life.reference}/timeline?kind={kind}")
        assert "The Learning Works" in client.page.find(id="timeline").text
        assert "Sana" not in client.page.find(id="timeline").text


def test_a_client_reads_of_her_first_meeting(app: Flask, cast: Cast, life: Client) -> None:
    with app.test_request_context():
        referral = Referral.get(Referral.client == life)
        ReferralMove.create(
            referral=referral, move="book_meeting", from_state="accepted",
            to_state="first_meeting_booked", actor=cast.staff, actor_role="staff",
            note="Only for us", text_for_referrer="For the referrer", at=clock.now(),
        )  # fmt: skip
        FirstMeeting.create(
            referral=referral, starts_at=clock.now(), place="Hospital", created_at=clock.now(),
            confirmed_at=clock.now(), confirmed_by="client", arrived_at=clock.now(),
        )  # fmt: skip
    visitor = cast.visits(cast.partner)
    visitor.open(f"/clients/{life.reference}/timeline?kind=meeting")
    assert "Arrived at the first meeting" in visitor.text
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{life.reference}/timeline?kind=meeting")
    assert "The first meeting was booked." in visitor.text
    assert "Coming to the first meeting was confirmed." in visitor.text
    assert "Arrived at the first meeting" in visitor.text
    assert "Only for us" not in visitor.text
    assert "For the referrer" not in visitor.text


def test_what_happened_to_a_merged_record_goes_on_in_the_one_that_stays(
    app: Flask, cast: Cast, life: Client
) -> None:
    with app.test_request_context():
        assert cast.client_account
        kept = create_client(SYSTEM, programme=cast.programme, name="Hana T", profession="nurse")
        slot = a_slot(a_mentor(cast.mentor), first_on=clock.today() + timedelta(days=9))
        book_slot(cast.viewer(cast.staff), slot, client=life)
        gone = Client.get_by_id(life.id)
        merge_clients(cast.viewer(cast.staff), kept, gone, versions=(kept.version, gone.version))
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{kept.reference}/timeline?kind=plan")
    assert "A plan was made." in visitor.text
    visitor.open(f"/clients/{kept.reference}/timeline?kind=message")
    assert "Your booking" in visitor.text


def test_the_whole_is_printed_from_one_page(app: Flask, cast: Cast, life: Client) -> None:
    with app.test_request_context():
        for number in range(60):
            Note.create(client=life, text=f"n{number}", written_at=clock.now())
            ClientChange.create(
                client=life, field="goal", before="a", after="b", changed_at=clock.now(), version=1
            )
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{life.reference}/timeline")
    visitor.follow("Everything on one page")
    assert all(f"n{number}" in visitor.text for number in range(60))
    shown = visitor.page.find(id="timeline").find_all("details")
    assert shown
    assert all(one.has_attr("open") for one in shown)
    assert "Everything on one page" not in visitor.text
