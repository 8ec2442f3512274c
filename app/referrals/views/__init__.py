"""The pages of referrals: asking, reading, deciding, and panels on others' pages."""

from flask import Blueprint

blueprint = Blueprint("referrals", __name__)

from app.referrals.views import asking, deciding, panels, reading  # noqa: E402

__all__ = ["asking", "blueprint", "deciding", "panels", "reading"]
