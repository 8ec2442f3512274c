"""The list of pairs that may be one person."""

import pytest

from app import clock
from app.audit.models import AuditEvent
from app.clients.changes import change_client
from app.clients.duplicates import Grade
from app.clients.merging.models import DuplicatePair
from app.clients.merging.services import merge_clients
from app.clients.merging.undoing import undo_merge
from app.clients.models import Client
from app.clients.pairs import dismiss_pair
from app.clients.services import add_referrer, create_client
from app.db import atomic
from app.errors import Conflict, NotFound
from app.policy import SYSTEM
from tests.at_once import meanwhile
from tests.cast import Cast
from tests.visitor import Visitor

LIST = "/clients/duplicates"


def known(cast: Cast, name: str, **facts: object) -> Client:
    facts.setdefault("programme", cast.programme)
    with cast.app.test_request_context():
        return create_client(SYSTEM, name=name, profession="nurse", **facts)


@pytest.fixture
def staff(cast: Cast) -> Visitor:
    return cast.visits(cast.staff)


def test_staff_see_the_pairs_with_why_the_surest_first(cast: Cast, staff: Visitor) -> None:
    known(cast, "Omar Haddad", birth_year=1980)
    known(cast, "عمر حداد", birth_year=1980)
    known(cast, "Svetlana Shevchenko", phone="07700 900111")
    known(cast, "Світлана Шевченко", phone="+44 7700 900111")
    staff.open("/clients")
    staff.follow("Possible duplicates")
    assert "2 pairs" in staff.text
    assert staff.text.index("Almost certain: name spelled alike") < staff.text.index(
        "Likely: name spelled alike, born the same year"
    )
    staff.open(f"{LIST}?grade=likely")
    assert "1 pair " in staff.text
    assert "Omar Haddad and عمر حداد" in staff.text
    assert "Omar" in staff.fragment(f"{LIST}?grade=likely").text


def test_who_is_not_the_same_person_does_not_come_back(cast: Cast, staff: Visitor) -> None:
    first = known(cast, "Omar Haddad", birth_year=1980)
    known(cast, "عمر حداد", birth_year=1980)
    staff.open(LIST)
    staff.submit(button="Not the same person")
    assert "does not come back" in staff.text
    assert "There is no such pair" in staff.text
    with cast.app.test_request_context():
        change_client(SYSTEM, first, version=1, answers={"phone": "07700 900123"})
        assert DuplicatePair.select().where(DuplicatePair.dismissed_at.is_null()).count() == 0
        assert AuditEvent.select().where(AuditEvent.action == "client.not_the_same").count() == 2
    staff.open(f"{LIST}?show=dismissed")
    assert "Not the same person, says Sana Staff" in staff.text


def test_a_pair_follows_what_is_written_in_the_records(cast: Cast) -> None:
    first = known(cast, "Omar Haddad", birth_year=1980, phone="07700 900123")
    second = known(cast, "Somebody Else")
    with cast.app.test_request_context():
        assert DuplicatePair.select().count() == 0
        change_client(SYSTEM, second, version=1, answers={"name": "Umar Hadad"})
        assert DuplicatePair.select().count() == 0  # a year is missing: not worth a list
        answers = {"phone": "07700900123"}
        change_client(SYSTEM, second, version=2, answers=answers)
        pair = DuplicatePair.get()
        assert (pair.first_id, pair.second_id) == (first.id, second.id)
        assert pair.grade == Grade.ALMOST_CERTAIN
        change_client(SYSTEM, second, version=3, answers={"phone": "", "name": "Somebody"})
        assert DuplicatePair.select().count() == 0


def test_pairs_of_another_trust_are_neither_shown_nor_dismissed(cast: Cast, staff: Visitor) -> None:
    for name in ("Omar Haddad", "Omar Hadad"):
        known(cast, name, birth_year=1980, programme=cast.other_programme)
    staff.open(LIST)
    assert "There is no such pair" in staff.text
    with cast.app.test_request_context():
        number = DuplicatePair.get().id
    token = staff.page.find("input", {"name": "csrf_token"})["value"]
    address = f"{LIST}/{number}/dismiss"
    assert staff.http.post(address, data={"csrf_token": token}).status_code == 404


