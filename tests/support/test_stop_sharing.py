"""What was agreed to for one request stands on the page of who sees what, and ends in one step."""

from flask import Flask

from app.notifications.models import Message
from app.support.models import SupportMove, SupportRequest
from app.support.services import Said, move_request, stop_sharing
from app.support.transitions import Move, State
from tests.cast import Cast


def shares(cast: Cast) -> str:
    return f"/clients/{cast.client.reference}/shared-requests"


def test_a_client_reads_what_is_shared_and_stops_it_in_one_step(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    receiver = cast.visits(cast.other_partner)
    receiver.open(f"/support/requests/{asked.reference}/accept")
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{cast.client.reference}/consent")
    visitor.follow("Shared for one request")
    for said in ("Rotton Park Welcome Group", "Best suits", "Hana", "A suit, size 12.", "07700"):
        assert said in visitor.text
    assert visitor.page.find("bdi", string="07700 900123")
    visitor.submit(button="Stop sharing with Rotton Park Welcome Group")
    assert visitor.address.endswith("/consent")
    assert "This is not shared any more." in visitor.text
    said = {"text_for_asker": "Yes.", "text_for_client": "Yes."}
    receiver.submit(said, button="Yes, we can help", status=409)
    for _ in range(2):
        for hidden in ("Hana", "size 12", "07700"):
            assert hidden not in receiver.text
        receiver.open(f"/support/requests/{asked.reference}")
    visitor.open(shares(cast))
    assert "Nothing is shared for a request now." in visitor.text
    assert "Requests that have ended" in visitor.text
    with app.app_context():
        assert SupportRequest.get().state == State.WITHDRAWN
        assert Message.select().where(Message.to_address == cast.other_partner.email).count() == 2


def test_it_stops_whatever_happened_meanwhile(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        stale = SupportRequest.get_by_id(asked.id)
        move_request(cast.viewer(cast.other_partner), asked, Move.ACKNOWLEDGE)
        for _ in range(2):
            stop_sharing(cast.viewer(cast.client_account), stale)
        assert SupportRequest.get().state == State.WITHDRAWN
        assert SupportMove.select().where(SupportMove.move == Move.WITHDRAW).count() == 1


def test_what_has_ended_stays_as_it_ended(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(shares(cast))
    with app.test_request_context():
        said = Said(reason="no_place")  # type: ignore[arg-type]
        move_request(cast.viewer(cast.other_partner), asked, Move.DECLINE, said)
    visitor.submit(button="Stop sharing with Rotton Park Welcome Group")
    with app.app_context():
        assert SupportRequest.get().state == State.DECLINED


def test_staff_stop_it_for_her_and_others_know_of_nothing(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    for account in (cast.other_staff, cast.other_client_account, cast.partner, cast.other_partner):
        cast.visits(account).open(shares(cast), status=404)
    staff = cast.visits(cast.staff)
    staff.open(shares(cast))
    staff.submit(button="Stop sharing with Rotton Park Welcome Group")
    other = cast.visits(cast.other_client_account)
    other.open("/account")
    data = {"csrf_token": str(other.page.find("input", {"name": "csrf_token"})["value"])}
    own = f"/clients/{cast.other_client.reference}/shared-requests"
    answer = other.http.post(f"{own}/{asked.reference}/stop", data=data)
    assert answer.status_code == 404


def test_the_panel_is_what_stands_in_the_page(cast: Cast, asked: SupportRequest) -> None:
    visitor = cast.visits(cast.client_account)
    whole, part = visitor.open(shares(cast)), visitor.fragment(shares(cast))
    assert part.find(id="shares").h3.text == whole.find(id="shares").h3.text
