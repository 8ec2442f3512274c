"""The pages of organisations and of the services they offer."""

from app.organisations.blueprint import blueprint
from app.organisations.views import organisations, services

__all__ = ["blueprint", "organisations", "services"]
