"""What each client of a partner waits for, and who has it."""

from flask import Flask

from app.bookings.services import book_slot
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import add_referrer, create_client, end_referrer, give_consent
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.models import Referral
from app.referrals.services import Decision
from app.referrals.transitions import State
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.queries import watched
from tests.referrals.conftest import Make, draft, sent

__all__ = ["draft", "sent"]  # fixtures

PAGE = "/home/clients"
TOLD = Decision(text_for_referrer="Welcome.", text_for_client="Welcome.")


def share(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        make_plan(SYSTEM, cast.client)
        give_consent(
            SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
            purpose=ConsentPurpose.SHARE_PLAN, given=ConsentGiven.WRITTEN,
            organisation=cast.organisation,
        )  # fmt: skip


def test_a_partner_reads_the_next_step_and_who_has_it(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        Client.update(coordinator=cast.staff).where(Client.id == cast.client.id).execute()
        book_slot(SYSTEM, a_slot(a_mentor(cast.mentor), capacity=2), client=cast.client)
    share(app, cast)
    visitor = cast.visits(cast.partner)
    for address in ("/home", PAGE):
        visitor.open(address)
        assert "Next step:" in visitor.text
        assert "Who sees to it:" in visitor.text
        assert "with Dr Mary Mentor" in visitor.text
        assert "At the Learning Works: Sana Staff" in visitor.text


def test_nobody_stands_twice_on_the_first_page(app: Flask, cast: Cast, sent: Make) -> None:
    """Until support starts they are among the referrals, and from then on among the clients."""
    referral = sent(name="Ruta Only-Once")
    with app.test_request_context():
        accept_referral(cast.viewer(cast.staff), referral, TOLD, client=None)
    assert cast.client
    visitor = cast.visits(cast.partner)
    visitor.open("/home")
    assert visitor.text.count("Ruta Only-Once") == 1
    assert visitor.text.count("Hana Tesfaye") == 1
    with app.test_request_context():
        Referral.update(state=State.ACTIVE).execute()
    visitor.open("/home")
    assert visitor.text.count("Ruta Only-Once") == 1
    assert "Support has started" not in visitor.text


def test_a_plan_that_is_not_shared_is_not_told(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        make_plan(SYSTEM, cast.client)
    visitor = cast.visits(cast.partner)
    visitor.open(PAGE)
    assert "The plan is not shared with you." in visitor.text
    assert "Next step" not in visitor.text


def test_others_clients_and_those_left_are_not_there(app: Flask, cast: Cast) -> None:
    share(app, cast)
    assert cast.other_client
    other = cast.visits(cast.other_partner)
    other.open(PAGE)
    assert "Hana Tesfaye" not in other.text
    with app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    visitor = cast.visits(cast.partner)
    visitor.open(PAGE)
    assert "Hana Tesfaye" not in visitor.text
    cast.visits(cast.staff).open(PAGE, status=403)


def test_clients_are_found_by_name_in_any_script_and_by_reference(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        named = create_client(SYSTEM, programme=cast.programme, name="ሃና ተስፋይ", profession="nurse")
        add_referrer(SYSTEM, named, cast.organisation)
    assert cast.client
    visitor = cast.visits(cast.partner)
    for search, found in (("ሃና", "ሃና ተስፋይ"), ("TES", "Hana"), (named.reference, "ሃና")):
        visitor.open(PAGE, query_string={"search": search})
        assert found in visitor.text
        assert "1 client on this page" in visitor.text
    part = visitor.fragment(f"{PAGE}?search=nobody")
    assert "No client was found." in part.text


def test_the_number_of_questions_does_not_grow(app: Flask, cast: Cast) -> None:
    share(app, cast)
    visitor = cast.visits(cast.partner)

    def asked() -> int:
        visitor.open(PAGE)
        with watched() as statements:
            visitor.http.get(PAGE)
        return len(statements)

    few = asked()
    with app.test_request_context():
        for number in range(30):
            client = create_client(
                SYSTEM, programme=cast.programme, name=f"Person {number}", profession="nurse"
            )
            add_referrer(SYSTEM, client, cast.organisation)
    assert asked() <= few
    visitor.follow("Next page")
    assert "6 clients on this page" in visitor.text
