"""Changing a client's facts: by section and role, with history, and two people at once."""

from typing import Any

import pytest

from app.audit.models import AuditEvent
from app.clients.changes import values_of
from app.clients.fact_models import Evidence
from app.clients.models import Client, ClientChange, ClientLanguage
from app.clients.names import LONGEST_WORD
from app.clients.sections import SECTIONS
from app.reference import reference
from tests.cast import Cast
from tests.visitor import Visitor


def saved(cast: Cast) -> Client:
    with cast.app.app_context():
        return Client.get_by_id(cast.client.id)


def editing(cast: Cast, page: str, section: str, account: Any = None) -> Visitor:
    visitor = cast.visits(account or cast.staff)
    visitor.open(f"{page}/edit/{section}")
    return visitor


def test_staff_change_a_section_and_the_history_keeps_what_stood_there(
    cast: Cast, page: str
) -> None:
    visitor = editing(cast, page, "profession")
    visitor.submit({"trained_in": "SY", "trained_year": "2011"}, button="Save")
    assert "The changes are saved" in visitor.text
    visitor.open(f"{page}/edit/progress")
    visitor.submit({"goal": "A children's ward", "registration_stage": "exams"}, button="Save")
    client = saved(cast)
    assert (client.goal, client.trained_in, client.trained_year) == (
        "A children's ward", "SY", 2011,
    )  # fmt: skip
    assert client.version == 3
    with cast.app.app_context():
        rows = {row.field: row for row in ClientChange.select()}
        assert set(rows) == {"goal", "trained_in", "trained_year", "registration_stage"}
        assert (rows["trained_in"].before, rows["trained_in"].after) == ("ER", "SY")
        assert rows["trained_in"].changed_by_id == cast.staff.id
        event = AuditEvent.get(AuditEvent.action == "client.change")
        assert "ward" not in str(event.detail)


def test_saving_what_stands_there_changes_nothing(cast: Cast, page: str) -> None:
    editing(cast, page, "contact").submit(button="Save")
    assert saved(cast).version == 1
    with cast.app.app_context():
        assert ClientChange.select().count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "أحمد",
        "ሃና ተስፋይ",
        "N'Diaye O’Neil-Smith",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
        "Null",
        "ا" * 200,
        "<b>Bold</b> & co",
    ],
)
def test_a_name_in_any_script_is_kept_as_it_was_typed(cast: Cast, page: str, name: str) -> None:
    visitor = editing(cast, page, "identity")
    visitor.submit({"name": name}, button="Save")
    kept = saved(cast).name
    assert visitor.heading.split() == kept.split()
    assert kept == name or len(kept) <= len(name)  # composed, never cut
    visitor.open("/clients", query_string={"search": kept[:LONGEST_WORD]})
    assert kept in visitor.text


def test_marks_that_turn_a_line_around_are_taken_out_of_a_name(cast: Cast, page: str) -> None:
    editing(cast, page, "identity").submit({"name": "\u202eHana\u202c"}, button="Save")
    assert saved(cast).name == "Hana"


