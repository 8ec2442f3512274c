"""The rules of a client's own tables: languages, tests, evidence, referrers, consents, account."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _

from app.accounts.models import Account
from app.clients.consent_models import Consent, ConsentPurpose
from app.clients.fact_models import Confirmation, EnglishResult, Evidence, EvidenceLevel, OwnWords
from app.clients.merging.rules import Merging, Rule, rule
from app.clients.models import ClientChange, ClientLanguage, ClientReferrer

RANK = {level: number for number, level in enumerate(EvidenceLevel)}


def _twins(merging: Merging, model: Any, *columns: str) -> Iterator[tuple[Any, Any]]:
    """The rows that both hold of the same thing: the kept record's, and the other's."""

    def rows(client: Any) -> dict[tuple[Any, ...], Any]:
        found = model.select().where(model.client == client)
        return {tuple(row.__data__[name] for name in columns): row for row in found}

    ours, theirs = rows(merging.kept), rows(merging.gone)
    return ((ours[key], theirs[key]) for key in ours.keys() & theirs.keys())


def _copy(source: Any, target: Any, *columns: str) -> None:
    for name in columns:
        setattr(target, name, source.__data__[name])
    target.save()


def settle_languages(merging: Merging) -> None:
    for ours, theirs in _twins(merging, ClientLanguage, "code"):
        ours.speaks, ours.reads = ours.speaks or theirs.speaks, ours.reads or theirs.reads
        ours.save()


def settle_english(merging: Merging) -> None:
    for ours, theirs in _twins(merging, EnglishResult, "test", "taken_on"):
        if RANK[theirs.level] > RANK[ours.level]:
            scores = [name for name in ours.__data__ if name not in ("id", "client")]
            _copy(theirs, ours, *scores)


def settle_evidence(merging: Merging) -> None:
    """Evidence goes with the value it is of; of one value the better evidence counts."""
    twins = list(_twins(merging, Evidence, "fact"))
    shared = {ours.fact for ours, _theirs in twins}
    for ours, theirs in twins:
        is_better = RANK[theirs.level] > RANK[ours.level]
        is_same = ours.fact not in merging.kept.__data__ or _agree(merging, ours.fact)
        if ours.fact in merging.taken or (is_same and is_better):
            columns = [name for name in ours.__data__ if name not in ("id", "client", "fact")]
            _copy(theirs, ours, *columns)
    for row in Evidence.select().where(Evidence.client.in_([merging.kept.id, merging.gone.id])):
        if row.fact in shared or row.fact not in merging.kept.__data__:
            continue
        if row.client_id == merging.kept.id and row.fact in merging.taken:
            _copy_client(row, merging.gone.id)


def _agree(merging: Merging, column: str) -> bool:
    return bool(merging.kept.__data__[column] == merging.gone.__data__[column])


def _copy_client(row: Any, client_id: int) -> None:
    row.client = client_id
    row.save()


def stays(merging: Merging, row: Any) -> bool:
    """Whether evidence stays with the merged record: it is of a value that was not taken."""
    column = row.fact
    return (
        column in merging.kept.__data__
        and column not in merging.taken
        and not _agree(merging, column)
    )


def settle_confirmations(merging: Merging) -> None:
    """What holds of both was said to hold when the earlier of the two was."""
    for ours, theirs in _twins(merging, Confirmation, "topic"):
        if theirs.confirmed_on < ours.confirmed_on:
            _copy(theirs, ours, "confirmed_on", "how", "confirmed_by")


def settle_words(merging: Merging) -> None:
    """The client's own words go with the text that they are of."""
    for ours, theirs in _twins(merging, OwnWords, "field"):
        if ours.field in merging.taken:
            _copy(theirs, ours, "text", "said_at", "told_by")


def words_stay(merging: Merging, row: Any) -> bool:
    return row.field not in merging.taken and not _agree(merging, row.field)


def settle_referrers(merging: Merging) -> None:
    for ours, theirs in _twins(merging, ClientReferrer, "organisation"):
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
    "english_result",
    Rule(_("A test of the same day in both: the better evidenced result stays."), settle_english),
)
rule(
    "evidence",
    Rule(_("Evidence goes with the value that you choose."), settle_evidence, stays=stays),
)
rule(
    "confirmation",
    Rule(
        _("What was confirmed of one record alone is asked about again."),
        settle_confirmations,
        stays=lambda _merging, _row: True,
    ),
)
rule(
    "own_words",
    Rule(_("The client's own words go with the text that you choose."), settle_words,
         stays=words_stay),
)  # fmt: skip
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
           "agrees to ends: ask the client again."), settle_consents),
)  # fmt: skip
rule(
    "account",
    Rule(_("Two ways to sign in: that of the record that stays works, the other is closed."),
         settle_accounts),
)  # fmt: skip
