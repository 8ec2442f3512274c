"""The addresses of support, by topic; importing them hangs them on the blueprint."""

from app.support.blueprint import blueprint
from app.support.views import needs, requests, services

__all__ = ["blueprint", "needs", "requests", "services"]
