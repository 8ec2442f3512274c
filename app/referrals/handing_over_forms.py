"""The forms on which an organisation's referrals are given to a colleague."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.accounts.models import Account
from app.web.forms import BaseForm, needed

NO_ACCOUNT = "none"


class ColleagueForm(BaseForm):
    to = RadioField(_("Who follows from now on?"), validators=needed(_("Choose a colleague.")))

    def offer(self, people: Sequence[Account]) -> None:
        self.to.choices = [SelectChoice(str(one.id), one.name) for one in people]


class HandOverForm(ColleagueForm):
    """All referrals of somebody, to a colleague."""

    whose = RadioField(_("Whose referrals?"), validators=needed(_("Choose whose they are.")))

    def offer_whose(self, known: Sequence[tuple[Account | None, int]]) -> None:
        self.whose.choices = [
            SelectChoice(
                str(account.id) if account else NO_ACCOUNT,
                gettext(
                    "%(name)s: %(num)d",
                    name=_named(account) if account else gettext("Without an account"), num=count,
                ),
            )
            for account, count in known
        ]  # fmt: skip

    def whose_id(self) -> int | None:
        return None if self.whose.data == NO_ACCOUNT else int(self.whose.data)


def _named(account: Account) -> str:
    if account.is_active:
        return str(account.name)
    return gettext("%(name)s (the account is closed)", name=account.name)
