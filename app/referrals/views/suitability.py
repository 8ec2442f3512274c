"""Could my client suit? Three answers in the address, nothing kept, and on to a referral."""

from flask import request
from werkzeug.wrappers import Response

from app.referrals.blueprint import blueprint
from app.referrals.forms import SuitabilityForm
from app.referrals.queries import open_programmes
from app.referrals.suitability import suitability
from app.web.rendering import render


@blueprint.get("/referrals/suitability")
def show_suitability() -> Response:
    """The questions, and below them the answer once all three are there."""
    asked = bool(request.args)
    form = SuitabilityForm(request.args)
    form.prepare(None)
    found = None
    if asked and form.validate():
        found = suitability(
            form.profession.data, trained_in=form.trained_in.data, english=form.english.data,
            programmes=open_programmes(),
        )  # fmt: skip
    return render(
        "referrals/suitability.html", form=form, found=found, carried=form.answers(),
        status=422 if asked and found is None else 200,
    )  # fmt: skip
