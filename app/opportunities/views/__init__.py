"""Pages about opportunities, courses and workforce plans."""

from flask import Blueprint

opportunities = Blueprint("opportunities", __name__, cli_group=None)
