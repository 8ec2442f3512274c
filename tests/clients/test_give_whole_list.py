"""Giving a whole list, all its pages, to a coordinator: asked first, done once, taken back."""

import pytest
from flask import Flask

from app.accounts import batch_pages
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.clients.models import Client
from app.clients.services import create_client
from app.policy import SYSTEM
from tests.cast import Cast

LIST = "/clients?show=coordinators&profession=nurse"
GIVE_ALL = "Give the whole list"


@pytest.fixture
def colleague(app: Flask, cast: Cast) -> Account:
    with app.test_request_context():
        return create_account(
            SYSTEM, email="cleo@lw.example", name="Cleo Colleague", role=AccountRole.STAFF,
            trust=cast.trust,
        )  # fmt: skip


@pytest.fixture
def nurses(app: Flask, cast: Cast) -> list[int]:
    """More than a page of nurses."""
    with app.test_request_context():
        return [
            create_client(
                SYSTEM, programme=cast.programme, name=f"Nurse {number}", profession="nurse"
            ).id
            for number in range(30)
        ]  # fmt: skip


def held_by(app: Flask, account: Account | None) -> set[int]:
    with app.test_request_context():
        held = Client.coordinator.is_null() if account is None else Client.coordinator == account
        return {row.id for row in Client.select(Client.id).where(held)}


def test_all_pages_are_given_after_a_question_and_taken_back(
    app: Flask, cast: Cast, nurses: list[int], colleague: Account
) -> None:
    assert cast.other_client  # a pharmacist
    with app.test_request_context():
        Client.update(coordinator=colleague).where(Client.id == nurses[0]).execute()
    visitor = cast.visits(cast.staff)
    visitor.open(LIST)
    visitor.submit({"coordinator": str(cast.staff.id)}, button=GIVE_ALL)
    assert "Give all 29 to Sana Staff?" in visitor.text
    assert held_by(app, cast.staff) == set()
    visitor.submit(button="Give them")
    assert "Sana Staff coordinates 29 of them now." in visitor.text
    assert held_by(app, cast.staff) == set(nurses[1:])
    assert held_by(app, None) == {cast.other_client.id}
    visitor.submit(button="Undo")
    assert "Undone for 29." in visitor.text
    assert visitor.address == "/clients?profession=nurse&show=coordinators"
    assert held_by(app, cast.staff) == set()


def test_another_number_than_was_said_is_asked_again(
    app: Flask, cast: Cast, nurses: list[int]
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(LIST)
    visitor.submit({"coordinator": str(cast.staff.id)}, button=GIVE_ALL)
    with app.test_request_context():
        create_client(SYSTEM, programme=cast.programme, name="Late Nurse", profession="nurse")
    visitor.submit(button="Give them")
    assert "The list has changed meanwhile." in visitor.text
    assert "Give all 31 to Sana Staff?" in visitor.text
    assert held_by(app, cast.staff) == set()
    visitor.submit(button="Give them")
    assert len(held_by(app, cast.staff)) == len(nurses) + 1


def test_a_double_press_gives_once_and_answers_twice(
    app: Flask, cast: Cast, nurses: list[int], colleague: Account
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(LIST)
    visitor.submit({"coordinator": str(colleague.id)}, button=GIVE_ALL)
    asked = visitor.page
    visitor.submit(button="Give them")
    first = visitor.address
    visitor.page = asked
    visitor.submit(button="Give them")
    assert visitor.address == first
    assert "Cleo Colleague coordinates 30 of them now." in visitor.text
    assert held_by(app, colleague) == set(nurses)


def test_a_list_of_nothing_to_give_and_one_too_long_are_refused_in_words(
    app: Flask, cast: Cast, nurses: list[int], colleague: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(LIST)
    monkeypatch.setattr(batch_pages, "MOST_AT_ONCE", 20)
    visitor.submit({"coordinator": str(cast.staff.id)}, button=GIVE_ALL)
    assert "These are more than 20." in visitor.text
    assert "Give them" not in visitor.text
    with app.test_request_context():
        Client.update(coordinator=colleague).where(Client.id.in_(nurses)).execute()
    visitor.open(LIST)
    visitor.submit({"coordinator": str(cast.staff.id)}, button=GIVE_ALL)
    assert "there is nothing to give" in visitor.text


def test_somebody_who_does_not_coordinate_is_given_nothing(
    app: Flask, cast: Cast, nurses: list[int]
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(LIST)
    visitor.submit({"coordinator": str(cast.partner.id)}, button=GIVE_ALL)
    visitor.submit(button="Give them", status=409)
    assert "does not coordinate for your trust" in visitor.text
    assert held_by(app, None) == set(nurses)


def test_a_thousand_ticked_rows_are_given_and_taken_back_and_more_are_refused(
    app: Flask, cast: Cast, colleague: Account
) -> None:
    with app.test_request_context():
        row = dict(Client.get_by_id(cast.client.id).__data__)
        del row["id"]
        made = [row | {"reference": f"C-{number:04d}-XX"} for number in range(1001)]
        Client.insert_many(made).execute()
    rows = [f"{one['reference']}:" for one in made]
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?show=coordinators")
    answers = {"row": rows, "coordinator": str(colleague.id)}
    visitor.submit(answers, button="Give to the coordinator", status=409)
    assert "Choose at most 1000 at once. Nothing was changed." in visitor.text
    visitor.open("/clients?show=coordinators")
    answers["row"] = rows[:1000]
    visitor.submit(answers, button="Give to the coordinator")
    assert "Cleo Colleague coordinates 1000 of them now." in visitor.text
    visitor.submit(button="Undo")
    assert "Undone for 1000." in visitor.text


def test_what_no_text_holds_names_nothing(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    answers = {"row": "C-2222-22\0:", "coordinator": str(cast.staff.id)}
    assert cast.client
    visitor.open("/clients?show=coordinators")
    visitor.submit(answers, button="Give to the coordinator")
    assert "Nothing was changed." in visitor.text
    visitor.open("/clients?show=coordinators")
    visitor.submit({"profession": "nurse\0", "search": "a\0"}, button=GIVE_ALL)
    assert "nothing to give" in visitor.text
    token = visitor.open("/account").find("input", {"name": "csrf_token"})["value"]
    sent = {"csrf_token": token, "done": "a\0b"}
    assert visitor.http.post("/clients/selected/undo", data=sent).status_code == 404
