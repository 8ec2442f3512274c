"""What a client says stands in her words beside what staff make of it, and she can change it."""

from app.clients.fact_models import OwnWords
from app.clients.models import Client
from app.clients.own_words import keep_words
from app.policy import SYSTEM
from tests.cast import Cast


def edit(cast: Cast, account, page: str, section: str, **answers: str) -> str:  # type: ignore[no-untyped-def]
    visitor = cast.visits(account)
    visitor.open(f"{page}/edit/{section}")
    visitor.submit(answers, button="Save")
    return visitor.text


def test_staffs_edit_leaves_her_own_words_visible(cast: Cast, page: str) -> None:
    edit(cast, cast.client_account, page, "progress", goal="I want work with babies again")
    text = edit(cast, cast.staff, page, "progress", goal="Neonatal nursing, band 5")
    assert "Neonatal nursing, band 5" in text
    assert "In the client's own words I want work with babies again" in text
    herself = cast.visits(cast.client_account)
    assert "In your own words I want work with babies again" in " ".join(
        herself.open(page).get_text(" ").split()
    )


def test_she_changes_her_words_and_staffs_text_stands_beside_them(cast: Cast, page: str) -> None:
    edit(cast, cast.client_account, page, "progress", goal="Babies")
    edit(cast, cast.staff, page, "progress", goal="Neonatal nursing")
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/words")
    assert "Written down now: Neonatal nursing" in herself.text
    herself.submit({"goal": "Babies, or a school"}, button="Save")
    with cast.app.app_context():
        assert Client.get_by_id(cast.client.id).goal == "Neonatal nursing"
        assert OwnWords.get(OwnWords.field == "goal").text == "Babies, or a school"


def test_where_the_record_has_her_words_it_follows_them(cast: Cast, page: str) -> None:
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/words")
    herself.submit({"childcare_need": "After school"}, button="Save")
    herself.open(f"{page}/words")
    herself.submit({"childcare_need": "After school, two days"}, button="Save")
    with cast.app.app_context():
        assert Client.get_by_id(cast.client.id).childcare_need == "After school, two days"
    herself.open(f"{page}/words")
    herself.submit({"childcare_need": ""}, button="Save")
    with cast.app.app_context():
        assert OwnWords.select().count() == 0
        assert Client.get_by_id(cast.client.id).childcare_need == ""


def test_what_is_too_long_is_kept_in_the_form(cast: Cast, page: str) -> None:
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/words")
    herself.submit({"goal": "x" * 301}, button="Save", status=422)
    assert "Use at most 300 characters." in herself.text
    assert "x" * 301 in herself.text


def test_what_an_organisation_told_is_said_to_be_theirs_and_yields_to_her(
    cast: Cast, page: str
) -> None:
    with cast.app.app_context():
        keep_words(SYSTEM, cast.client, {"goal": "Hospital work"}, told_by=cast.organisation)
    staff = cast.visits(cast.staff)
    staff.open(page)
    assert "As it was told by Cedar House Community Centre Hospital work" in staff.text
    edit(cast, cast.client_account, page, "progress", goal="A ward")
    with cast.app.app_context():
        keep_words(SYSTEM, cast.client, {"goal": "Told later"}, told_by=cast.organisation)
        assert OwnWords.get().text == "A ward"


def test_nobody_else_writes_in_her_name(cast: Cast, page: str) -> None:
    for account in (cast.staff, cast.partner, cast.other_client_account):
        cast.visits(account).open(f"{page}/words", status=404)


def test_words_that_stand_nowhere_else_are_kept_in_the_history(cast: Cast, page: str) -> None:
    edit(cast, cast.client_account, page, "progress", goal="Babies")
    edit(cast, cast.staff, page, "progress", goal="Neonatal nursing")
    herself = cast.visits(cast.client_account)
    for said in ("A school", "A school nearby"):
        herself.open(f"{page}/words")
        herself.submit({"goal": said}, button="Save")
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/history?field=own_words:")
    assert "The client's own words: Goal : Babies became A school" in staff.text
    assert "The client's own words: Goal : A school became A school nearby" in staff.text
    staff.open(f"{page}/history?field=goal")
    assert "Goal : Babies became Neonatal nursing" in staff.text
