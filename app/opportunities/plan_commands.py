"""The command `import-workforce-plan`."""

import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from app import clock
from app.db import database
from app.opportunities.blueprints import opportunities
from app.opportunities.plan_contents import found_in
from app.opportunities.plan_services import import_plan
from app.opportunities.unusable import UnusableFile
from app.opportunities.workforce_files import as_row, read_plan_file
from app.organisations.models import Trust
from app.policy import SYSTEM

SOME_REFUSED, UNUSABLE = 1, 2


@opportunities.cli.command("import-workforce-plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would happen and keep nothing.")
@click.option("--trust", "trust_key", help="The trust's key; else the first trust.")
@click.option("--name", help="What the plan is called; else the file's name.")
@click.option("--figures-on", type=click.DateTime(["%Y-%m-%d"]), help="The figures' day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_workforce_plan(
    file: Path,
    dry_run: bool,
    trust_key: str | None,
    name: str | None,
    figures_on: datetime | None,
    as_json: bool,
) -> None:
    """Load a trust's establishment, staff in post and vacancies from .xlsx or .csv."""
    try:
        plan = read_plan_file(file)
        content = file.read_bytes()
        found = found_in(content)
    except UnusableFile as error:
        click.echo(str(error), err=True)
        sys.exit(UNUSABLE)
    if not dry_run:
        with database.connection_context():
            import_plan(
                SYSTEM,
                found,
                trust=_trust(trust_key),
                name=(name or file.stem)[:150],
                figures_on=figures_on.date() if figures_on else clock.today(),
                file_name=file.name[:200],
                file_sha256=hashlib.sha256(content).hexdigest(),
            )
    rejected = [{"row": r.row, "sheet": r.sheet, "reason": r.reason} for r in plan.rejected]
    summary = {"lines": [as_row(line) for line in plan.lines], "rejected": rejected}
    _say({**summary, "ignored": plan.ignored}, as_json=as_json, dry_run=dry_run)
    sys.exit(SOME_REFUSED if rejected else 0)


def _trust(key: str | None) -> Trust:
    query = Trust.select().order_by(Trust.id)
    found = (query.where(Trust.key == key) if key else query).first()
    if found is None:
        raise click.UsageError(f"There is no trust {key or 'yet: run migrate first'}.")
    return found


def _say(summary: dict[str, Any], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
        return
    for row in summary["rejected"]:
        where = f"{row['sheet']}, row {row['row']}" if row["sheet"] else f"row {row['row']}"
        click.echo(f"{where}: {row['reason']}")
    click.echo(
        f"{len(summary['lines'])} lines, {len(summary['rejected'])} rejected,"
        f" {summary['ignored']} rows ignored."
    )
    if dry_run:
        click.echo("Nothing was kept: this was a dry run.")
