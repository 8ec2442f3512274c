"""Takes adverts in: new ones are added, changed ones updated, those past their last day closed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from flask_babel import gettext
from peewee import IntegrityError

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict
from app.opportunities.adverts import Advert
from app.opportunities.candidatures import expire_closed
from app.opportunities.models import (
    Opportunity,
    OpportunityKind,
    OpportunityProfession,
    OpportunitySource,
    OpportunityStatus,
)
from app.opportunities.postings import Rejection
from app.opportunities.replay import Replay
from app.opportunities.words import index_words
from app.policy import Viewer

BATCH = 200


@dataclass(slots=True)
class ImportReport:
    """What an import did: new, changed, unchanged and rejected add up to the lines.

    `closed` counts the adverts among them that are past their last day.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return self.new + self.changed + self.unchanged + len(self.rejected)


class _Held(NamedTuple):
    """What is known of an advert, stored before this import or read earlier in it."""

    content_hash: str
    replayed_from: date | None
    closes_on: date | None


def import_adverts(
    actor: Viewer,
    found: Iterable[Advert | Rejection],
    *,
    replay_from: date | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Add and update opportunities by their adverts' addresses, a transaction a batch.

    A dry run decides everything in the same way and writes nothing. What staff have decided
    about an advert stays. Raises Conflict when another import adds the same adverts meanwhile.
    """
    report, seen = ImportReport(), dict[str, _Held]()
    replay = Replay(replay_from, clock.today())
    for batch in _batches(found):
        adverts = [one for one in batch if isinstance(one, Advert)]
        report.rejected += [one for one in batch if isinstance(one, Rejection)]
        with atomic():
            stored = _stored(adverts)
            new, changed = _decide(adverts, report, stored=stored, seen=seen, replay=replay)
            if not dry_run:
                _keep(actor, new, changed=changed, replay=replay)
    if not dry_run:
        close_expired(actor)
    return report


def close_expired(actor: Viewer) -> int:
    """Close every open opportunity past its last day, and what still waited for it; how many."""
    with atomic():
        closed = (
            Opportunity.update(status=OpportunityStatus.CLOSED, updated_at=clock.now())
            .where(
                Opportunity.status == OpportunityStatus.OPEN,
                Opportunity.closes_on < clock.today(),
            )
            .execute()
        )
        if closed:
            record(actor, "opportunity.close_expired", count=closed)
        expire_closed(actor)
    return int(closed)


def _batches(found: Iterable[Advert | Rejection]) -> Iterator[list[Advert | Rejection]]:
    rest = iter(found)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _stored(adverts: Sequence[Advert]) -> dict[str, Opportunity]:
    """The opportunities these adverts have made before, by address."""
    urls = [one.url for one in adverts]
    return {str(row.url): row for row in Opportunity.select().where(Opportunity.url.in_(urls))}


def _decide(
    adverts: Sequence[Advert],
    report: ImportReport,
    *,
    stored: dict[str, Opportunity],
    seen: dict[str, _Held],
    replay: Replay,
) -> tuple[dict[str, Advert], dict[int, tuple[Opportunity, Advert]]]:
    """Count each advert; the last version of each new one, and of each changed one by id."""
    new: dict[str, Advert] = {}
    changed: dict[int, tuple[Opportunity, Advert]] = {}
    for one in adverts:
        row = stored.get(one.url)
        held = seen.get(one.url) or (_held(row) if row else None)
        now = _Held(one.content_hash, replay.day, replay.on(one.closes_on))
        if held and held[:2] == now[:2]:
            report.unchanged += 1
            now = held
        elif held:
            report.changed += 1
        else:
            report.new += 1
        report.closed += now.closes_on is not None and now.closes_on < replay.today
        seen[one.url] = now
        if row is None and now is not held:
            new[one.url] = one
        elif row is not None and now is not held:
            changed[row.id] = (row, one)
    return new, changed


def _held(row: Opportunity) -> _Held:
    return _Held(row.content_hash, row.replayed_from, row.closes_on)


def _keep(
    actor: Viewer,
    new: dict[str, Advert],
    *,
    changed: dict[int, tuple[Opportunity, Advert]],
    replay: Replay,
) -> None:
    if new:
        _add(new, replay)
    for row, one in changed.values():
        _update(row, one, replay=replay)
    if changed:
        index_words({row.id: _text(one) for row, one in changed.values()})
    if new or changed:
        record(actor, "opportunity.import", new=len(new), changed=len(changed))


def _add(new: dict[str, Advert], replay: Replay) -> None:
    now = clock.now()
    fixed = {
        "kind": OpportunityKind.VACANCY,
        "source": OpportunitySource.ADVERT,
        "created_at": now,
    }
    rows = [_columns(one, replay) | one.found | fixed | {"url": one.url} for one in new.values()]
    try:
        Opportunity.insert_many(rows).execute()
    except IntegrityError as error:
        raise Conflict(
            gettext("Somebody else is importing the same adverts. Try again.")
        ) from error
    ids = {row.id: url for url, row in _stored(list(new.values())).items()}
    professions = [
        {"opportunity": number, "profession": profession, "rank": rank}
        for number, url in ids.items()
        for rank, profession in enumerate(new[url].professions)
    ]
    OpportunityProfession.insert_many(professions).execute()
    index_words({number: _text(new[url]) for number, url in ids.items()}, fresh=True)


def _update(row: Opportunity, one: Advert, *, replay: Replay) -> None:
    """Write an advert's new version; a person's decisions, and closing by hand, are kept."""
    columns = _columns(one, replay)
    if row.is_closed_by_hand:
        columns["status"] = OpportunityStatus.CLOSED
    if row.decided_at is None:
        columns |= one.found
        set_professions(row, one.professions)
    Opportunity.update(**columns, version=Opportunity.version + 1).where(
        Opportunity.id == row.id
    ).execute()


def _columns(one: Advert, replay: Replay) -> dict[str, Any]:
    closes_on = replay.on(one.closes_on)
    past = closes_on is not None and closes_on < replay.today
    posted = replay.instant(one.posted_at) if one.posted_at else clock.now()
    return one.facts | {
        "content_hash": one.content_hash,
        "replayed_from": replay.day,
        "posted_at": posted,
        "closes_on": closes_on,
        "status": OpportunityStatus.CLOSED if past else OpportunityStatus.OPEN,
        "updated_at": clock.now(),
    }


def set_professions(opportunity: Opportunity, professions: Sequence[str]) -> None:
    """Store which professions an opportunity takes, its own first."""
    OpportunityProfession.delete().where(OpportunityProfession.opportunity == opportunity).execute()
    rows = [
        {"opportunity": opportunity, "profession": profession, "rank": rank}
        for rank, profession in enumerate(dict.fromkeys(professions))
    ]
    if rows:
        OpportunityProfession.insert_many(rows).execute()


def _text(one: Advert) -> str:
    return search_text(one.facts["title"], one.facts["employer"], one.facts["locality"])


def search_text(title: str, employer: str, locality: str) -> str:
    """What an opportunity is found by."""
    return f"{title} {employer} {locality}"
