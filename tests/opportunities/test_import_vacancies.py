"""`import-vacancies`: counts that add up, the same file twice, replayed dates, bad lines."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import clock, db
from app.opportunities.models import (
    Opportunity,
    OpportunityProfession,
    OpportunityStatus,
    OpportunityWord,
)
from tests.opportunities.conftest import advert

URL = "https://jobs.example/xi/vacancy/{}"
NOW = clock.datetime(2026, 11, 22, 9, 0)


def adverts(*changes: dict[str, Any]) -> str:
    rows = [advert(**{"url": URL.format(n)} | change) for n, change in enumerate(changes)]
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "adverts.jsonl"
    path.write_text(
        adverts(
            {},
            {"title": "Consultant Anaesthetist", "validThrough": "2020-11-01"},
            {"title": "Health Care Assistant"},
        )
    )
    return path


def run(app: Flask, *args: object) -> Result:
    with clock.at(NOW):
        return app.test_cli_runner().invoke(args=["import-vacancies", *map(str, args)])


def report(app: Flask, *args: object) -> dict[str, Any]:
    return json.loads(run(app, *args, "--json").output)


def rows() -> list[Opportunity]:
    return list(Opportunity.select().order_by(Opportunity.url))


def test_every_line_is_new_once_and_unchanged_after(app: Flask, file: Path) -> None:
    first = report(app, file, "--replay-from", "2020-11-06")
    assert first == {"new": 3, "changed": 0, "unchanged": 0, "closed": 1, "rejected": []}
    again = report(app, file, "--replay-from", "2020-11-06")
    assert again == {"new": 0, "changed": 0, "unchanged": 3, "closed": 1, "rejected": []}
    with db.database.connection_context():
        assert Opportunity.select().count() == 3


def test_an_old_file_is_replayed_as_if_its_day_were_today(app: Flask, file: Path) -> None:
    report(app, file, "--replay-from", "2020-11-06")
    with db.database.connection_context():
        nurse, anaesthetist, _ = rows()
    assert nurse.closes_on == date(2026, 12, 16)  # 24 days after the day, as the advert had
    assert nurse.posted_at.date() == date(2026, 11, 17)
    assert nurse.replayed_from == date(2020, 11, 6)
    assert nurse.status == OpportunityStatus.OPEN
    assert anaesthetist.status == OpportunityStatus.CLOSED


def test_without_replay_old_adverts_are_closed(app: Flask, file: Path) -> None:
    assert report(app, file)["closed"] == 3
    with db.database.connection_context():
        assert {row.status for row in rows()} == {OpportunityStatus.CLOSED}
    assert report(app, file, "--replay-from", "2020-11-06")["changed"] == 3


def test_an_advert_is_stored_with_its_pay_its_place_and_its_classification(
    app: Flask, file: Path
) -> None:
    report(app, file, "--replay-from", "2020-11-06")
    with db.database.connection_context():
        nurse, _, assistant = rows()
        professions = [row.profession for row in nurse.professions]
        words = {word.word for word in OpportunityWord.select()}
    assert (nurse.profession, nurse.band, professions) == ("nurse", "5", ["nurse"])
    assert (nurse.salary_min, nurse.salary_max, nurse.salary_unit) == (24_907_00, 30_615_00, "year")
    assert (nurse.postcode, nurse.latitude) == ("B66 2QT", pytest.approx(52.4931))
    assert nurse.registration_required
    assert assistant.is_interim
    assert not assistant.registration_required
    assert {"staff", "nurse", "elderly", "smethwick"} <= words


def test_a_dry_run_says_the_same_and_keeps_nothing(app: Flask, file: Path) -> None:
    file.write_text(file.read_text() + "nonsense\n" + adverts({"title": "Midwife"}))
    dry = report(app, file, "--dry-run", "--replay-from", "2020-11-06")
    with db.database.connection_context():
        assert Opportunity.select().count() == 0
    assert dry == report(app, file, "--replay-from", "2020-11-06")
    assert dry["new"] + dry["changed"] + dry["unchanged"] + len(dry["rejected"]) == 5
    assert (dry["new"], dry["changed"]) == (3, 1)


def test_a_bad_line_is_named_and_the_others_go_in(app: Flask, file: Path) -> None:
    file.write_text("{broken\n" + file.read_text() + '{"@type": "Recipe"}\n')
    result = run(app, file, "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["rejected"] == [
        {"line": 1, "reason": "it is not JSON"},
        {"line": 5, "reason": "it is not a JobPosting"},
    ]
    assert found["new"] == 3


def test_a_changed_advert_is_updated(app: Flask, file: Path) -> None:
    report(app, file)
    file.write_text(adverts({"title": "Midwife/Nurse - Community"}, {}, {}))
    assert report(app, file)["changed"] == 3
    with db.database.connection_context():
        first = rows()[0]
        words = {
            w.word for w in OpportunityWord.select().where(OpportunityWord.opportunity == first)
        }
        taken = OpportunityProfession.select().where(OpportunityProfession.opportunity == first)
        assert {row.profession for row in taken} == {"midwife", "nurse"}
    assert first.title == "Midwife/Nurse - Community"
    assert first.version == 2
    assert "midwife" in words
    assert "elderly" not in words


def test_what_a_person_decided_is_kept(app: Flask, file: Path) -> None:
    report(app, file)
    with db.database.connection_context():
        Opportunity.update(profession="paramedic", decided_at=NOW, is_closed_by_hand=True).execute()
    file.write_text(adverts({"title": "Pharmacist", "validThrough": "2027-01-31"}))
    report(app, file)
    with db.database.connection_context():
        first = rows()[0]
    assert (first.title, first.profession) == ("Pharmacist", "paramedic")
    assert first.status == OpportunityStatus.CLOSED


def test_an_advert_past_its_last_day_is_closed_by_the_next_import(app: Flask, file: Path) -> None:
    report(app, file, "--replay-from", "2020-11-06")
    later = clock.datetime(2027, 1, 10, 9, 0)
    empty = file.with_name("another.jsonl")
    empty.write_text(adverts({"url": URL.format(99)}))
    with clock.at(later):
        app.test_cli_runner().invoke(args=["import-vacancies", str(empty)])
    with db.database.connection_context():
        assert {row.status for row in rows()} == {OpportunityStatus.CLOSED}


def test_a_packed_file_is_read(app: Flask, file: Path) -> None:
    packed = file.with_name("adverts.jsonl.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert report(app, packed)["new"] == 3


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04\0\0"])
def test_an_unusable_file_is_refused_in_one_sentence(
    app: Flask, file: Path, content: bytes | None
) -> None:
    bad = file.with_name("bad.jsonl")
    if content is not None:
        bad.write_bytes(content)
    result = run(app, file, bad)
    assert result.exit_code == 2
    assert result.output.strip().count("\n") == 0
    assert result.output.strip().endswith(".")
    with db.database.connection_context():
        assert Opportunity.select().count() == 0


def test_a_date_that_cannot_be_moved_stays(app: Flask, file: Path) -> None:
    file.write_text(adverts({"validThrough": "9999-12-31", "datePosted": "0001-01-01T00:00:00"}))
    assert report(app, file, "--replay-from", "2020-11-06")["new"] == 1
    with db.database.connection_context():
        assert rows()[0].closes_on == date(9999, 12, 31)
