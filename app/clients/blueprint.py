"""The blueprint that every topic of a client's pages hangs on."""

from flask import Blueprint

blueprint = Blueprint("clients", __name__, url_prefix="/clients", cli_group=None)
