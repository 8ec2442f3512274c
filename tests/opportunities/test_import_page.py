"""Importing a file of adverts on the page: read apart, shown, then taken in."""

import gzip
import io
import json
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage

from app.opportunities.models import Opportunity, Upload, UploadPurpose
from app.opportunities.unusable import UnusableFile
from app.opportunities.uploads import LARGEST, keep_upload
from tests.cast import Cast
from tests.opportunities.conftest import advert
from tests.visitor import Visitor


def lines(*titles: str) -> bytes:
    rows = [
        advert(title=title, url=f"https://jobs.example/xi/vacancy/{n}", validThrough="2035-01-31")
        for n, title in enumerate(titles)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def send(visitor: Visitor, content: bytes, *, name: str = "adverts.jsonl", **options: Any) -> None:
    visitor.open("/opportunities/import")
    visitor.submit({"file": (io.BytesIO(content), name)}, button="Read the file", **options)


def test_a_file_is_shown_before_it_is_taken_in(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, lines("Staff Nurse", "Midwife") + b"broken\n", name="../../etc/adverts.jsonl")
    assert visitor.heading == "What the file holds"
    assert "adverts.jsonl, 3 lines" in visitor.text
    assert "Line 3: it is not JSON" in visitor.text
    assert Opportunity.select().count() == 0
    visitor.submit(button="Import them")
    assert "2 new, 0 changed, 0 unchanged" in visitor.text
    assert {row.profession for row in Opportunity.select()} == {"nurse", "midwife"}
    assert Upload.select().count() == 0


def test_sending_the_import_twice_takes_it_in_once(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, lines("Staff Nurse"))
    page, address = visitor.page, visitor.address
    visitor.submit(button="Import them")
    visitor.page, visitor.address = page, address
    visitor.submit(button="Import them")
    assert visitor.address == "/opportunities"
    assert Opportunity.select().count() == 1


def test_the_same_file_again_has_nothing_new(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, lines("Staff Nurse"))
    visitor.submit(button="Import them")
    send(visitor, gzip.compress(lines("Staff Nurse")), name="adverts.jsonl.gz")
    assert visitor.page.find("button", string="Import them").has_attr("disabled")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\0\0", "is not a text file"),
        (b"\n\n", "The file holds no adverts."),
    ],
)
def test_a_file_that_is_no_list_of_adverts_is_refused_in_words(
    cast: Cast, content: bytes, sentence: str
) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, content, status=422)
    assert sentence in visitor.text
    assert "upload-" not in visitor.text
    assert Upload.select().count() == 0


def test_no_file_is_asked_for(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/import")
    visitor.submit({}, button="Read the file", status=422)
    assert "Choose a file." in visitor.text


def test_a_huge_file_gets_the_page_that_says_so(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    response = visitor.http.post(
        "/opportunities/import", environ_overrides={"CONTENT_LENGTH": str(50 * 1024 * 1024)}
    )
    assert response.status_code == 413
    assert "The file is too large" in response.text


def test_a_file_above_the_limit_is_refused_before_it_is_read(cast: Cast) -> None:
    large = FileStorage(io.BytesIO(b"x" * (LARGEST + 1)), "adverts.jsonl")
    with pytest.raises(UnusableFile, match="larger than 10 MB"):
        keep_upload(cast.viewer(cast.staff), large, purpose=UploadPurpose.ADVERTS)


def test_a_file_that_unpacks_to_very_much_is_refused(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, gzip.compress(b"\n" * 200_000_000, 9), status=422)
    assert "unpacks to more than 64 MB" in visitor.text


def test_another_persons_upload_is_not_found(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, lines("Staff Nurse"))
    cast.visits(cast.other_staff).open(visitor.address, status=404)


def test_a_partner_may_not_import(cast: Cast) -> None:
    cast.visits(cast.partner).open("/opportunities/import", status=403)
