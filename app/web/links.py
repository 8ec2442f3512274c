"""Addresses of our pages for mails, files and paper."""

from flask import current_app


def address_of(path: str) -> str:
    """The whole address of a path; a job has no request whose host it could take."""
    return f"{current_app.config['BASE_URL'].rstrip('/')}{path}"
