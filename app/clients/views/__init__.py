"""Clients' addresses, by topic; importing them hangs them on the blueprint."""

from app.clients import commands
from app.clients.blueprint import blueprint
from app.clients.merging import fact_rules, own_rules
from app.clients.views import (
    assigning,
    by_link,
    consent,
    duplicates,
    edit,
    english,
    evidence,
    freshness,
    history,
    keeping,
    listing,
    merging,
    profile,
    qualifications,
    words,
)

__all__ = [
    "assigning",
    "blueprint",
    "by_link",
    "commands",
    "consent",
    "duplicates",
    "edit",
    "english",
    "evidence",
    "fact_rules",
    "freshness",
    "history",
    "keeping",
    "listing",
    "merging",
    "own_rules",
    "profile",
    "qualifications",
    "words",
]
