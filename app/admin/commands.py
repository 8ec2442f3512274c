"""`create-user`: makes an account and prints the link with which its owner sets a password."""

import click
from flask import current_app

from app.accounts import services
from app.accounts.models import AccountRole
from app.admin.views import blueprint
from app.db import database
from app.organisations.models import Organisation, Trust
from app.policy import SYSTEM


@blueprint.cli.command("create-user")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in AccountRole]), required=True)
@click.option("--name", default="", help="The person's name; else the e-mail's first part.")
@click.option("--organisation", "organisation_name", help="Where a partner or mentor works.")
def create_user(email: str, role: str, name: str, organisation_name: str | None) -> None:
    """Make an account and print a one-time link to set its password."""
    with database.connection_context():
        try:
            account = services.create_account(
                SYSTEM,
                email=email,
                name=name or email.partition("@")[0],
                role=AccountRole(role),
                organisation=_organisation(organisation_name, role),
                trust=_trust() if role == AccountRole.STAFF else None,
            )
        except services.EmailTaken as error:
            raise click.ClickException(f"There is an account for {email} already.") from error
        token = services.make_password_link(SYSTEM, account)
    base = current_app.config["BASE_URL"].rstrip("/")
    click.echo(f"{base}/set-password/{token}")


def _organisation(name: str | None, role: str) -> Organisation | None:
    if name is None:
        if role == AccountRole.PARTNER:
            raise click.UsageError("A partner works somewhere: add --organisation NAME.")
        return None
    found = Organisation.get_or_none(Organisation.name == name)
    if found is None:
        raise click.UsageError(f"There is no organisation named {name!r}.")
    return found


def _trust() -> Trust:
    first = Trust.select().order_by(Trust.id).first()
    if first is None:
        raise click.UsageError("There is no trust yet: run migrate first.")
    return first
