"""A client takes her yes to the record back in one step, and everything follows from it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta

from app import clock
from app.audit.models import AuditEvent
from app.bookings.models import Booking, Slot
from app.bookings.services import book_slot
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.keeping import stop_keeping
from app.clients.locking import RecordEnds
from app.clients.merging.services import merge_clients
from app.clients.models import Client
from app.clients.reminders import ask_to_confirm
from app.clients.services import create_client, give_consent
from app.errors import Conflict
from app.notifications.models import Message
from app.opportunities.candidature_models import Candidature
from app.opportunities.candidatures import offer_to_client, suggest
from app.opportunities.matches import matches_for_opportunity
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.models import Referral, ReferralMove
from app.referrals.self_referrals.models import ShareCode
from app.referrals.self_referrals.sharing import make_share_code
from app.referrals.services import Decision
from app.support.groups import join_group
from app.support.models import GroupMember, Need, SupportRequest
from app.web.filters import long_date
from tests.at_once import at_once, kinds
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot, over
from tests.factories.opportunities import course, registered_post
from tests.factories.support import a_group, a_need, a_request, a_service
from tests.queries import watched
from tests.referrals.conftest import Make, draft, sent

__all__ = ["draft", "sent"]
TOLD = Decision(text_for_referrer="We help her.")


@dataclass
class Story:
    """Everything that can be open for a client at once."""

    referral: Referral
    ahead: Slot
    past: Slot
    request: SupportRequest
    offer: Candidature


@pytest.fixture
def story(cast: Cast, sent: Make) -> Story:
    referral = sent(share_plan=True)
    with cast.app.test_request_context():
        staff, client = cast.viewer(cast.staff), cast.client
        cast.client_account  # noqa: B018 -- made when named
        accept_referral(staff, referral, TOLD, client=client)
        mentor = a_mentor(cast.mentor)
        ahead = a_slot(mentor)
        past = a_slot(mentor, first_on=clock.today() + timedelta(days=3))
        for slot in (ahead, past):
            book_slot(staff, slot, client=client)
        over(past)
        give_consent(
            SYSTEM, client, counterparty=Counterparty.MENTOR, purpose=ConsentPurpose.SHARE_PLAN,
            given=ConsentGiven.WRITTEN,
        )  # fmt: skip
        request = a_request(
            a_need(client), a_service(cast.other_organisation), actor=staff,
            contact="07700 900123",
        )  # fmt: skip
        join_group(staff, a_group(staff), client=client)
        offer = offer_to_client(staff, client, course("english_course"))
        make_share_code(staff, client)
        Message.delete().execute()
        return Story(Referral.get_by_id(referral.id), ahead, past, request, offer)


def stopped(cast: Cast, *, by: str = "client_account") -> None:
    visitor = cast.visits(getattr(cast, by))
    visitor.open(f"/clients/{cast.client.reference}/consent")
    own = "my" if by == "client_account" else "this"
    visitor.follow(f"Stop keeping {own} record")
    visitor.submit(button=f"Stop keeping {own} record")
    assert "This record ends" in visitor.heading


def fresh(cast: Cast) -> Client:
    return Client.get_by_id(cast.client.id)


@pytest.mark.parametrize("by", ["client_account", "staff"])
def test_one_press_stops_all_that_is_open(cast: Cast, story: Story, by: str) -> None:
    stopped(cast, by=by)
    with cast.app.app_context():
        assert Referral.get_by_id(story.referral.id).state == "withdrawn"
        assert Booking.get(Booking.slot == story.ahead).status == "cancelled_by_client"
        assert Booking.get(Booking.slot == story.past).status == "booked"
        assert Slot.get_by_id(story.ahead.id).booked == 0
        request = SupportRequest.get_by_id(story.request.id)
        assert (request.state, request.contact) == ("withdrawn", "")
        assert not Need.select().where(Need.ended_at.is_null()).exists()
        assert not GroupMember.select().where(GroupMember.left_at.is_null()).exists()
        assert Candidature.get_by_id(story.offer.id).state == "declined_by_client"
        assert not ShareCode.select().exists()
        assert not Consent.select().where(Consent.withdrawn_at.is_null()).exists()
        event = AuditEvent.get(AuditEvent.action == "client.stop_keeping")
        role = "client" if by == "client_account" else "staff"
        assert (event.actor_role, event.client_id) == (role, cast.client.id)


def test_those_who_wait_are_told_neutrally_and_she_gets_one_last_message(
    cast: Cast, story: Story
) -> None:
    with cast.app.test_request_context():
        late = Message.select().count()
    stopped(cast)
    with cast.app.app_context():
        told = {(row.to_address, row.template) for row in Message.select()}
        assert late == 0
        assert (cast.partner.email, "referral_moved") in told
        assert (cast.mentor.email, "booking_cancelled_host") in told
        hers = [row for row in Message.select() if row.to_address == "hana@mail.example"]
        assert [row.template for row in hers] == ["record_ends"]
        [last] = hers
        day = clock.today() + relativedelta(months=1)
        assert f"They must remove it by {long_date(day)}." in last.body
        for row in Message.select():
            for secret in ("Hana", "Tesfaye", "yes to it", "consent"):
                assert secret not in row.subject
            if row.to_address != "hana@mail.example":
                assert "record" not in row.body
        Client.update(confirm_due_on=clock.today(), confirm_asked_on=None).execute()
        assert ask_to_confirm() == 0


def test_what_still_waited_to_be_sent_to_her_is_not(cast: Cast, story: Story) -> None:
    with cast.app.test_request_context():
        offer_to_client(cast.viewer(cast.staff), cast.client, course("osce_prep", title="OSCE"))
        assert [row.status for row in Message.select()] == ["waiting"]
    stopped(cast)
    with cast.app.app_context():
        kept = {row.template: row.status for row in Message.select()}
        assert kept["offer_made"] == "not_wanted"
        assert kept["record_ends"] == "waiting"


def test_from_the_next_request_on_nobody_but_staff_and_she_reads_the_record(
    cast: Cast, story: Story, page: str
) -> None:
    past = Booking.get(Booking.slot == story.past)
    partner, mentor = cast.visits(cast.partner), cast.visits(cast.mentor)
    other = cast.visits(cast.other_partner)
    other.open(f"/support/requests/{story.request.reference}")
    partner.open(page)
    mentor.open(f"/bookings/{past.id}")
    stopped(cast)
    partner.open(page, status=404)
    partner.open(f"{page}/plan", status=404)
    partner.open("/clients")
    assert "Hana" not in partner.text
    mentor.open(f"/bookings/{past.id}", status=404)
    mentor.open("/bookings")
    assert "Hana" not in mentor.text
    mentor.open("/bookings?when=past")
    assert "Hana" not in mentor.text
    other.open(f"/support/requests/{story.request.reference}", status=404)
    other.open("/support/requests?show=all")
    assert "Hana" not in other.text
    cast.visits(cast.staff).open(page)
    cast.visits(cast.client_account).open(page)
    cast.visits(cast.other_staff).open(page, status=404)


def test_the_referrer_reads_that_it_has_ended_and_no_more(cast: Cast, story: Story) -> None:
    stopped(cast)
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{story.referral.reference}")
    assert "The referral was withdrawn." in partner.text
    for gone in ("07700 900123", "record", "Stop keeping"):
        assert gone not in partner.page.select_one("main").get_text()


def test_she_reads_what_happens_next_and_staff_have_a_day_to_remove_it_by(
    cast: Cast, story: Story, page: str
) -> None:
    stopped(cast)
    day = long_date(clock.today() + relativedelta(months=1))
    herself = cast.visits(cast.client_account)
    herself.open("/home")
    assert f"They must remove it by {day}." in herself.text
    assert "Find clothes" not in herself.text
    staff = cast.visits(cast.staff)
    staff.open("/home")
    staff.follow(f"Records to remove, the first by {day}")
    assert f"to be removed by {day}" in staff.text
    assert "Late" not in staff.text
    staff.follow("Hana Tesfaye")
    staff.open(page)
    assert "It is not to be kept any more." in staff.text
    cast.visits(cast.other_staff).open("/clients/ending")
    for account in (cast.partner, cast.mentor, cast.client_account, cast.admin):
        cast.visits(account).open("/clients/ending", status=403)
    with cast.app.app_context():
        ago = clock.now() - relativedelta(months=2)
        Client.update(closed_at=ago).where(Client.id == cast.client.id).execute()
    assert "Late" in staff.open("/clients/ending").text


def test_nothing_new_begins_with_it(cast: Cast, story: Story) -> None:
    stopped(cast)
    with cast.app.test_request_context():
        staff, client = cast.viewer(cast.staff), fresh(cast)
        post = registered_post()
        new = [
            lambda: book_slot(staff, story.ahead, client=client),
            lambda: a_need(client, actor=staff),
            lambda: join_group(staff, a_group(staff, name="Another"), client=client),
            lambda: suggest(staff, client, post),
            lambda: make_share_code(staff, client),
            lambda: give_consent(
                staff, client, counterparty=Counterparty.MENTOR,
                purpose=ConsentPurpose.SHARE_PLAN, given=ConsentGiven.WRITTEN,
            ),
            lambda: merge_clients(
                staff, other := create_client(
                    SYSTEM, programme=cast.programme, name="Hana T", profession="nurse"
                ), client, versions=(other.version, client.version),
            ),
        ]  # fmt: skip
        for begin in new:
            with pytest.raises(RecordEnds):
                begin()
        assert client not in [fit.client for fit in matches_for_opportunity(staff, post)]
    herself = cast.visits(cast.client_account)
    herself.open(f"/slots/{story.ahead.id}")
    herself.submit(button="Book", status=409)
    assert "This record is not to be kept any more." in herself.text


def test_a_yes_from_before_does_not_bring_it_back_but_a_later_one_does(
    cast: Cast, story: Story, sent: Make
) -> None:
    early = sent(name="Hana Tesfaye")
    stopped(cast)
    with cast.app.test_request_context():
        staff = cast.viewer(cast.staff)
        with pytest.raises(Conflict):
            accept_referral(staff, early, TOLD, client=fresh(cast))
        assert Referral.get_by_id(early.id).state == "submitted"
    late = sent(name="Hana Tesfaye")
    with cast.app.test_request_context():
        accept_referral(cast.viewer(cast.staff), late, TOLD, client=fresh(cast))
        assert fresh(cast).closed_at is None


def test_she_says_yes_again_and_what_was_stopped_stays_stopped(
    cast: Cast, story: Story, page: str
) -> None:
    stopped(cast)
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent/keeping")
    assert "They keep your answers to help you back into your profession." in herself.text
    herself.submit(button="Yes, keep my record")
    with cast.app.app_context():
        assert fresh(cast).closed_at is None
        [kept] = Consent.select().where(Consent.withdrawn_at.is_null())
        assert (kept.purpose, kept.given, kept.language) == ("hold_record", "online", "en")
        assert Referral.get_by_id(story.referral.id).state == "withdrawn"
    cast.visits(cast.partner).open(page, status=404)
    assert "Your next steps" in herself.open("/home").text
    with cast.app.test_request_context():
        book_slot(cast.viewer(cast.staff), story.ahead, client=fresh(cast))


def test_the_history_says_when_it_ended_and_began_again(cast: Cast, page: str) -> None:
    stopped(cast)
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent/keeping")
    herself.submit(button="Yes, keep my record")
    staff, today = cast.visits(cast.staff), long_date(clock.today())
    for address in (f"{page}/history", f"{page}/timeline"):
        said = " ".join(staff.open(address).text.split())
        assert f"Not kept any more since: nothing became {today}" in said
        assert f"Not kept any more since: {today} became nothing" in said


def test_only_what_was_offered_reads_as_her_answer(cast: Cast, story: Story) -> None:
    with cast.app.test_request_context():
        suggest(cast.viewer(cast.staff), cast.client, course("osce_prep", title="Not offered"))
    stopped(cast)
    staff = cast.visits(cast.staff)
    staff.open("/home/answers")
    assert story.offer.opportunity.title in staff.text
    assert "Not offered" not in staff.text


def test_staff_say_how_she_said_yes_again(cast: Cast, page: str) -> None:
    stopped(cast, by="staff")
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/consent/keeping")
    staff.submit(button="The person has agreed", status=422)
    assert "Choose how it was agreed." in staff.text
    staff.submit({"given": "spoken", "language": "ti"}, button="The person has agreed")
    with cast.app.app_context():
        assert Consent.get(Consent.withdrawn_at.is_null()).language == "ti"


def test_nobody_else_can_press_it(cast: Cast, story: Story, page: str) -> None:
    for account in (cast.partner, cast.mentor, cast.other_client_account, cast.other_staff):
        visitor = cast.visits(account)
        visitor.open(f"{page}/consent/keeping", status=404)
        visitor.open("/account")
        token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
        for what in ("stop", "again"):
            sent = visitor.http.post(f"{page}/consent/keeping/{what}", data={"csrf_token": token})
            assert sent.status_code == 404
    with cast.app.app_context():
        assert fresh(cast).closed_at is None


def test_two_presses_are_one(cast: Cast, story: Story) -> None:
    with cast.app.app_context():
        herself = cast.viewer(cast.client_account)
    done = at_once(cast.app, [lambda: stop_keeping(herself, fresh(cast))] * 3)
    assert kinds(done) == {"NoneType": 3}
    with cast.app.app_context():
        assert AuditEvent.select().where(AuditEvent.action == "client.stop_keeping").count() == 1
        assert Message.select().where(Message.template == "record_ends").count() == 1
        moves = ReferralMove.select().where(ReferralMove.move == "withdraw")
        assert moves.count() == 1


def test_staffs_home_asks_no_more_for_more_records(cast: Cast) -> None:
    cast.client  # noqa: B018 -- made when named
    staff = cast.visits(cast.staff)
    counts = []
    for _more in range(2):
        with cast.app.test_request_context():
            for number in range(3):
                name = f"Gone {number}"
                made = create_client(
                    SYSTEM, programme=cast.programme, name=name, profession="nurse"
                )
                Client.update(closed_at=clock.now()).where(Client.id == made.id).execute()
        with watched() as statements:
            staff.open("/clients/ending")
        counts.append(len(statements))
    assert counts[0] == counts[1]
