"""Who coordinates a referral, and acting on several at once from the list."""

from flask import Flask

from app.audit.models import AuditEvent
from app.clients.models import Client
from app.referrals.acceptance import accept_referral
from app.referrals.listing import referrals
from app.referrals.models import Referral
from app.referrals.reasons import reason_keys
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, Party, Reasons
from tests.cast import Cast
from tests.clients.plans import plan_of_what
from tests.referrals.conftest import Make


def now(app: Flask, referral: Referral) -> Referral:
    with app.test_request_context():
        return Referral.get_by_id(referral.id)


def ticked(*referrals: Referral) -> list[str]:
    return [f"{one.reference}:{one.coordinator_id or ''}" for one in referrals]


def test_an_open_referral_is_given_to_a_coordinator(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{referral.reference}")
    visitor.submit({"coordinator": str(cast.staff.id)}, button="Save the coordinator")
    assert now(app, referral).coordinator_id == cast.staff.id
    visitor.open("/referrals?whose=mine")
    assert "Selam Haile" in visitor.text
    assert "coordinator: Sana Staff" in visitor.text
    visitor.open("/referrals?whose=nobody")
    assert "Selam Haile" not in visitor.text


def test_her_client_keeps_the_coordinator(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    with app.test_request_context():
        Referral.update(coordinator=cast.staff).where(Referral.id == referral.id).execute()
        referral = Referral.get_by_id(referral.id)
        said = Decision(text_for_referrer="Welcome")
        accept_referral(cast.viewer(cast.staff), referral, said, client=None)
        assert Client.get_by_id(referral.client_id).coordinator_id == cast.staff.id


def test_what_is_over_has_no_coordinator_to_choose(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    with app.test_request_context():
        make_move(cast.viewer(cast.partner), referral, Move.WITHDRAW, _withdrawal())
    rows = ticked(referral)
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    assert "1 left out: this does not fit their state." in visitor.text
    assert now(app, referral).coordinator_id is None
    visitor.open(f"/referrals/{referral.reference}")
    assert "Save the coordinator" not in visitor.text


def _withdrawal() -> Decision:
    reason = sorted(reason_keys(Reasons.WITHDRAWAL))[0]
    return Decision(reason=reason, party=Party.CLIENT, note="No longer wanted")


def test_several_are_marked_as_received_each_by_its_own_move(
    app: Flask, cast: Cast, sent: Make
) -> None:
    first, second = sent(name="Amina One"), sent(name="Amina Two")
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    assert "cannot be undone" in visitor.text
    visitor.submit({"row": ticked(first, second)}, button="Mark as received")
    assert "2 referrals are marked as received." in visitor.text
    assert "Undo" not in visitor.text
    assert now(app, first).acknowledged_at is not None
    with app.test_request_context():
        action = AuditEvent.action == "referral.acknowledge"
        assert AuditEvent.select().where(action).count() == 2
    visitor.open("/referrals")
    visitor.submit({"row": ticked(first)}, button="Mark as received")
    assert "1 left out: they are like this already." in visitor.text


def test_giving_referrals_is_undone_in_one_press(app: Flask, cast: Cast, sent: Make) -> None:
    first, second = sent(name="Amina One"), sent(name="Amina Two")
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    rows = ticked(first, second)
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    assert "Sana Staff coordinates 2 of them now." in visitor.text
    visitor.submit(button="Undo")
    assert "Undone for 2." in visitor.text
    assert now(app, first).coordinator_id is None


def test_a_partner_has_no_boxes(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.partner)
    page = visitor.open("/referrals")
    assert page.find("input", {"name": "row"}) is None
    assert "oordinator" not in visitor.text


def test_mine_is_read_from_an_index(context: None, cast: Cast) -> None:
    asking = cast.viewer(cast.staff)
    plan = plan_of_what(lambda: referrals(asking, whose="mine"))
    assert "coordinator_id_state_since_id" in plan


def test_the_whole_list_is_given_as_it_is_narrowed(app: Flask, cast: Cast, sent: Make) -> None:
    first, second, other = (sent(name=name) for name in ("Amina One", "Amina Two", "Bana"))
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals?search=amina")
    visitor.submit({"coordinator": str(cast.staff.id)}, button="Give the whole list")
    assert "Give all 2 to Sana Staff?" in visitor.text
    visitor.submit(button="Give them")
    held = [now(app, one).coordinator_id for one in (first, second, other)]
    assert held == [cast.staff.id, cast.staff.id, None]
    visitor.follow("Back to the list")
    assert visitor.address == "/referrals?search=amina&show=all"


def test_what_was_done_to_clients_is_not_undone_to_referrals(cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    rows = ticked(referral)
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    visitor.open(visitor.address.replace("/referrals/", "/clients/"), status=404)


def test_a_decision_is_made_before_a_coordinator_is_chosen(cast: Cast, sent: Make) -> None:
    page = cast.visits(cast.staff).open(f"/referrals/{sent().reference}")
    pressed = [one.get_text(strip=True) for one in page.select("main .nhsuk-button")]
    assert pressed.index("Accept") < pressed.index("Save the coordinator")
