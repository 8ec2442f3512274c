"""The parts of the site this domain serves; their views add themselves."""

from flask import Blueprint

opportunities = Blueprint("opportunities", __name__, url_prefix="/opportunities", cli_group=None)
courses = Blueprint("courses", __name__, url_prefix="/courses")
workforce_plans = Blueprint("workforce_plans", __name__, url_prefix="/workforce-plans")
matches = Blueprint("matches", __name__, cli_group=None)
BLUEPRINTS = (opportunities, courses, workforce_plans, matches)