@pytest.mark.parametrize(
    ("section", "answers", "sentence"),
    [
        ("identity", {"name": ""}, "Enter the name."),
        ("identity", {"name": "x" * 201}, "Use at most 200 characters."),
        ("identity", {"birth_year": "2090"}, "Enter the year of birth, for example 1985."),
        ("identity", {"birth_year": "soon"}, "Enter a year in four digits, for example 2012."),
        ("contact", {"email": "nobody"}, "Enter an e-mail address, like name@example.org."),
        ("contact", {"postcode": "nowhere"}, "Enter a postcode, for example B66 2QT"),
        ("contact", {"phone": "none"}, "Enter a phone number, like 07700 900123."),
        ("profession", {"route": "gmc_plab"}, "Choose a route of this profession"),
        (
            "progress",
            {"last_practised_year": "2099"},
            "Enter a year that lies behind us, for example 2012.",
        ),
        ("progress", {"last_practised_month": "3"}, "Enter the year of the month, too."),
        ("availability", {"travel_km": "-3"}, "Enter a number from 0 to 1000."),
        ("availability", {"travel_km": "9" * 5000}, "Enter a"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept_in_the_form(
    cast: Cast, page: str, section: str, answers: dict[str, str], sentence: str
) -> None:
    if "route" in answers:
        answers = {"route": reference().routes_for("doctor")[0].key}
    visitor = editing(cast, page, section)
    visitor.submit(answers, button="Save", status=422)
    assert sentence in visitor.text
    assert saved(cast).version == 1


def test_the_commonest_languages_stand_open_and_the_others_are_folded(
    cast: Cast, page: str
) -> None:
    visitor = editing(cast, page, "languages")
    for name in ("speaks", "reads"):
        boxes = visitor.page.select(f"input[name={name}]")
        first = [box["value"] for box in boxes if not box.find_parent("details")]
        assert (len(first), set(first) >= {"ar", "so", "ti"}) == (10, True)
        assert len(boxes) == len(reference().languages)


def test_languages_are_rows_and_have_their_history(cast: Cast, page: str) -> None:
    visitor = editing(cast, page, "languages")
    visitor.submit({"speaks": ["ti", "ar"], "reads": ["ti"]}, button="Save")
    with cast.app.app_context():
        rows = {row.code: (row.speaks, row.reads) for row in ClientLanguage.select()}
        assert rows == {"ti": (True, True), "ar": (True, False)}
        assert {row.field for row in ClientChange.select()} == {"speaks", "reads"}
    assert "Arabic, Tigrinya" in visitor.text


def test_a_changed_fact_loses_the_evidence_of_the_old_one(cast: Cast, page: str) -> None:
    with cast.app.app_context():
        Evidence.create(client=cast.client, fact="trained_in", level="verified")
        Evidence.create(client=cast.client, fact="name", level="seen")
    editing(cast, page, "profession").submit({"trained_in": "SY"}, button="Save")
    with cast.app.app_context():
        assert [row.fact for row in Evidence.select()] == ["name"]


def test_a_client_changes_contact_languages_and_availability_alone(cast: Cast, page: str) -> None:
    herself = cast.client_account
    editing(cast, page, "contact", herself).submit({"phone": "0121 496 0000"}, button="Save")
    editing(cast, page, "availability", herself).submit(
        {"travel_km": "٢٠", "childcare_need": "After school"}, button="Save"
    )
    client = saved(cast)
    assert (client.phone, client.travel_km) == ("0121 496 0000", 20)
    visitor = editing(cast, page, "languages", herself)
    token = visitor.page.find("input", {"name": "csrf_token"})["value"]
    for section in ("identity", "profession", "right-to-work", "nonsense"):
        visitor.open(f"{page}/edit/{section}", status=404)
        sent = {"csrf_token": token, "version": "2", "right_to_work": "settled", "name": "X"}
        assert visitor.http.post(f"{page}/edit/{section}", data=sent).status_code == 404
    assert saved(cast).name == "Hana Tesfaye"


def test_nobody_else_changes_anything(cast: Cast, page: str) -> None:
    for account in (cast.partner, cast.other_staff, cast.other_client_account, cast.admin):
        cast.visits(account).open(f"{page}/edit/contact", status=404)


def test_two_editors_of_different_fields_are_merged(cast: Cast, page: str) -> None:
    first = editing(cast, page, "contact")
    second = editing(cast, page, "contact", cast.client_account)
    first.submit({"phone": "0121 496 0001"}, button="Save")
    second.submit({"email": "hana@new.example"}, button="Save")
    client = saved(cast)
    assert (client.phone, client.email, client.version) == (
        "0121 496 0001", "hana@new.example", 3,
    )  # fmt: skip


def test_a_second_editor_of_a_field_is_shown_both_versions_and_loses_nothing(
    cast: Cast, page: str
) -> None:
    first = editing(cast, page, "contact")
    second = editing(cast, page, "contact", cast.client_account)
    first.submit({"phone": "0121 496 0001", "postcode": "B66 1AA"}, button="Save")
    second.submit(
        {"phone": "0121 496 0002", "contact_note": "Not before 3 pm"}, button="Save", status=409
    )
    assert "Saved by Sana Staff: 0121 496 0001" in second.text
    assert "You typed: 0121 496 0002" in second.text
    form = {field["name"]: field.get("value") for field in second.page.select("input[name]")}
    assert form["phone"] == "0121 496 0002"
    assert form["contact_note"] == "Not before 3 pm"
    assert form["postcode"] == "B66 1AA"  # left alone, so the other's
    assert saved(cast).phone == "0121 496 0001"
    second.submit(button="Save")
    client = saved(cast)
    assert (client.phone, client.contact_note, client.postcode) == (
        "0121 496 0002", "Not before 3 pm", "B66 1AA",
    )  # fmt: skip


def test_two_who_type_the_same_do_not_clash(cast: Cast, page: str) -> None:
    first, second = editing(cast, page, "contact"), editing(cast, page, "contact")
    for visitor in (first, second):
        visitor.submit({"phone": "0121 496 0001"}, button="Save")
    assert saved(cast).version == 2


def test_a_damaged_version_is_the_oldest_of_all(cast: Cast, page: str) -> None:
    editing(cast, page, "contact").submit({"phone": "0121 496 0001"}, button="Save")
    late = editing(cast, page, "contact")
    late.submit({"version": "x", "phone": "0121 496 0002"}, button="Save", status=409)
    assert saved(cast).phone == "0121 496 0001"


def test_what_is_not_sent_at_all_is_an_empty_answer(cast: Cast, page: str) -> None:
    visitor = editing(cast, page, "contact")
    visitor.submit({"contact_note": None, "email": None}, button="Save")
    with cast.app.app_context():
        assert values_of(saved(cast), ["contact_note", "email"]) == {
            "contact_note": "", "email": "",
        }  # fmt: skip


# Two fields of every section, and for the first of them what a second editor types.
SECTION_FIELDS = {
    "identity": ({"known_as": "Hani"}, {"known_as": "Hanna"}, {"birth_year": "1988"}),
    "contact": ({"phone": "0121 496 0001"}, {"phone": "0121 496 0002"}, {"postcode": "B66 1AA"}),
    "profession": ({"specialty": "Wards"}, {"specialty": "Surgery"}, {"trained_year": "2011"}),
    "progress": ({"goal": "A ward"}, {"goal": "A school"}, {"current_job": "Cleaner"}),
    "availability": ({"travel_km": "5"}, {"travel_km": "9"}, {"childcare_need": "Evenings"}),
    "right-to-work": ({"right_to_work": "settled"}, {"right_to_work": "ukraine"}, None),
    "languages": ({"speaks": ["ti"]}, {"speaks": ["ar"]}, {"reads": ["ti"]}),
}


def test_every_section_is_tried_by_two_editors() -> None:
    assert set(SECTION_FIELDS) == set(SECTIONS)


@pytest.mark.parametrize("section", SECTION_FIELDS)
def test_in_every_section_other_fields_merge_and_the_same_field_is_asked_about(
    cast: Cast, page: str, section: str
) -> None:
    theirs, ours, beside = SECTION_FIELDS[section]
    first, second, third = (editing(cast, page, section) for _ in range(3))
    first.submit(theirs, button="Save")
    if beside:
        second.submit(beside, button="Save")
        assert saved(cast).version == 3
    third.submit(ours, button="Save", status=409)
    assert "Somebody else changed the same thing" in third.text
    name = next(iter(theirs))
    with cast.app.app_context():
        kept = values_of(Client.get_by_id(cast.client.id), [name])[name]
    assert kept == theirs[name] or str(kept) == theirs[name]
    third.submit(button="Save")
    with cast.app.app_context():
        kept = values_of(Client.get_by_id(cast.client.id), [name])[name]
        assert kept == ours[name] or str(kept) == ours[name]
