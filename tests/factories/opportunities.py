"""Opportunities for tests, as an import or a coordinator would leave them."""

from typing import Any

from app import clock
from app.opportunities.models import (
    Opportunity,
    OpportunityKind,
    OpportunityProfession,
    OpportunitySource,
)
from app.opportunities.services import create_opportunity
from app.policy import SYSTEM, Viewer

HERE = {"latitude": 52.4931, "longitude": -1.9665, "locality": "Smethwick", "postcode": "B66 2QT"}


def opportunity(*professions: str, **columns: Any) -> Opportunity:
    """One in Smethwick, open, made by hand; `columns` are others of Opportunity."""
    now = clock.now()
    defaults: dict[str, Any] = {
        "source": OpportunitySource.HAND,
        "title": "An opportunity",
        "profession": professions[0] if professions else "",
        "posted_at": now,
        "created_at": now,
        "updated_at": now,
        **HERE,
    }
    made = Opportunity.create(**{**defaults, **columns})
    for rank, profession in enumerate(professions or ("",)):
        OpportunityProfession.create(opportunity=made, profession=profession, rank=rank)
    return made


def registered_post(*professions: str, **columns: Any) -> Opportunity:
    """A vacancy that asks for registration; a nurse's when no profession is named."""
    defaults = {
        "kind": OpportunityKind.VACANCY,
        "title": "Staff Nurse",
        "registration_required": True,
        "level": "entry",
    }
    return opportunity(*(professions or ("nurse",)), **{**defaults, **columns})


def interim_post(**columns: Any) -> Opportunity:
    """A support worker's vacancy."""
    defaults = {
        "kind": OpportunityKind.VACANCY, "title": "Healthcare Support Worker", "is_interim": True,
    }  # fmt: skip
    return opportunity("healthcare_assistant", **{**defaults, **columns})


def course(*serves: str, **columns: Any) -> Opportunity:
    """A course for the given steps of plans, open to everyone."""
    defaults = {"kind": OpportunityKind.COURSE, "title": "IELTS evening class"}
    return opportunity(**{**defaults, "serves": list(serves), **columns})


def make_opportunity(
    title: str = "Staff Nurse", *, actor: Viewer = SYSTEM, **facts: Any
) -> Opportunity:
    """Made through the service: a vacancy for nurses in Smethwick unless `facts` say otherwise."""
    usual: dict[str, Any] = {
        "kind": OpportunityKind.VACANCY,
        "professions": ["nurse"],
        "employer": "Example Hospitals Trust",
        "locality": "Smethwick",
        "postcode": "B66 2QT",
        "band": "5",
        "salary_text": "£24,907 - £30,615 a year",
    }
    return create_opportunity(actor, title=title, **usual | facts)
