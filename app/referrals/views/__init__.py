"""The pages of referrals: asking, reading, deciding, and panels on others' pages."""

from app.referrals import ending
from app.referrals.blueprint import blueprint
from app.referrals.views import (
    asking,
    assigning,
    deciding,
    entering,
    handing_over,
    links,
    meeting,
    panels,
    reading,
    suitability,
    withdrawing,
)

__all__ = [
    "asking",
    "assigning",
    "blueprint",
    "deciding",
    "ending",
    "entering",
    "handing_over",
    "links",
    "meeting",
    "panels",
    "reading",
    "suitability",
    "withdrawing",
]
