"""The blueprint that every topic of support hangs on."""

from flask import Blueprint

blueprint = Blueprint("support", __name__)
