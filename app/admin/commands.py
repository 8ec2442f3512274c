"""`create-user` and `seed-demo`."""

import click
from flask import current_app

from app.accounts import services
from app.accounts.models import AccountRole
from app.admin.demo import bulk, partnership
from app.admin.demo import programme as demo
from app.admin.views import blueprint
from app.clients.models import Client
from app.clients.queries import client
from app.clients.services import AccountOpen, open_client_account
from app.db import database
from app.errors import NotFound
from app.organisations.models import Organisation, Programme, Trust
from app.policy import SYSTEM
from app.references import as_typed
from app.web.links import address_of


@blueprint.cli.command("create-user")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in AccountRole]), required=True)
@click.option("--name", default="", help="The person's name; else the e-mail's first part.")
@click.option("--organisation", "organisation_name", help="Where a partner or mentor works.")
@click.option("--client", "reference", help="Whose record a client's account is for.")
def create_user(
    email: str, role: str, name: str, organisation_name: str | None, reference: str | None
) -> None:
    """Make an account and print a one-time link to set its password."""
    if (role == AccountRole.CLIENT) != (reference is not None):
        raise click.UsageError("A client's account, and no other, takes --client REFERENCE.")
    with database.connection_context():
        try:
            if reference is not None:
                account = open_client_account(SYSTEM, _client(reference), email=email)
            else:
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
        except AccountOpen as error:
            raise click.ClickException(f"{reference} has an account already.") from error
        token = services.make_password_link(SYSTEM, account)
    click.echo(address_of(f"/set-password/{token}"))


def _client(reference: str) -> Client:
    try:
        return client(SYSTEM, as_typed(reference) or reference)
    except NotFound as error:
        raise click.UsageError(f"There is no client {reference!r}.") from error


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


@blueprint.cli.command("seed-demo")
@click.option("--clients", type=click.IntRange(0, 1_000_000), help="Insert this many more, too.")
@click.option("--seed", default=2019, show_default=True, help="Another seed, other people.")
def seed_demo(clients: int | None, seed: int) -> None:
    """Make the demo programme once; print its sign-ins each time."""
    if current_app.config["APP_ENV"] == "production":
        raise click.UsageError("The demo programme is not for production.")
    with database.connection_context(), current_app.test_request_context():
        if not demo.exists():
            with click.progressbar(length=demo.PEOPLE, label="Making the demo programme") as bar:
                demo.make(seed, bar.update)
        if clients:
            with click.progressbar(length=clients, label="Adding clients") as bar:
                programme = Programme.select().order_by(Programme.id).get()
                bulk.add_clients(clients, programme=programme, seed=seed, progress=bar.update)
        password = partnership.demo_password()
        accounts = partnership.give_passwords(password)
    for account in accounts:
        click.echo(f"  {account.email:24} {account.role}")
    click.echo(f"  password: {password}")
