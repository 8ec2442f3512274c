"""The home page of each role."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.web.guard import viewer
from app.web.rendering import render

blueprint = Blueprint("home", __name__, url_prefix="/home")


@blueprint.get("")
def show_home() -> Response:
    return render("home/home.html", viewer=viewer())
