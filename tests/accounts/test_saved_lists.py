"""Lists saved under a name: known parameters alone, for their owner alone, at most twenty."""

from flask import Flask

from app.accounts.models import SavedList
from tests.cast import Cast
from tests.visitor import Visitor


def save(visitor: Visitor, name: str, query: str = "search=hana", status: int = 200) -> None:
    visitor.open(f"/clients?{query}")
    visitor.follow("Save this list")
    visitor.submit({"name": name}, button="Save", status=status)


def test_a_narrowed_list_is_saved_and_opened_again(app: Flask, cast: Cast) -> None:
    assert cast.client
    assert cast.other_client
    visitor = cast.visits(cast.staff)
    save(visitor, "My nurses", "search=hana&profession=nurse&after=x&evil=1&next=//e.example")
    assert "The list is saved." in visitor.text
    with app.app_context():
        [kept] = SavedList.select()
        assert kept.query == {"search": "hana", "profession": "nurse"}
    visitor.open("/clients")
    visitor.follow("My nurses")
    assert "Hana Tesfaye" in visitor.text
    assert "Omar Haddad" not in visitor.text
    visitor.open("/referrals")
    assert "My nurses" not in visitor.text


def test_a_list_of_referrals_is_saved_too(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals?show=open")
    visitor.follow("Save this list")
    visitor.submit({"name": "لم تنته"}, button="Save")
    visitor.follow("لم تنته")
    assert visitor.address == "/referrals?show=open"


def test_only_the_owner_sees_and_deletes_it(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    save(visitor, "Mine")
    partner = cast.visits(cast.partner)
    partner.open("/clients")
    assert "Mine" not in partner.text
    with app.app_context():
        number = SavedList.get().id
    token = partner.open("/account").find("input", {"name": "csrf_token"})["value"]
    form = {"csrf_token": token, "form_key": "k"}
    assert partner.http.post(f"/saved-lists/{number}/delete", data=form).status_code == 404
    visitor.follow("Change saved lists")
    visitor.submit(button="Delete")
    assert "The saved list is deleted." in visitor.text
    with app.app_context():
        assert SavedList.select().count() == 0


def test_a_name_is_needed_once_and_kept_where_it_is_wrong(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    save(visitor, "", status=422)
    assert "Give it a name." in visitor.text
    visitor.submit({"name": "x" * 61}, button="Save", status=422)
    visitor.submit({"name": "Twice"}, button="Save")
    save(visitor, "Twice", status=422)
    assert "You have a list of this name already." in visitor.text
    assert visitor.page.find("input", {"name": "search"})["value"] == "hana"


def test_there_are_at_most_twenty(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        for number in range(20):
            SavedList.create(
                account=cast.staff, list="clients", name=f"n{number}", query={},
                created_at=cast.staff.created_at,
            )  # fmt: skip
    visitor = cast.visits(cast.staff)
    save(visitor, "One more", status=422)
    assert "You have saved 20 lists. Delete one first." in visitor.text


def test_a_list_that_is_not_known_cannot_be_saved(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/saved-lists/new?list=account", status=404)
    visitor.open("/saved-lists/new", status=404)
    cast.visits(cast.mentor).open("/saved-lists", status=403)
