"""Accepting: who the person is, what becomes of the record, and what may go wrong."""

from datetime import timedelta

from flask import Flask

from app import clock
from app.clients.access import consent_stands
from app.clients.consent_models import Consent, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import withdraw_consent
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State
from tests.cast import Cast
from tests.referrals.conftest import Make
from tests.visitor import Visitor, filled_in


def accepting(cast: Cast, referral: Referral) -> Visitor:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{referral.reference}")
    visitor.follow("Accept")
    return visitor


def client_of(app: Flask, referral: Referral) -> Client:
    with app.app_context():
        return Referral.get_by_id(referral.id).client


def test_a_person_nobody_knows_becomes_a_client(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = accepting(cast, referral)
    assert "Nobody we know has this name" in visitor.text
    visitor.submit(button="Accept the referral")
    client = client_of(app, referral)
    assert client.name == referral.name
    visitor.follow(client.reference)
    assert visitor.heading == referral.name


def test_a_person_who_may_be_known_is_shown_with_why_and_staff_choose(
    app: Flask, cast: Cast, sent: Make
) -> None:
    known = cast.other_client
    referral = sent(name="HADDAD, Ómar", phone="0121 496 0000")
    visitor = accepting(cast, referral)
    assert "We may know this person" in visitor.text
    assert f"{known.reference}. Possible: same name, a year of birth is not known" in visitor.text
    visitor.submit({"profession": "nurse"}, button="Accept the referral", status=422)
    assert "Choose who it is." in visitor.text
    visitor.submit({"client": known.reference}, button="Accept the referral")
    assert client_of(app, referral).id == known.id
    with app.app_context():
        assert Client.select().count() == 1
    cast.visits(cast.partner).open(f"/clients/{known.reference}")


def test_a_client_can_be_named_by_a_reference(app: Flask, cast: Cast, sent: Make) -> None:
    referral, known = sent(), cast.other_client
    visitor = accepting(cast, referral)
    for wrong, told in (("", "like C-9M4T-WA"), ("C-2222-22", "no client with this reference")):
        answers = {"client": "other", "client_reference": wrong}
        visitor.submit(answers, button="Accept the referral", status=422)
        assert told in visitor.text
    spoken = known.reference.replace("-", " ").lower()
    answers = {"client": "other", "client_reference": spoken}
    visitor.submit(answers, button="Accept the referral")
    assert client_of(app, referral).id == known.id


def test_a_client_of_another_trust_cannot_be_linked(app: Flask, cast: Cast, sent: Make) -> None:
    known, referral = cast.other_client, sent()
    with app.app_context():
        Client.update(programme=cast.other_programme).where(Client.id == known.id).execute()
    visitor = accepting(cast, referral)
    answers = {"client": "other", "client_reference": known.reference}
    visitor.submit(answers, button="Accept the referral", status=422)
    assert "no client with this reference" in visitor.text


def test_a_profession_nobody_knew_is_chosen_by_staff(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent(profession="unknown", trained_in="ZZ", preferred_language="und")
    visitor = accepting(cast, referral)
    visitor.submit(button="Accept the referral", status=422)
    assert "Choose a profession for the new record." in visitor.text
    visitor.submit({"profession": "biomedical_scientist"}, button="Accept the referral")
    client = client_of(app, referral)
    assert (client.profession, client.trained_in) == ("biomedical_scientist", "")
    assert client.preferred_language == ""


def test_accepting_twice_makes_one_client(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor, other = accepting(cast, referral), accepting(cast, referral)
    data = filled_in(visitor.page.select("form")[-1])
    address = f"/referrals/{referral.reference}/accept"
    answers = [visitor.http.post(address, data=data) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    other.submit(button="Accept the referral", status=409)
    with app.app_context():
        assert Client.select().count() == 1


def test_the_referrer_reads_that_it_was_accepted_and_by_when_a_meeting_comes(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    accepting(cast, referral).submit(button="Accept the referral")
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    assert "We will find a time for the first meeting by" in partner.text
    with app.app_context():
        assert Referral.get_by_id(referral.id).state == State.ACCEPTED


def test_consents_are_noted_with_the_time_and_the_words_of_the_referral(
    app: Flask, cast: Cast, sent: Make
) -> None:
    with clock.at(clock.now() - timedelta(days=3)):
        referral = sent()
    with app.app_context():
        Referral.update(consent_wording="2025-01").where(Referral.id == referral.id).execute()
    accepting(cast, referral).submit(button="Accept the referral")
    with app.app_context():
        noted = {(row.given_at, row.wording_version) for row in Consent.select()}
    assert noted == {(referral.consent_at, "2025-01")}


def test_accepting_again_does_not_give_back_what_the_client_has_taken_back(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent(share_plan=True)
    accepting(cast, referral).submit(button="Accept the referral")
    client = client_of(app, referral)
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        withdraw_consent(
            cast.viewer(cast.client_account), client, counterparty=Counterparty.ORGANISATION,
            purpose=ConsentPurpose.SHARE_PLAN, organisation=referral.organisation,
        )  # fmt: skip
        gone = Decision(text_for_referrer="We could not reach her.")
        make_move(staff, Referral.get_by_id(referral.id), Move.MARK_UNREACHABLE, gone)
        anew = Decision(note="She rang.", text_for_referrer="She rang us.")
        make_move(staff, Referral.get_by_id(referral.id), Move.REASSESS, anew)
    accepting(cast, referral).submit(
        {"client": client.reference}, button="Accept the referral"
    )  # fmt: skip
    with app.app_context():
        standing = {row.purpose for row in Consent.select().where(consent_stands())}
    assert standing == {ConsentPurpose.HOLD_RECORD}


def test_who_became_a_client_meanwhile_is_shown_before_a_second_record_is_made(
    app: Flask, cast: Cast, sent: Make
) -> None:
    """Two referrals of one person, and two colleagues with a page open each."""
    first, second = sent(), sent()
    visitor, colleague = accepting(cast, first), accepting(cast, second)
    colleague.submit(button="Accept the referral")
    visitor.submit({"text_for_referrer": "Welcome."}, button="Accept the referral", status=409)
    assert "has become a client since you opened this" in visitor.text
    assert "We may know this person" in visitor.text
    assert "Welcome." in visitor.text
    known = client_of(app, second)
    visitor.submit({"client": known.reference}, button="Accept the referral")
    assert client_of(app, first).id == known.id
