"""`plan-pdf`: a plan's PDF from the command line."""

from pathlib import Path

import pytest
from flask import Flask

from app.pathways.models import Plan
from tests.cast import Cast


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["plan-pdf", *arguments])
    return result.exit_code, result.output


def test_a_plan_is_written_to_the_file(app: Flask, cast: Cast, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    typed = cast.client.reference.replace("-", " ").lower()
    code, said = run(app, typed, "--output", str(path))
    assert (code, "version 1" in said) == (0, True)
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["C-9999-99"], "There is no client C-9999-99 with a plan."),
        (["{reference}", "--language", "xx"], "The languages are en"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_sentence(
    app: Flask, cast: Cast, plan: Plan, tmp_path: Path, arguments: list[str], told: str
) -> None:
    given = [text.format(reference=cast.client.reference) for text in arguments]
    code, said = run(app, *given, "--output", str(tmp_path / "plan.pdf"))
    assert code == 2
    assert told in said
    assert len(said.strip().splitlines()) == 1


def test_a_folder_that_is_not_there_is_told_of(
    app: Flask, cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    code, said = run(app, cast.client.reference, "--output", str(tmp_path / "no" / "plan.pdf"))
    assert code == 2
    assert "cannot be written" in said
