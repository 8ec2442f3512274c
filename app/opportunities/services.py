"""Changes to single opportunities by staff; each is one transaction with its audit event."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict
from app.opportunities.candidatures import expire_closed
from app.opportunities.models import (
    Confidence,
    Opportunity,
    OpportunityKind,
    OpportunitySource,
    OpportunityStatus,
)
from app.opportunities.salary import parse_salary
from app.opportunities.vacancies import search_text, set_professions
from app.opportunities.words import index_words
from app.places import point_of
from app.policy import Viewer
from app.reference import reference


def create_opportunity(
    actor: Viewer,
    *,
    kind: OpportunityKind,
    title: str,
    professions: Sequence[str] = ("",),
    **facts: Any,
) -> Opportunity:
    """A new opportunity made by hand; `facts` are other columns of Opportunity.

    `professions` are those it takes, its own first; ("",) is open to every profession. Without
    a `trust` it belongs to the actor's.
    """
    now = clock.now()
    facts = {"trust": actor.trust_id, "posted_at": now} | facts
    with atomic():
        opportunity = Opportunity.create(
            kind=kind,
            source=OpportunitySource.HAND,
            title=title,
            profession=professions[0],
            created_at=now,
            updated_at=now,
            **facts | _derived(facts),
        )
        _index(opportunity, professions)
        record(actor, "opportunity.create", opportunity, kind=kind)
    return opportunity


def edit_opportunity(
    actor: Viewer,
    opportunity: Opportunity,
    *,
    version: int,
    professions: Sequence[str],
    **facts: Any,
) -> None:
    """Change an opportunity's columns; Conflict when somebody changed it since `version`.

    A profession chosen here counts as a person's decision.
    """
    facts = facts | {"profession": professions[0]}
    facts = {name: new for name, new in facts.items() if getattr(opportunity, name) != new}
    names = sorted(facts)
    facts |= _derived(facts)
    with atomic():
        if facts.keys() & {"profession", "level", "registration_required", "is_interim"}:
            facts |= _decided(actor)
        _write(opportunity, version, facts)
        _index(opportunity, professions)
        record(actor, "opportunity.edit", opportunity, fields=names)


def settle_profession(actor: Viewer, opportunity: Opportunity, *, profession: str) -> None:
    """Decide which profession an advert is for; later versions of it do not change that.

    What follows from the profession is set with it: a regulated one needs registration, a
    support role does not and suits somebody on the way. Raises UnknownKey for no profession.
    """
    with atomic():
        facts = _decided(actor) | {"profession": profession}
        if profession != opportunity.profession:
            facts |= _consequences(profession)
            set_professions(opportunity, [profession])
        _write(opportunity, opportunity.version, facts)
        record(actor, "opportunity.settle_profession", opportunity, profession=profession)


def close_opportunity(actor: Viewer, opportunity: Opportunity) -> None:
    """Take an opportunity off the lists; a later import does not open it again.

    Who was not put forward for it yet no longer waits for it.
    """
    with atomic():
        facts = {"status": OpportunityStatus.CLOSED, "is_closed_by_hand": True}
        _write(opportunity, opportunity.version, facts)
        record(actor, "opportunity.close", opportunity)
        expire_closed(actor)


def open_opportunity(actor: Viewer, opportunity: Opportunity) -> None:
    """Put a draft or closed opportunity on the lists; Conflict when its last day is past."""
    if opportunity.closes_on is not None and opportunity.closes_on < clock.today():
        raise Conflict(gettext("Its last day is past. Change the last day first."))
    with atomic():
        facts = {"status": OpportunityStatus.OPEN, "is_closed_by_hand": False}
        _write(opportunity, opportunity.version, facts)
        record(actor, "opportunity.open", opportunity)


def _decided(actor: Viewer) -> dict[str, Any]:
    return {
        "confidence": Confidence.SURE,
        "decided_by": actor.account_id,
        "decided_at": clock.now(),
    }


def _consequences(profession: str) -> dict[str, bool]:
    if profession == "other":
        return {"registration_required": False}
    regulated = reference().profession(profession).regulator != "none"
    return {"registration_required": regulated, "is_interim": not regulated}


def _derived(facts: dict[str, Any]) -> dict[str, Any]:
    """The amounts of a written salary and the point of a postcode."""
    derived: dict[str, Any] = {}
    if "salary_text" in facts:
        pay = parse_salary(facts["salary_text"], None)
        derived |= {"salary_min": pay.minimum, "salary_max": pay.maximum, "salary_unit": pay.unit}
    if "postcode" in facts and "latitude" not in facts:
        latitude, longitude = point_of(facts["postcode"]) or (None, None)
        derived |= {"latitude": latitude, "longitude": longitude}
    return derived


def _write(opportunity: Opportunity, version: int, facts: dict[str, Any]) -> None:
    """Update the row of this version alone, so that the second of two editors is told."""
    updated = (
        Opportunity.update(**facts, updated_at=clock.now(), version=Opportunity.version + 1)
        .where(Opportunity.id == opportunity.id, Opportunity.version == version)
        .execute()
    )
    if not updated:
        raise Conflict(
            gettext("Somebody else changed this opportunity. Open it again to see the change.")
        )
    for name, value in facts.items():
        setattr(opportunity, name, value)
    opportunity.version = version + 1


def _index(opportunity: Opportunity, professions: Sequence[str]) -> None:
    set_professions(opportunity, professions)
    text = search_text(opportunity.title, opportunity.employer, opportunity.locality)
    index_words({opportunity.id: text})
