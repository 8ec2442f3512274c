"""A form's key belongs to its sender."""

from flask import Flask

from app.web.models import Submission
from tests.cast import Cast
from tests.visitor import Visitor


def test_another_senders_key_is_refused_in_words(app: Flask, cast: Cast) -> None:
    for account, status in ((cast.admin, 200), (cast.staff, 409)):
        visitor = cast.visits(account)
        visitor.open("/organisations/new")
        answers = {"name": f"Group of {account.name}", "form_key": ""}
        visitor.submit(answers, button="Save", status=status)
    with app.app_context():
        assert Submission.select().count() == 1


def test_a_strangers_key_leads_to_nobodys_link(app: Flask) -> None:
    told = []
    for token in ("a-living-link", "another"):
        visitor = Visitor(app)
        page = visitor.open("/sign-in")
        key = str(page.find("input", {"name": "csrf_token"})["value"])
        for _ in range(2):
            sent = {"csrf_token": key, "form_key": ""}
            answer = visitor.http.post(f"/support/new-link/{token}", data=sent)
            told.append(answer.status_code)
    assert told == [303, 303, 409, 409]


def test_a_file_in_place_of_a_text_is_no_answer(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.admin)
    page = visitor.open("/organisations/new")
    token = page.find("input", {"name": "csrf_token"})["value"]
    with open(__file__, "rb") as file:
        sent = {"csrf_token": token, "name": (file, "name.txt"), "kind": "community"}
        assert visitor.http.post("/organisations/new", data=sent).status_code == 422


def test_a_website_is_an_address_of_the_web(cast: Cast) -> None:
    visitor = cast.visits(cast.admin)
    visitor.open("/organisations/new")
    website = "data://example.org/x"
    visitor.submit({"name": "A group", "website": website}, button="Save", status=422)
