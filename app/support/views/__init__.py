"""The addresses of support, by topic; importing them hangs them on the blueprint."""

from app.support import ending, merging
from app.support.blueprint import blueprint
from app.support.views import checking, groups, links, needs, requests, services, shares

__all__ = [
    "blueprint",
    "checking",
    "ending",
    "groups",
    "links",
    "merging",
    "needs",
    "requests",
    "services",
    "shares",
]
