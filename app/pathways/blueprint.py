"""The blueprint of pathway plans."""

from flask import Blueprint

blueprint = Blueprint("pathways", __name__, cli_group=None)
