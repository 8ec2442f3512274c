"""`escalate`: what time alone brings about to referrals, for a timer to call."""

import click
from flask_babel import force_locale

from app.db import database
from app.referrals.escalation import escalate_waiting_referrals, wake_parked_referrals
from app.referrals.views import blueprint


@blueprint.cli.command("escalate")
def escalate() -> None:
    """Tell staff of referrals that wait too long, and wake those parked until today."""
    with database.connection_context(), force_locale("en"):
        told, woken = escalate_waiting_referrals(), wake_parked_referrals()
    click.echo(f"{told} told to staff as waiting too long, {woken} parked woken up")
