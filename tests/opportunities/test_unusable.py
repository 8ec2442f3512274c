"""A refused file is told of in the reader's language, as every other error is."""

import re
from pathlib import Path

import pytest

from app.opportunities.unusable import UnusableFile
from app.opportunities.uploads import UploadPurpose, read_apart
from scripts.make_pseudo_locale import pretend

NO_ADVERTS = "The file is not a text file of adverts."
TWICE = pretend("Two columns are headed as %(heading)s.") % {"heading": pretend("establishment")}
SOURCES = Path(__file__).resolve().parents[2] / "app" / "opportunities"


@pytest.mark.parametrize(
    ("purpose", "content", "told"),
    [
        (UploadPurpose.ADVERTS, b"\x89PNG\r\n\0\0", pretend(NO_ADVERTS)),
        (UploadPurpose.PLAN, b"\x89PNG\r\n\0\0\0", None),
        (UploadPurpose.PLAN, b"Role,Est,Budget,In post\nMidwife,1,2,1\n", TWICE),
    ],
)  # fmt: skip
def test_what_the_reading_process_refuses_is_translated_where_it_is_shown(
    purpose: UploadPurpose, content: bytes, told: str | None
) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_apart(content, purpose=purpose)
    said = refused.value.said(pretend)
    assert said.startswith("⟦")
    assert told in (None, said)


def test_every_sentence_is_marked_for_translation() -> None:
    raised = [
        found
        for path in SOURCES.rglob("*.py")
        for found in re.findall(r"raise UnusableFile\(\s*(\w+)", path.read_text())
    ]
    assert len(raised) > 20
    assert set(raised) == {"N_", "found"}  # what the reading process has found


def test_a_command_reads_which_file_it_was() -> None:
    assert (
        str(UnusableFile("The file is empty.", file="plan.csv")) == "plan.csv: The file is empty."
    )
