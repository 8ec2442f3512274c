"""Commands for adverts: `import-vacancies` and `classify`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from app.db import database
from app.opportunities import match_commands, plan_commands, views
from app.opportunities.adverts import Advert, read_adverts
from app.opportunities.blueprints import BLUEPRINTS, opportunities
from app.opportunities.classifier import as_row, classify
from app.opportunities.postings import Rejection, read_postings
from app.opportunities.unusable import UnusableFile
from app.opportunities.vacancies import ImportReport, import_adverts
from app.policy import SYSTEM
from app.reference import reference

__all__ = ["BLUEPRINTS", "match_commands", "plan_commands", "views"]
SOME_REFUSED, UNUSABLE = 1, 2


@opportunities.cli.command("import-vacancies")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would happen and keep nothing.")
@click.option(
    "--replay-from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Move the adverts' dates, as if this day were today.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_vacancies(
    files: tuple[Path, ...], dry_run: bool, replay_from: datetime | None, as_json: bool
) -> None:
    """Add or update opportunities from schema.org JobPosting lines, plain or .gz."""
    day = replay_from.date() if replay_from else None
    with database.connection_context():
        try:
            for path in files:  # all are looked at before the first is taken in
                next(read_adverts(path), None)
            found = _of_all(files)
            report = import_adverts(SYSTEM, found, replay_from=day, dry_run=dry_run)
        except UnusableFile as error:
            _stop(error)
    click.echo(_json(report) if as_json else _words(report, dry_run=dry_run))
    sys.exit(SOME_REFUSED if report.rejected else 0)


def _of_all(files: tuple[Path, ...]) -> Iterator[Advert | Rejection]:
    """Every advert of every file; with several files a rejection names its own."""
    for path in files:
        for found in read_adverts(path):
            if isinstance(found, Rejection) and len(files) > 1:
                found = replace(found, reason=f"{path.name}: {found.reason}")
            yield found


def _json(report: ImportReport) -> str:
    rejected = [{"line": one.line, "reason": one.reason} for one in report.rejected]
    counts = {name: getattr(report, name) for name in ("new", "changed", "unchanged", "closed")}
    return json.dumps({**counts, "rejected": rejected}, ensure_ascii=False)


def _words(report: ImportReport, *, dry_run: bool) -> str:
    lines = [f"line {one.line}: {one.reason}" for one in report.rejected]
    counts = (
        f"{report.lines} adverts: {report.new} new, {report.changed} changed,"
        f" {report.unchanged} unchanged, {len(report.rejected)} rejected."
        f" {report.closed} are past their last day."
    )
    ending = ["Nothing was kept: this was a dry run."] if dry_run else []
    return "\n".join([*lines, counts, *ending])


@opportunities.cli.command("classify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object an advert.")
def classify_file(file: Path, as_json: bool) -> None:
    """Say for each advert of a file which profession it is for, and why; keeps nothing."""
    refused = False
    try:
        for found in read_postings(file, scales=reference().pay_scales):
            if isinstance(found, Rejection):
                refused = True
                click.echo(f"line {found.line}: {found.reason}", err=True)
                continue
            row = as_row(found, classify(found))
            text = f"{row['id']}: {row['profession']}, {row['level']}: {found.title}"
            click.echo(json.dumps(row, ensure_ascii=False) if as_json else text)
    except UnusableFile as error:
        _stop(error)
    sys.exit(SOME_REFUSED if refused else 0)


def _stop(error: UnusableFile) -> None:
    click.echo(str(error), err=True)
    sys.exit(UNUSABLE)
