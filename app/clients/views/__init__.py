"""Clients' addresses, by topic; importing them hangs them on the blueprint."""

from app.clients.views import listing, profile
from app.clients.views.blueprint import blueprint

__all__ = ["blueprint", "listing", "profile"]
