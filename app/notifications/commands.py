"""`send-messages`."""

import json
import sys

import click
from flask import current_app

from app.db import database
from app.notifications.sending import send_due
from app.notifications.views import blueprint


@blueprint.cli.command("send-messages")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def send_messages(as_json: bool) -> None:
    """Send what is due through the mail server of MAIL_URL; exit 1 when it stopped early."""
    with database.connection_context():
        run = send_due()
    if as_json:
        click.echo(json.dumps(run.summary()))
    elif not current_app.config["MAIL_URL"]:
        click.echo("No mail server is set (MAIL_URL), so nothing is sent: see /admin/messages.")
    else:
        click.echo(
            f"{run.sent} sent, {run.later} to be tried again, {run.failed} failed,"
            f" {run.for_digest} for the daily mail, {run.not_wanted} not wanted."
        )
    if run.stopped:
        click.echo(f"The mail server could not be used: {run.stopped}.", err=True)
    if run.stopped or run.failed:
        sys.exit(1)
