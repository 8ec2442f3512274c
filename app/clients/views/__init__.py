"""Clients' addresses, by topic; importing them hangs them on the blueprint."""

from app.clients import commands
from app.clients.blueprint import blueprint
from app.clients.views import (
    assigning,
    consent,
    duplicates,
    edit,
    english,
    evidence,
    freshness,
    history,
    listing,
    profile,
    qualifications,
    words,
)

__all__ = [
    "assigning",
    "blueprint",
    "commands",
    "consent",
    "duplicates",
    "edit",
    "english",
    "evidence",
    "freshness",
    "history",
    "listing",
    "profile",
    "qualifications",
    "words",
]
