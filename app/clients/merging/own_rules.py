"""The rules of who she is to whom: languages, history, referrers, consents, account."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from peewee import Expression, ForeignKeyField

from app.accounts.models import Account
from app.clients.consent_models import Consent, ConsentPurpose
from app.clients.merging.rules import Merging, Rule, rule
from app.clients.merging.tables import Row
from app.clients.merging.twins import twins
from app.clients.models import ClientChange, ClientLanguage, ClientReferrer


def settle_languages(merging: Merging) -> None:
    for ours, theirs in twins(merging, ClientLanguage, "code"):
        ours.speaks, ours.reads = ours.speaks or theirs.speaks, ours.reads or theirs.reads
        ours.save()


def settle_referrers(merging: Merging) -> None:
    for ours, theirs in twins(merging, ClientReferrer, "organisation"):
        ours.since = min(ours.since, theirs.since)
        ours.until = max(ours.until, theirs.until) if ours.until and theirs.until else None
        ours.save()


def settle_consents(merging: Merging) -> None:
    """Sharing stands only where both records gave it, and as long as the shorter says."""
    ours, theirs = _standing(merging.kept), _standing(merging.gone)
    for key in ours.keys() | theirs.keys():
        mine, other = ours.get(key), theirs.get(key)
        if mine and other:
            _end(other if _until(mine) <= _until(other) else mine, merging)
        elif key[2] != ConsentPurpose.HOLD_RECORD:
            _end(mine or other, merging)


def _standing(client: Any) -> dict[tuple[Any, ...], Consent]:
    found = Consent.select().where(Consent.client == client, Consent.withdrawn_at.is_null())
    return {(row.counterparty, row.organisation_id, row.purpose): row for row in found}


def _until(consent: Consent) -> str:
    return str(consent.until_on or "9999")


def _end(consent: Consent | None, merging: Merging) -> None:
    assert consent is not None
    consent.withdrawn_at = merging.now
    consent.save()


def may_share_again(before: Row, present: Any) -> bool:
    """Sharing that a merge ended goes on unless it was taken back, or the referral ended, since."""
    if before["withdrawn_at"] == present["withdrawn_at"] or before["withdrawn_at"] is not None:
        return True
    ended_at = datetime.fromisoformat(present["withdrawn_at"])
    taken_back = Consent.select().where(
        Consent.client == present["client"],
        Consent.counterparty == present["counterparty"],
        Consent.purpose == present["purpose"],
        _same(Consent.organisation, present["organisation"]),
        Consent.withdrawn_at > ended_at,
    )
    referral_over = ClientReferrer.select().where(
        ClientReferrer.client == present["client"],
        ClientReferrer.organisation == present["organisation"],
        ClientReferrer.until > ended_at,
    )
    return not (taken_back.exists() or referral_over.exists())


def _same(key: ForeignKeyField, value: int | None) -> Expression:
    return key.is_null() if value is None else key == value


def settle_history(merging: Merging) -> None:
    """The other record's versions say nothing about who changed this one after whom."""
    ClientChange.update(version=None).where(ClientChange.client == merging.gone).execute()


def settle_accounts(merging: Merging) -> None:
    accounts = {
        row.client_id: row
        for row in Account.select().where(Account.client_id.in_([merging.kept.id, merging.gone.id]))
    }
    theirs = accounts.get(merging.gone.id)
    if theirs is None:
        return
    if merging.kept.id in accounts:
        theirs.is_active = False
    else:
        theirs.client_id = merging.kept.id
    theirs.save()


rule(
    "client_language",
    Rule(_("A language in both: she speaks or reads it if either says so."), settle_languages),
)
rule(
    "client_change",
    Rule(_("The history of both records is kept together."), settle_history),
)
rule(
    "client_referrer",
    Rule(_("Every organisation that follows either record follows the one that stays."),
         settle_referrers),
)  # fmt: skip
rule(
    "consent",
    Rule(_("Who sees what: sharing goes on only where both records agree to it. What one alone "
           "agrees to ends: ask the client again."), settle_consents,
         may_put_back=may_share_again),
)  # fmt: skip
rule(
    "account",
    Rule(_("Two ways to sign in: that of the record that stays works, the other is closed."),
         settle_accounts),
)  # fmt: skip
