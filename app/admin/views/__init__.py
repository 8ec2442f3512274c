"""The pages of the administration."""

from app.admin.blueprint import blueprint
from app.admin.views import installation, messages

__all__ = ["blueprint", "installation", "messages"]
