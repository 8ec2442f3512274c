"""The rules of what is known of a client: tests, evidence, confirmations, her own words."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.clients import freshness
from app.clients.evidence_rows import columns_of
from app.clients.fact_models import Confirmation, EnglishResult, Evidence, EvidenceLevel, OwnWords
from app.clients.merging.rules import Merging, Rule, rule
from app.clients.merging.twins import copy, hand_over, twins
from app.clients.models import Client

RANK = {level: number for number, level in enumerate(EvidenceLevel)}
SEEN = ("level", "seen_by", "seen_on", "expires_on", "document", "note", "version")


def settle_english(merging: Merging) -> None:
    """The better evidenced of two results of one day, with what was seen of it."""
    for ours, theirs in twins(merging, EnglishResult, "test", "taken_on"):
        if RANK[theirs.level] > RANK[ours.level]:
            scores = [name for name in ours.__data__ if name not in ("id", "client")]
            copy(theirs, ours, *scores)
            _exchange_evidence(merging, f"english:{ours.id}", f"english:{theirs.id}")


def _exchange_evidence(merging: Merging, ours: str, theirs: str) -> None:
    mine = Evidence.get_or_none(Evidence.client == merging.kept, Evidence.fact == ours)
    other = Evidence.get_or_none(Evidence.client == merging.gone, Evidence.fact == theirs)
    if mine is not None:
        hand_over(mine, merging.gone.id)
    if other is not None:
        other.fact = ours
        hand_over(other, merging.kept.id)


def settle_evidence(merging: Merging) -> None:
    """Evidence goes with the value it is of; of one value the better evidence counts."""
    shared = set()
    for ours, theirs in twins(merging, Evidence, "fact"):
        shared.add(ours.fact)
        ours_holds = _holds(merging, merging.kept, ours.fact)
        theirs_hold = _holds(merging, merging.gone, ours.fact)
        is_better = RANK[theirs.level] > RANK[ours.level]
        if theirs_hold and (is_better or not ours_holds):
            copy(theirs, ours, *SEEN)
        elif not ours_holds:
            _say_only(ours)
    for row in Evidence.select().where(Evidence.client == merging.kept):
        if row.fact not in shared and not _holds(merging, merging.kept, row.fact):
            hand_over(row, merging.gone.id)


def _holds(merging: Merging, client: Client, fact: str) -> bool:
    """Whether what the fact speaks of is, after the merge, what this record says."""
    kept, gone = merging.kept.__data__, merging.gone.__data__
    return all(
        client.__data__[name] == (gone if name in merging.taken else kept)[name]
        for name in columns_of(fact)
    )


def _say_only(row: Evidence) -> None:
    """Columns of one and columns of the other together: nobody has seen that."""
    row.level = EvidenceLevel.CLAIMED
    row.seen_by = row.seen_on = row.expires_on = None
    row.document = ""
    row.version += 1
    row.save()


def evidence_stays(merging: Merging, row: Any) -> bool:
    """Whether evidence stays with the merged record: it is of a value or a result that does."""
    if row.fact.startswith("english:"):
        return _has_twin(merging, int(row.fact.removeprefix("english:")))
    return not _holds(merging, merging.gone, row.fact)


def _has_twin(merging: Merging, result_id: int) -> bool:
    of = EnglishResult.get_or_none(EnglishResult.id == result_id)
    return of is not None and (
        EnglishResult.select()
        .where(
            EnglishResult.client == merging.kept,
            EnglishResult.test == of.test,
            EnglishResult.taken_on == of.taken_on,
            EnglishResult.id != of.id,
        )
        .exists()
    )


def settle_confirmations(merging: Merging) -> None:
    """Of values that come from the other record only what was said of both holds, the earlier."""
    columns = {rule.topic: rule.columns for rule in freshness.RULES}
    theirs = {row.topic: row for row in _confirmed(merging.gone)}
    for ours in _confirmed(merging.kept):
        if not merging.taken & set(columns[ours.topic]):
            continue
        other = theirs.get(ours.topic)
        if other is None:
            hand_over(ours, merging.gone.id)
        elif other.confirmed_on < ours.confirmed_on:
            copy(other, ours, "confirmed_on", "how", "confirmed_by")


def _confirmed(client: Client) -> list[Confirmation]:
    return list(Confirmation.select().where(Confirmation.client == client))


def settle_words(merging: Merging) -> None:
    """The client's own words go with the text that they are of."""
    for ours, theirs in twins(merging, OwnWords, "field"):
        if ours.field in merging.taken:
            copy(theirs, ours, "text", "said_at", "told_by")


def words_stay(merging: Merging, row: Any) -> bool:
    return not _holds(merging, merging.gone, row.field)


rule(
    "english_result",
    Rule(_("A test of the same day in both: the better evidenced result stays."), settle_english),
)
rule(
    "evidence",
    Rule(_("Evidence goes with the value that you choose."), settle_evidence, stays=evidence_stays),
)
rule(
    "confirmation",
    Rule(
        _("What was confirmed of one record alone is asked about again, where its values change."),
        settle_confirmations,
        stays=lambda _merging, _row: True,
    ),
)
rule(
    "own_words",
    Rule(
        _("The client's own words go with the text that you choose."), settle_words,
        stays=words_stay,
    ),
)  # fmt: skip
