"""Who coordinates a client: given singly or from the list, and taken back in ten minutes."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.accounts.coordinators import hand_over
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.audit.models import AuditEvent
from app.clients import listing
from app.clients.models import Client
from app.errors import Conflict
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of_what


@pytest.fixture
def colleague(app: Flask, cast: Cast) -> Account:
    with app.test_request_context():
        return create_account(
            SYSTEM, email="cleo@lw.example", name="Cleo Colleague", role=AccountRole.STAFF,
            trust=cast.trust,
        )  # fmt: skip


def held(app: Flask, client: Client) -> int | None:
    with app.test_request_context():
        return Client.get_by_id(client.id).coordinator_id


def ticked(*rows: tuple[Client, int | None]) -> list[str]:
    return [f"{client.reference}:{had or ''}" for client, had in rows]


def test_a_client_is_given_to_a_colleague_and_it_is_kept_who_did(
    app: Flask, cast: Cast, colleague: Account
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}")
    visitor.submit({"coordinator": str(colleague.id)}, button="Save the coordinator")
    assert "It is noted who coordinates this client." in visitor.text
    assert held(app, cast.client) == colleague.id
    with app.test_request_context():
        event = AuditEvent.get(AuditEvent.action == "client.assign")
    assert event.detail == {"before": None, "after": colleague.id}
    assert (event.actor_id, event.client_id) == (cast.staff.id, cast.client.id)


def test_who_comes_second_is_told_and_changes_nothing(
    app: Flask, cast: Cast, colleague: Account
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}")
    with app.test_request_context():
        hand_over(
            cast.viewer(colleague), cast.client, to=colleague.id, seen=None,
            client_id=cast.client.id,
        )  # fmt: skip
    visitor.submit({"coordinator": str(cast.staff.id)}, button="Save the coord", status=409)
    assert "Somebody else has changed who coordinates this" in visitor.text
    assert held(app, cast.client) == colleague.id


@pytest.mark.parametrize("who", ["other_staff", "partner", "admin"])
def test_only_staff_of_the_trust_coordinate(app: Flask, cast: Cast, who: str) -> None:
    with app.test_request_context(), pytest.raises(Conflict, match="does not coordinate"):
        hand_over(
            cast.viewer(cast.staff), cast.client, to=getattr(cast, who).id, seen=None,
            client_id=cast.client.id,
        )  # fmt: skip


def test_others_see_no_coordinators_and_cannot_assign(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    for address in ("/clients?show=coordinators", f"/clients/{cast.client.reference}"):
        visitor.open(address)
        assert "oordinator" not in visitor.text
    token = visitor.open("/account").find("input", {"name": "csrf_token"})["value"]
    address = f"/clients/{cast.client.reference}/coordinator"
    assert visitor.http.post(address, data={"csrf_token": token}).status_code == 404


def test_the_list_shows_mine_and_nobodys(app: Flask, cast: Cast, colleague: Account) -> None:
    with app.test_request_context():
        Client.update(coordinator=colleague).where(Client.id == cast.other_client.id).execute()
    assert cast.client
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?whose=nobody")
    assert "Hana Tesfaye" in visitor.text
    assert "Omar Haddad" not in visitor.text
    visitor.open("/clients?whose=mine")
    assert "Hana Tesfaye" not in visitor.text
    assert "No client was found" in visitor.text
    visitor.open("/clients?show=coordinators")
    assert "Cleo Colleague" in visitor.text


def test_what_is_mine_is_read_from_an_index(context: None, cast: Cast) -> None:
    asking = cast.viewer(cast.staff)
    plan = plan_of_what(lambda: listing.clients(asking, whose="mine"))
    assert "client_coordinator_id_updated_at_id" in plan


def test_several_are_given_at_once_and_a_colleagues_are_left_out(
    app: Flask, cast: Cast, colleague: Account
) -> None:
    with app.test_request_context():
        Client.update(coordinator=colleague).where(Client.id == cast.other_client.id).execute()
    assert cast.client
    visitor = cast.visits(cast.staff)
    page = visitor.open("/clients?show=coordinators")
    boxes = [box["value"] for box in page.find_all("input", {"name": "row"})]
    assert boxes == ticked((cast.client, None))  # a colleague's has none
    rows = ticked((cast.client, None), (cast.other_client, colleague.id))
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    assert "Sana Staff coordinates 1 of them now." in visitor.text
    assert "1 left out: a colleague coordinates them." in visitor.text
    assert held(app, cast.client) == cast.staff.id
    assert held(app, cast.other_client) == colleague.id
    with app.test_request_context():
        assert AuditEvent.select().where(AuditEvent.action == "client.assign").count() == 1


def test_giving_can_be_undone_for_ten_minutes(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = cast.visits(cast.staff)
    rows = ticked((cast.client, None), (cast.other_client, None))
    visitor.open("/clients?show=coordinators")
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    later = clock.now() + timedelta(minutes=11)
    form = visitor.form("Undo")
    data = {box["name"]: box["value"] for box in form.find_all("input")}
    with monkeypatch.context() as patch:
        patch.setattr("app.web.batches.clock.now", lambda: later)
        answer = visitor.http.post(form["action"], data=data)
    assert answer.status_code == 409
    assert "they are over" in answer.text
    visitor.submit(button="Undo")
    assert "Undone for 2." in visitor.text
    assert held(app, cast.client) is held(app, cast.other_client) is None


def test_what_was_undone_is_said_so_and_is_not_undone_again(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    rows = ticked((cast.client, None), (cast.other_client, None))
    visitor.open("/clients?show=coordinators")
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    result, in_one_tab = visitor.address, visitor.page
    in_another = visitor.open(result)
    visitor.page = in_one_tab
    visitor.submit(button="Undo")
    visitor.open(result)
    assert "Undone for 2." in visitor.text
    assert "Sana Staff coordinates" not in visitor.text
    assert visitor.page.find("button", string="Undo") is None
    visitor.open(f"/clients/{cast.client.reference}")
    visitor.submit({"coordinator": str(cast.staff.id)}, button="Save the coordinator")
    visitor.page = in_another
    visitor.submit(button="Undo")
    assert "Undone for 2." in visitor.text
    assert held(app, cast.client) == cast.staff.id, "what was given later is not taken back"


def test_an_undo_leaves_what_somebody_changed_since(
    app: Flask, cast: Cast, colleague: Account
) -> None:
    visitor = cast.visits(cast.staff)
    rows = ticked((cast.client, None), (cast.other_client, None))
    visitor.open("/clients?show=coordinators")
    visitor.submit({"row": rows, "coordinator": str(cast.staff.id)}, button="Give to")
    with app.test_request_context():
        Client.update(coordinator=colleague).where(Client.id == cast.client.id).execute()
    visitor.submit(button="Undo")
    assert "Undone for 1. 1 had changed since, so they stay as they are now." in visitor.text
    assert held(app, cast.client) == colleague.id
    assert held(app, cast.other_client) is None


def test_another_trusts_client_and_a_false_word_are_not_there(
    app: Flask, cast: Cast, colleague: Account
) -> None:
    other = cast.visits(cast.other_staff)
    other.open("/account")
    token = other.page.find("input", {"name": "csrf_token"})["value"]
    rows = {"csrf_token": token, "form_key": "k1", "row": ticked((cast.client, None)), "do": "x"}
    other.http.post("/clients/selected", data=rows)
    assert held(app, cast.client) is None
    other.open("/clients/selected?done=nonsense", status=404)
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?show=coordinators")
    visitor.submit({"row": rows["row"], "coordinator": str(cast.staff.id)}, button="Give to")
    other.open(visitor.address, status=404)  # another's result


def test_nothing_ticked_changes_nothing(cast: Cast) -> None:
    assert cast.client
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?show=coordinators")
    visitor.submit({"row": None}, button="Give to")
    assert "Nothing was ticked" in visitor.text


def test_choosing_several_keeps_what_the_list_was_narrowed_to(cast: Cast) -> None:
    staff = cast.visits(cast.staff)
    staff.open("/clients?search=sel&profession=nurse&whose=nobody")
    staff.follow("Show coordinators, and choose several clients")
    for part in ("search=sel", "profession=nurse", "whose=nobody", "show=coordinators"):
        assert part in staff.address
