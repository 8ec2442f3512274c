"""`find-duplicates` and `remind`."""

import click

from app.clients.blueprint import blueprint
from app.clients.merging.models import DuplicatePair
from app.clients.models import Client
from app.clients.pairs import note_pairs
from app.clients.reminders import ask_to_confirm, warn_of_expiring_english
from app.db import atomic, database


@blueprint.cli.command("find-duplicates")
def find_duplicates() -> None:
    """Compare every client with the others, and list the pairs that may be one person."""
    with database.connection_context():
        ids = [row.id for row in Client.select(Client.id).where(Client.merged_into.is_null())]
        with click.progressbar(ids, label="Comparing") as progress:
            for client_id in progress:
                with atomic():
                    note_pairs(Client.get_by_id(client_id))
        count = DuplicatePair.select().where(DuplicatePair.dismissed_at.is_null()).count()
    click.echo(f"{count:,} pairs may be one person: see /clients/duplicates")


@blueprint.cli.command("remind")
def remind() -> None:
    """Ask clients whether old facts are still right, and warn of English that runs out."""
    with database.connection_context():
        asked, warned = ask_to_confirm(), warn_of_expiring_english()
    click.echo(f"{asked} asked whether facts are still right, {warned} warned of English")
