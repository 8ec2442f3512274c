"""Every change of a record on one page for staff, and two editors of one row."""

from app.clients.fact_models import Evidence, Qualification
from app.clients.history import note_change
from app.clients.models import ClientChange
from app.policy import SYSTEM
from tests.cast import Cast
from tests.visitor import Visitor


def at(cast: Cast, account, address: str) -> Visitor:  # type: ignore[no-untyped-def]
    visitor = cast.visits(account)
    visitor.open(address)
    return visitor


def add_degree(cast: Cast, page: str) -> str:
    staff = at(cast, cast.staff, f"{page}/qualifications/new")
    staff.submit({"title": "BSc Nursing", "country": "ER", "year": "2011"}, button="Save")
    with cast.app.app_context():
        return f"{page}/qualifications/{Qualification.get().id}"


def test_staff_read_what_stood_there_who_changed_it_and_when(cast: Cast, page: str) -> None:
    degree = add_degree(cast, page)
    at(cast, cast.staff, degree).submit({"country": "SY"}, button="Save")
    at(cast, cast.staff, f"{page}/evidence/right_to_work").submit(
        {"level": "seen", "document": "Share code"}, button="Save"
    )
    at(cast, cast.client_account, f"{page}/edit/contact").submit(
        {"phone": "0121 496 0000"}, button="Save"
    )
    text = at(cast, cast.staff, f"{page}/history").text
    assert "Hana Tesfaye Phone : nothing became 0121 496 0000" in text
    assert "Qualification: Country : Eritrea became Syria" in text
    assert "Evidence: Right to work : nothing became Level: Seen" in text
    assert "What was seen: Share code" in text
    assert "Sana Staff" in text
    narrowed = at(cast, cast.staff, f"{page}/history?field=phone").text
    assert "0121 496 0000" in narrowed
    assert "Syria" not in narrowed.partition("Everything")[2].partition("Show")[2]
    assert "Eritrea" in at(cast, cast.staff, f"{page}/history?field=qualification:").text


def test_the_history_is_paged_and_is_for_staff_alone(cast: Cast, page: str) -> None:
    with cast.app.app_context():
        for number in range(30):
            note_change(SYSTEM, cast.client.id, "goal", before=f"goal-{number}", after="x")
    staff = at(cast, cast.staff, f"{page}/history")
    assert "goal-29" in staff.text
    assert "goal-0 " not in staff.text
    staff.follow("Next page")
    assert "goal-0 " in staff.text
    for account in (cast.client_account, cast.partner, cast.other_staff, cast.mentor):
        cast.visits(account).open(f"{page}/history", status=404)


def test_two_editors_of_a_qualification_are_merged_or_shown_both_versions(
    cast: Cast, page: str
) -> None:
    degree = add_degree(cast, page)
    first, second, third = (at(cast, cast.staff, degree) for _ in range(3))
    first.submit({"country": "SY"}, button="Save")
    second.submit({"year": "2012"}, button="Save")
    with cast.app.app_context():
        row = Qualification.get()
        assert (row.country, row.year, row.version) == ("SY", 2012, 3)
    third.submit({"year": "2013", "institution": "Asmara"}, button="Save", status=409)
    assert "Saved by Sana Staff: 2012" in third.text
    assert "You typed: 2013" in third.text
    third.submit(button="Save")
    with cast.app.app_context():
        row = Qualification.get()
        assert (row.country, row.year, row.institution) == ("SY", 2013, "Asmara")


def test_two_who_note_evidence_of_one_fact_are_shown_both_versions(cast: Cast, page: str) -> None:
    fact = f"{page}/evidence/registration_stage"
    first, second = at(cast, cast.staff, fact), at(cast, cast.staff, fact)
    first.submit({"level": "verified", "document": "Letter of the NMC"}, button="Save")
    second.submit({"level": "seen", "document": "Screenshot"}, button="Save", status=409)
    assert "Letter of the NMC" in second.text
    assert second.page.find("input", {"name": "document"})["value"] == "Screenshot"
    with cast.app.app_context():
        assert Evidence.get().document == "Letter of the NMC"
    second.submit(button="Save")
    with cast.app.app_context():
        assert (Evidence.get().document, Evidence.get().version) == ("Screenshot", 2)


def test_evidence_is_never_noted_of_a_fact_that_has_changed_meanwhile(
    cast: Cast, page: str
) -> None:
    late = at(cast, cast.staff, f"{page}/evidence/registration_stage")
    at(cast, cast.client_account, f"{page}/edit/progress").submit(
        {"registration_stage": "exams"}, button="Save"
    )
    late.submit({"level": "verified"}, button="Save", status=409)
    with cast.app.app_context():
        assert Evidence.select().count() == 0


def test_evidence_that_goes_with_a_change_stays_in_the_history(cast: Cast, page: str) -> None:
    at(cast, cast.staff, f"{page}/evidence/availability").submit(
        {"level": "seen", "document": "Rota"}, button="Save"
    )
    at(cast, cast.client_account, f"{page}/edit/availability").submit(
        {"hours": "part_time"}, button="Save"
    )
    with cast.app.app_context():
        assert Evidence.select().count() == 0
        last = ClientChange.get(
            ClientChange.field == "evidence:availability", ClientChange.after.is_null()
        )
        assert last.before["document"] == "Rota"