@pytest.mark.parametrize("who", ["partner", "client_account", "mentor", "admin"])
def test_nobody_else_opens_the_list(cast: Cast, who: str) -> None:
    cast.visits(getattr(cast, who)).open(LIST, status=403)


def test_the_list_is_paged(cast: Cast, staff: Visitor) -> None:
    for number in range(8):
        known(cast, "Omar Haddad", birth_year=1980, phone=f"07700 9001{number:02}")
    staff.open(LIST)
    assert "25 pairs" in staff.text
    staff.follow("Next page")
    assert "3 pairs" in staff.text


def test_the_command_compares_those_who_are_there_already(cast: Cast) -> None:
    known(cast, "Omar Haddad", birth_year=1980)
    known(cast, "عمر حداد", birth_year=1980)
    with cast.app.test_request_context():
        DuplicatePair.delete().execute()
    done = cast.app.test_cli_runner().invoke(args=["find-duplicates"])
    assert done.exit_code == 0, done.output
    assert "1 pairs may be one person" in done.output


def test_who_refers_one_name_twice_makes_a_pair(cast: Cast, staff: Visitor) -> None:
    clients = [known(cast, name) for name in ("Omar Haddad", "Omar Hadad")]
    with cast.app.test_request_context():
        assert DuplicatePair.select().count() == 0
        for client in clients:
            add_referrer(SYSTEM, client, cast.organisation)
    staff.open(LIST)
    assert "Likely: name spelled alike, a year of birth is not known" in staff.text
    assert "referred by the same organisation" in staff.text


def test_whoever_is_not_the_merged_person_is_not_the_one_who_stays(cast: Cast) -> None:
    kept, gone, other = (
        known(cast, "Omar Haddad", birth_year=1980, phone=f"07700 90010{number}")
        for number in range(3)
    )
    with cast.app.test_request_context():
        staff = cast.viewer(cast.staff)
        pair = DuplicatePair.get(DuplicatePair.first == gone, DuplicatePair.second == other)
        dismiss_pair(staff, pair.id)
        merge_clients(SYSTEM, kept, gone, versions=(1, 1))
        open_pairs = DuplicatePair.select().where(DuplicatePair.dismissed_at.is_null())
        assert open_pairs.count() == 0
        change_client(SYSTEM, other, version=1, answers={"phone": "07700 900200"})
        assert open_pairs.count() == 0
        undo_merge(SYSTEM, kept)
        found = {(row.first_id, row.second_id) for row in open_pairs}
        assert found == {(kept.id, gone.id), (kept.id, other.id)}


def test_two_records_of_one_pair_written_at_once_stay_one_pair(cast: Cast) -> None:
    omar, other = (known(cast, name, birth_year=1980) for name in ("Omar Haddad", "عمر حداد"))

    def call(client: Client, number: str) -> None:
        change_client(SYSTEM, client, version=1, answers={"phone": number})

    with cast.app.test_request_context():
        with atomic():
            call(omar, "07700 900111")
            meantime = meanwhile(cast.app, lambda: call(other, "07700 900222"))
        meantime.result(10)
        assert DuplicatePair.select().count() == 1


def test_a_pair_that_is_looked_for_anew_is_not_dismissed_unseen(cast: Cast) -> None:
    omar, other = known(cast, "Omar Haddad", birth_year=1980), known(cast, "عمر حداد")
    with cast.app.test_request_context():
        DuplicatePair.delete().execute()
        pair = DuplicatePair.create(
            first=omar, second=other, grade=Grade.LIKELY, why=[], found_at=clock.now()
        )
        with atomic():
            change_client(SYSTEM, omar, version=1, answers={"phone": "07700 900123"})
            staff = cast.viewer(cast.staff)
            dismissal = meanwhile(cast.app, lambda: dismiss_pair(staff, pair.id))
        with pytest.raises((Conflict, NotFound)):
            dismissal.result(10)
        assert not AuditEvent.select().where(AuditEvent.action == "client.not_the_same").exists()
