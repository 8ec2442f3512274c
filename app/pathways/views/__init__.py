"""The pages of pathway plans."""

from app.pathways.views import guests, plans, steps

__all__ = ["guests", "plans", "steps"]
