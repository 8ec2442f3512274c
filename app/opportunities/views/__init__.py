"""Pages about opportunities, courses and workforce plans."""

from app.opportunities.views import checking, courses, editing, importing, listing, plans

__all__ = ["checking", "courses", "editing", "importing", "listing", "plans"]
