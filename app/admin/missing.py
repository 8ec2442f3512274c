"""What an installation still needs before people can use it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext

from app.accounts.models import Account, AccountRole
from app.organisations.models import Organisation, Trust


@dataclass(frozen=True)
class Missing:
    """A sentence, and where it is mended: the address of a page, or a command for the server."""

    sentence: str
    address: str = ""
    command: str = ""


def missing(trusts: Sequence[Trust]) -> list[Missing]:
    """Everything that is not set up yet, what strangers meet first."""
    return list(_missing(trusts))


def _missing(trusts: Sequence[Trust]) -> Iterator[Missing]:
    for trust in trusts:
        if not trust.phone:
            told = gettext("No phone number is known of %(name)s.", name=trust.learning_works_name)
            yield Missing(told, url_for("admin.show_trust", trust_key=trust.key))
    if not Account.select().where(Account.role == AccountRole.STAFF, Account.is_active).exists():
        yield Missing(
            gettext("No coordinator has an account."), command="create-user EMAIL --role staff"
        )
    if not Organisation.select().where(Organisation.is_active).exists():
        address = url_for("organisations.show_new_organisation")
        yield Missing(gettext("No organisation is listed that could refer somebody."), address)
    if not current_app.config["MAIL_URL"]:
        yield Missing(
            gettext("No mail server is set, so messages are kept and not sent."),
            command="MAIL_URL=smtp://USER:PASSWORD@HOST:587",
        )
