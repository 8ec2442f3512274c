"""A client's own account: opened by command, and what its owner finds."""

from flask import Flask

from app.accounts.models import Account
from tests.cast import Cast


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["create-user", *arguments])


def test_the_command_opens_an_account_for_a_record(app: Flask, cast: Cast) -> None:
    reference = cast.client.reference
    typed = reference.lower().replace("-", " ")
    result = run(app, "Hana@Mail.example", "--role", "client", "--client", typed)
    assert result.exit_code == 0, result.output
    assert "/set-password/" in result.output
    with app.app_context():
        account = Account.get(Account.email == "hana@mail.example")
        assert (account.client_id, account.name) == (cast.client.id, "Hana Tesfaye")


def test_a_record_has_one_account(app: Flask, cast: Cast) -> None:
    assert cast.client_account
    result = run(app, "again@mail.example", "--role", "client", "--client", cast.client.reference)
    assert result.exit_code == 1
    assert "has an account already" in result.output


def test_a_client_needs_a_record_and_nobody_else_takes_one(app: Flask, cast: Cast) -> None:
    reference = cast.client.reference
    for arguments in (
        ("--role", "client"),
        ("--role", "staff", "--client", reference),
        ("--role", "client", "--client", "C-9999-99"),
    ):
        result = run(app, "x@mail.example", *arguments)
        assert result.exit_code == 2, result.output
    with app.app_context():
        assert Account.select().where(Account.email == "x@mail.example").count() == 0


def test_the_menu_leads_a_client_to_her_own_page(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open("/home")
    visitor.follow("My page")
    assert visitor.address == page
    assert "This is what is written down about you" in visitor.text
    visitor.open(f"/clients/{cast.other_client.reference}", status=404)


def test_others_have_no_page_of_their_own(cast: Cast) -> None:
    for account in (cast.staff, cast.partner, cast.mentor, cast.admin):
        cast.visits(account).open("/clients/me", status=403)
