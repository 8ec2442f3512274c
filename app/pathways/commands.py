"""`plan-pdf`."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask_babel import force_locale

from app.db import database
from app.errors import NotFound
from app.pathways import merging, queries, views
from app.pathways.blueprint import blueprint
from app.pathways.documents import NoPdf, plan_pdf
from app.pathways.sheet import plan_sheet
from app.policy import SYSTEM
from app.references import as_typed

__all__ = ["blueprint", "merging", "views"]
UNUSABLE = 2


@blueprint.cli.command("plan-pdf")
@click.argument("reference")
@click.option("--language", default="en", show_default=True, help="One of the offered languages.")
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
def write_plan(reference: str, language: str, output: Path) -> None:
    """Write the PDF of a client's current plan to a file."""
    if language not in current_app.config["LOCALES"]:
        _stop(f"The languages are {', '.join(current_app.config['LOCALES'])}.")
    with database.connection_context(), force_locale(language):
        try:
            plan = queries.current_plan(SYSTEM, as_typed(reference) or reference)
            document = plan_pdf(plan_sheet(SYSTEM, plan))
            output.write_bytes(document.content)
        except NotFound:
            _stop(f"There is no client {reference} with a plan.")
        except NoPdf as error:
            _stop(str(error))
        except OSError as error:
            _stop(f"{output} cannot be written: {error.strerror}.")
    click.echo(f"{output}: version {plan.version}, {len(document.content):,} bytes")


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(UNUSABLE)
