"""The blueprint that every topic of an organisation's pages hangs on."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
