"""Commands that belong to no domain: the schema and the policy table."""

import fcntl
import logging
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from playhouse.migrations import MigrationError, Runner

from app import schema
from app.db import database
from app.policy import GRANTS, ROUTES, Role

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
LOCK_NUMBER = zlib.crc32(b"pathways migrations")


def init_app(app: Flask) -> None:
    for command in (migrate, check_schema, show_policy):
        app.cli.add_command(command)


@contextmanager
def only_migration(url: str) -> Iterator[None]:
    """Hold a lock, so that two machines or processes never change the schema at once."""
    if url.startswith("sqlite"):
        with open(f"{url.removeprefix('sqlite:///')}.migrating", "w", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    database.execute_sql("SELECT pg_advisory_lock(%s)", (LOCK_NUMBER,))
    try:
        yield
    finally:
        database.execute_sql("SELECT pg_advisory_unlock(%s)", (LOCK_NUMBER,))


def migrate_up() -> list[str]:
    """Apply what is pending; the names of the applied."""
    with database.connection_context(), only_migration(current_app.config["DATABASE_URL"]):
        return list(Runner(database.obj, str(MIGRATIONS)).up())


@click.command()
@click.option("--down", is_flag=True, help="Take the last migration back.")
def migrate(down: bool) -> None:
    """Bring the database's tables up to date."""
    logging.getLogger("peewee.migrations").setLevel(logging.WARNING)
    try:
        if down:
            with database.connection_context():
                names = Runner(database.obj, str(MIGRATIONS)).down()
        else:
            names = migrate_up()
    except MigrationError as error:
        raise click.ClickException(str(error)) from error
    for name in names:
        click.echo(f"{'took back' if down else 'applied'} {name}")
    if not names:
        click.echo("The tables are up to date.")


@click.command("check-schema")
def check_schema() -> None:
    """Compare the database's tables with the models: columns, indexes, foreign keys, CHECKs."""
    with database.connection_context():
        differences = schema.differences(database.obj)
    for line in differences:
        click.echo(line)
    if differences:
        sys.exit(1)
    click.echo("The tables are as the models say.")


@click.command("show-policy")
def show_policy() -> None:
    """Print who may reach which address."""
    roles = [role for role in Role if role is not Role.SYSTEM]
    for endpoint, permission in sorted(ROUTES.items()):
        who = [role.value for role in roles if permission in GRANTS[role]]
        click.echo(f"{endpoint:45} {permission.value:22} {', '.join(who)}")
