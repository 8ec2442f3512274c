"""Adverts are read line by line; a bad line stops nothing."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.opportunities.postings import (
    MAX_LINE,
    Posting,
    Rejection,
    normal_postcode,
    read_line,
    read_postings,
)
from app.opportunities.unusable import UnusableFile
from app.reference import reference
from tests.opportunities.conftest import advert

SCALES = reference().pay_scales


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


def read_file(path: Path) -> list[Posting | Rejection]:
    return list(read_postings(path, scales=SCALES))


def test_an_advert_is_read_whole(read) -> None:
    posting = read(title="Women&#39;s Health Nurse")

    assert posting.id == "900000001"
    assert posting.title == "Women's Health Nurse"
    assert posting.description == "Join our ward."
    assert posting.employer == "Example Hospitals Trust"
    assert posting.postcode == "B66 2QT"
    assert (posting.latitude, posting.longitude) == (52.4931, -1.9665)
    assert posting.employment_type == "FULL_TIME"
    assert posting.posted_at == utc(2020, 11, 1, 9, 30)
    assert posting.valid_through == utc(2020, 11, 30, 23, 59, 59)
    assert (posting.salary.minimum, posting.salary.band) == (2490700, "5")


def test_summer_time_becomes_utc(read) -> None:
    assert read(datePosted="2020-08-09T13:00:25+0100").posted_at == utc(2020, 8, 9, 12, 0, 25)


def test_a_bare_last_day_lasts_to_its_end(read) -> None:
    assert read(validThrough="2020-11-27").valid_through == utc(2020, 11, 27, 23, 59, 59)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"@type": "Event"}, "it is not a JobPosting"),
        ({"title": " "}, "it has no title"),
        ({"url": None}, "its url is not an address"),
        ({"url": "javascript:alert(1)"}, "its url is not an address"),
        ({"url": "https://["}, "its url is not an address"),
        ({"url": "https://jobs.example/"}, "its url does not end in an id"),
        ({"validThrough": "soon"}, "its last day is not a date"),
    ],
)
def test_an_unusable_advert_is_refused_with_the_reason(read, changes, reason) -> None:
    assert read(**changes) == Rejection(1, reason)


def test_everything_but_title_and_url_may_be_missing() -> None:
    line = b'{"@type": ["Thing", "JobPosting"], "title": "Nurse", "url": "https://jobs.example/7"}'

    posting = read_line(line, 1, scales=SCALES)

    assert isinstance(posting, Posting)
    assert (posting.id, posting.description, posting.postcode) == ("7", "", None)
    assert posting.valid_through is None


@pytest.mark.parametrize(
    "geo", [{"latitude": "24.59", "longitude": "-1.05"}, {"latitude": "0", "longitude": "0"},
            {"latitude": "nan", "longitude": "1"}, {"latitude": None}, {}, None, "here"]
)  # fmt: skip
def test_coordinates_outside_the_british_isles_are_dropped(read, geo: object) -> None:
    posting = read(jobLocation={"geo": geo})

    assert (posting.latitude, posting.longitude) == (None, None)


def test_postcodes_are_written_one_way() -> None:
    told = {"dy90nh": "DY9 0NH", " B18 5SD ": "B18 5SD", "b15": "B15", "SW1A1AA": "SW1A 1AA"}

    assert {given: normal_postcode(given) for given in told} == told
    assert [normal_postcode(v) for v in ("Birmingham", "", None, 7, "B1B1B1")] == [None] * 5


def test_a_changed_advert_has_another_mark_and_the_same_advert_the_same(read) -> None:
    assert read().content_hash == read().content_hash
    assert read().content_hash == read(datePosted="2020-11-02T09:30:00+0000").content_hash
    assert read().content_hash != read(title="Senior Staff Nurse").content_hash
    assert read().content_hash != read(validThrough="2020-12-05T23:59:59+0000").content_hash


def test_bad_lines_are_named_and_the_others_go_in(tmp_path: Path) -> None:
    good = json.dumps(advert()).encode()
    lines = [b"\xef\xbb\xbf" + good, b"{broken", b"", b"[]", b"\xff\xfe\xfd", b"[" * 20000, good]
    path = tmp_path / "adverts.jsonl"
    path.write_bytes(b"\n".join(lines))

    read = read_file(path)

    assert [type(row) for row in read] == [Posting, *[Rejection] * 4, Posting]
    assert [row.line for row in read if isinstance(row, Rejection)] == [2, 4, 5, 6]


def test_a_line_too_long_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "adverts.jsonl"
    long = json.dumps(advert(description="x" * (3 * MAX_LINE)))
    path.write_text(f"{long}\n{json.dumps(advert())}\n", encoding="utf-8")

    read = read_file(path)

    assert read[0] == Rejection(1, "the line is too long or damaged")
    assert isinstance(read[1], Posting)


def test_a_gzipped_file_is_read_and_a_damaged_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "adverts.jsonl.gz"
    packed = gzip.compress((json.dumps(advert()) + "\n").encode() * 500)
    path.write_bytes(packed)
    assert len(read_file(path)) == 500

    path.write_bytes(packed[: len(packed) // 2])
    assert isinstance(read_file(path)[-1], Rejection)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\x00\x00", b"\x00\x01\x02"])
def test_an_empty_or_binary_file_is_unusable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "adverts.jsonl"
    path.write_bytes(content)

    with pytest.raises(UnusableFile):
        read_file(path)


def test_a_missing_file_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be opened"):
        read_file(tmp_path / "none.jsonl")


def test_every_real_advert_is_read(nhs_jobs: Path) -> None:
    for name in ("west-midlands.jsonl", "england-sample.jsonl.gz", "labelled-adverts.jsonl"):
        assert all(isinstance(row, Posting) for row in read_file(nhs_jobs / name))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*advert(), "@type"]),
        json_values,
    )
)  # fmt: skip
def test_any_json_in_any_field_is_an_advert_or_a_rejection(changes: dict[str, object]) -> None:
    line = json.dumps({**advert(), **changes}).encode()

    assert isinstance(read_line(line, 3, scales=SCALES), Posting | Rejection)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_advert_or_a_rejection(line: bytes) -> None:
    assert isinstance(read_line(line, 3, scales=SCALES), Rejection)
