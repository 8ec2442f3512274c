"""The blueprint that every topic of the administration hangs on."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin", cli_group=None)
