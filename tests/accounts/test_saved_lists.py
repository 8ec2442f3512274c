"""Lists saved under a name: known parameters alone, for their owner alone, at most twenty."""

from flask import Flask

from app.accounts.models import SavedList
from app.accounts.saved_lists import save_list
from app.db import atomic
from tests.at_once import meanwhile
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


def test_a_saved_list_gets_another_name_and_two_tabs_do_not_clash(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    save(visitor, "Mine")
    save(visitor, "Other")
    visitor.follow("Change saved lists")
    visitor.follow("Change Mine")
    visitor.submit({"name": ""}, button="Save", status=422)
    visitor.submit({"name": "Other"}, button="Save", status=422)
    assert "You have a list of this name already." in visitor.text
    visitor.submit({"name": "Nurses"}, button="Save")
    assert "The saved list is changed." in visitor.text
    assert "Mine" not in visitor.text
    visitor.follow("Change Nurses")
    other_tab = visitor.page
    visitor.open("/saved-lists")
    visitor.submit(button="Delete Nurses")
    visitor.page = other_tab
    visitor.submit({"name": "Too late"}, button="Save", status=404)


def test_another_persons_list_is_not_there(app: Flask, cast: Cast) -> None:
    save(cast.visits(cast.staff), "Mine")
    with app.app_context():
        address = f"/saved-lists/{SavedList.get().id}"
    other = cast.visits(cast.partner)
    other.open(address, status=404)
    token = other.open("/account").find("input", {"name": "csrf_token"})["value"]
    form = {"csrf_token": token, "name": "Taken"}
    assert other.http.post(address, data=form).status_code == 404


def test_one_list_can_be_shown_first_and_the_whole_is_a_choice_away(cast: Cast) -> None:
    assert cast.client
    assert cast.other_client
    visitor = cast.visits(cast.staff)
    for name, search in (("Hanas", "hana"), ("Omars", "omar")):
        visitor.open(f"/clients?search={search}")
        visitor.follow("Save this list")
        visitor.submit({"name": name, "is_first": "y"}, button="Save")
    visitor.open("/clients")
    assert visitor.address == "/clients?search=omar"
    assert "Omar Haddad" in visitor.text
    visitor.follow("Change saved lists")
    assert visitor.text.count("Shown first") == 1
    visitor.open("/clients?search=")
    assert "Hana Tesfaye" in visitor.text
    assert cast.visits(cast.partner).open("/clients")
    visitor.open("/saved-lists")
    visitor.follow("Change Omars")
    visitor.submit({"is_first": None}, button="Save")
    visitor.open("/clients")
    assert visitor.address == "/clients"


def test_a_list_that_is_not_narrowed_leads_nowhere_else(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/clients")
    visitor.follow("Save this list")
    visitor.submit({"name": "All", "is_first": "y"}, button="Save")
    visitor.open("/clients")
    assert visitor.address == "/clients"


def test_a_search_that_is_too_long_is_not_saved_cut(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/saved-lists/new?list=clients&search={'x' * 101}", status=409)
    assert "Use at most 100 characters." in visitor.text


def test_a_long_search_in_any_script_is_saved(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    search = "ز" * 100
    save(visitor, "Long", f"search={search}")
    assert "The list is saved." in visitor.text
    assert visitor.page.find("input", {"name": "search"})["value"] == search


def test_of_two_lists_that_are_to_come_first_at_once_the_later_does(app: Flask, cast: Cast) -> None:
    staff = cast.viewer(cast.staff)

    def first(name: str) -> SavedList:
        return save_list(staff, "clients", name=name, query={"search": name}, is_first=True)

    with app.test_request_context():
        with atomic():
            first("one")
            other = meanwhile(app, lambda: first("two"))
        other.result(10)
        rows = {row.name: row.first_of for row in SavedList.select()}
        assert rows == {"one": None, "two": "clients"}
