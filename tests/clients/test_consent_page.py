"""Who sees what: given and taken back in one step; and who looked."""

from datetime import timedelta

from app import clock
from app.audit.models import AuditEvent
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import give_consent
from app.policy import SYSTEM
from app.web.filters import long_date
from tests.cast import Cast
from tests.visitor import Visitor


def share_form(visitor: Visitor, cast: Cast, purpose: str = "share_profile") -> dict[str, str]:
    return {
        "csrf_token": str(visitor.page.find("input", {"name": "csrf_token"})["value"]),
        "counterparty": "organisation",
        "organisation": cast.organisation.reference,
        "purpose": purpose,
    }


def test_a_client_shares_and_stops_in_one_step_each(cast: Cast, page: str) -> None:
    herself, partner = cast.visits(cast.client_account), cast.visits(cast.partner)
    partner.open(page)
    assert "Profession and training" not in partner.text
    herself.open(f"{page}/consent")
    herself.follow("Share : Profession, training, qualifications and goal, Cedar House")
    assert "They may read your profession, training, qualifications and goal." in herself.text
    assert "How was it agreed?" not in herself.text
    herself.submit(button="Yes, share this")
    partner.open(page)
    assert "Nurse" in partner.text
    with cast.app.app_context():
        assert Consent.get().given == "online"
    herself.submit(button="Stop sharing : Profession")
    partner.open(page)
    assert "Nurse" not in partner.text


def test_staff_say_how_it_was_agreed(cast: Cast, page: str) -> None:
    with cast.app.app_context():
        Client.update(preferred_language="ti").where(Client.id == cast.client.id).execute()
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/consent")
    visitor.follow("Share : Childcare and other needs, Mentors")
    visitor.submit({"given": "spoken_with_interpreter"}, button="has agreed", status=422)
    assert "Enter who interpreted." in visitor.text
    visitor.submit({"interpreter": "Selam G.", "language": "ti"}, button="has agreed")
    with cast.app.app_context():
        consent = Consent.get()
        assert (consent.given, consent.counterparty) == ("spoken_with_interpreter", "mentor")
        assert (consent.interpreter, consent.language, consent.recorded_by_id) == (
            "Selam G.", "ti", cast.staff.id,
        )  # fmt: skip
        assert consent.language == "ti"
    assert "By speaking, with an interpreter" in visitor.text


def test_sharing_twice_is_sharing_once(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"{page}/consent")
    data = share_form(visitor, cast)
    for _ in range(2):
        assert visitor.http.post(f"{page}/consent/give", data=data).status_code == 303
    with cast.app.app_context():
        assert Consent.select().count() == 1


def test_what_is_not_hers_to_share_is_not_found(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"{page}/consent")
    data = share_form(visitor, cast)
    for wrong in (
        {"organisation": cast.other_organisation.reference},
        {"purpose": "hold_record"},
        {"counterparty": "staff"},
        {"purpose": ""},
    ):
        for verb in ("give", "withdraw"):
            sent = visitor.http.post(f"{page}/consent/{verb}", data=data | wrong)
            assert sent.status_code == 404, wrong


def test_nobody_else_says_yes_for_her(cast: Cast, page: str) -> None:
    for account in (cast.partner, cast.other_staff, cast.other_client_account, cast.admin):
        visitor = cast.visits(account)
        visitor.open("/account")
        data = share_form(visitor, cast)
        visitor.open(f"{page}/consent", status=404)
        assert visitor.http.post(f"{page}/consent/give", data=data).status_code == 404


def reads(cast: Cast) -> int:
    with cast.app.app_context():
        return AuditEvent.select().where(AuditEvent.action == "client.read").count()


def test_whoever_looks_is_noted_once_an_hour_and_she_sees_who(cast: Cast, page: str) -> None:
    herself, staff = cast.visits(cast.client_account), cast.visits(cast.staff)
    herself.open(page)
    assert reads(cast) == 0
    for address in (page, f"{page}/english", page):
        staff.open(address)
    assert reads(cast) == 1
    cast.visits(cast.partner).open(page)
    assert reads(cast) == 2
    herself.open(f"{page}/consent")
    looked = herself.text.replace(" ,", ",")
    assert "Sana Staff, The Learning Works" in looked
    assert "Paula Partner, Cedar House Community Centre" in looked
    with clock.at(clock.now() + timedelta(minutes=61)):
        cast.visits(cast.staff).open(page)
    assert reads(cast) == 3


def test_looking_at_what_one_may_not_see_is_no_reading(cast: Cast, page: str) -> None:
    cast.visits(cast.other_partner).open(page, status=404)
    assert reads(cast) == 0


def test_staff_must_say_how_it_was_agreed(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/consent")
    visitor.follow("Share : Childcare and other needs, Mentors")
    assert not visitor.page.find("input", {"name": "given", "checked": True})
    visitor.submit({"until_on-day": "1", "until_on-month": "2", "until_on-year": "2099"},
                   button="has agreed", status=422)  # fmt: skip
    assert "Choose how it was agreed." in visitor.text
    assert visitor.page.find("input", {"name": "until_on-year"})["value"] == "2099"
    with cast.app.app_context():
        assert not Consent.select().exists()


def test_the_page_says_whom_else_to_ask_and_how_keeping_ends(cast: Cast, page: str) -> None:
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent")
    assert "Shared for one request" in herself.text
    herself.follow("Shared for one request")
    assert "reads only what stands here" in herself.text
    herself.open(f"{page}/consent")
    herself.follow("Stop keeping my record")
    assert "What happens at once" in herself.text


def test_what_ended_by_its_last_day_is_said_to_have_ended_then(cast: Cast, page: str) -> None:
    share = {
        "counterparty": Counterparty.MENTOR, "purpose": ConsentPurpose.SHARE_PLAN,
        "given": ConsentGiven.SPOKEN,
    }  # fmt: skip
    today = clock.today()
    with cast.app.test_request_context():
        with clock.at(clock.now() - timedelta(days=20)):
            give_consent(SYSTEM, cast.client, until_on=today - timedelta(days=9), **share)
        give_consent(SYSTEM, cast.client, **share)
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent")
    with cast.app.test_request_context():
        days = [long_date(today - timedelta(days=number)) for number in (20, 9)]
    assert f"Mentors : {days[0]} to {days[1]}" in herself.text
