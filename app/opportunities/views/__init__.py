"""Pages about opportunities, courses and workforce plans."""

from app.opportunities import ending, merging
from app.opportunities.views import (
    candidatures,
    checking,
    courses,
    editing,
    importing,
    listing,
    matching,
    plans,
)

__all__ = [
    "candidatures",
    "checking",
    "courses",
    "editing",
    "ending",
    "importing",
    "listing",
    "matching",
    "merging",
    "plans",
]
