"""The pages of people who refer themselves."""

from app.referrals.self_referrals.views import asking, claiming, following, meeting, sharing
from app.referrals.self_referrals.views.address import blueprint

__all__ = ["asking", "blueprint", "claiming", "following", "meeting", "sharing"]
