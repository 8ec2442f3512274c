"""What a merge would do, as staff read it before they decide."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.accounts.models import Account
from app.clients.merging.rules import RULES
from app.clients.merging.tables import belongings
from app.clients.models import Client

TABLE_NAMES: dict[str, LazyString] = {
    "referral": _("Referrals"),
    "booking": _("Bookings"),
    "plan": _("Pathway plans"),
    "candidature": _("Opportunities put to"),
    "note": _("Notes"),
    "consent": _("Agreements on who sees what"),
    "client_language": _("Languages"),
    "english_result": _("English tests"),
    "qualification": _("Qualifications"),
    "evidence": _("Evidence"),
    "client_referrer": _("Organisations that follow"),
    "confirmation": _("What was confirmed"),
    "own_words": _("The client's own words"),
    "need": _("Needs"),
    "support_request": _("Support requests"),
    "group_member": _("Groups"),
    "group_move": _("What happened in groups"),
    "client_change": _("Changes in the history"),
    "brought_plan": _("Plans made elsewhere before"),
    "self_referral": _("People she told of us"),
    "share_code": _("Code to tell a friend"),
}
OTHER = _("Other entries")


@dataclass(frozen=True)
class Moving:
    """How many rows of one kind the merged record brings, and what happens to twins."""

    name: str
    count: int
    rule: str


def what_moves(gone: Client) -> list[Moving]:
    """What the merged record holds, by kind."""
    counts: dict[str, int] = {}
    for model, key in belongings():
        table = model._meta.table_name
        counts[table] = counts.get(table, 0) + model.select().where(key == gone.id).count()
    return [
        Moving(str(TABLE_NAMES.get(table, OTHER)), count, _rule(table))
        for table, count in counts.items()
        if count
    ]


def _rule(table: str) -> str:
    return str(RULES[table].says) if table in RULES else ""


def account_rule(gone: Client) -> str:
    """What becomes of the merged record's account, where it has one."""
    has_one = Account.select().where(Account.client_id == gone.id).exists()
    return str(RULES["account"].says) if has_one else ""
