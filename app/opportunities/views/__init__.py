"""Pages about opportunities, courses and workforce plans."""

from app.opportunities import merging
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
    "importing",
    "listing",
    "matching",
    "merging",
    "plans",
]
