"""The blueprint that every topic of an organisation's pages hangs on."""

from collections.abc import Sequence

from flask import Blueprint

from app.organisations import trusts
from app.web.guard import viewer

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


@blueprint.app_template_global()
def help_lines() -> Sequence[tuple[str, str]]:
    """For the foot of every page: whom to ring, by name and number."""
    return trusts.help_lines(viewer())
