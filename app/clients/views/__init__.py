"""Clients' addresses, by topic; importing them hangs them on the blueprint."""

from app.clients.blueprint import blueprint
from app.clients.views import (
    assigning,
    consent,
    edit,
    english,
    evidence,
    listing,
    profile,
    qualifications,
    timeline,
)

__all__ = [
    "assigning",
    "blueprint",
    "consent",
    "edit",
    "english",
    "evidence",
    "listing",
    "profile",
    "qualifications",
    "timeline",
]
