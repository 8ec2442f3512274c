"""A client's English tests against what her route asks for."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.clients import english, english_text, presenters, queries, reference_names
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.fact_forms import EnglishForm
from app.clients.fact_models import EvidenceLevel
from app.clients.views.profile import opened
from app.policy import Permission
from app.reference import uncertain
from app.reference.scores import Exam
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/<reference>/english")
def show_english(reference: str) -> Response:
    return _page(reference, EnglishForm(formdata=None))


@blueprint.post("/<reference>/english")
def add_english(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    form = EnglishForm()
    if not form.validate():
        return _page(reference, form, status=422)

    assert form.taken_on.data is not None
    taken_on = form.taken_on.data

    def add() -> str:
        english.add_english_result(
            viewer(),
            client,
            exam=Exam(form.exam.data),
            taken_on=taken_on,
            scores=form.scores,
            level=EvidenceLevel(form.level.data),
        )
        tell(gettext("The test is written down."))
        return url_for("clients.show_english", reference=reference)

    try:
        return once(form, add)
    except english.SittingKnown:
        form.taken_on.errors = [gettext("A result of this test on this day is there already.")]
        return _page(reference, form, status=422)


@blueprint.post("/<reference>/english/<int:result_id>/remove")
def remove_english(reference: str, result_id: int) -> Response:
    client = queries.client(viewer(), reference)

    def remove() -> str:
        english.remove_english_result(viewer(), client, result_id)
        tell(gettext("The result is taken out."))
        return url_for("clients.show_english", reference=reference)

    return once(BaseForm(), remove)


def _page(reference: str, form: EnglishForm, status: int = 200) -> Response:
    client = opened(reference, needs=FieldGroup.ENGLISH)
    assert client.english is not None
    rule = client.english.rule
    return render(
        "clients/english.html",
        "clients/_english.html",
        status=status,
        client=client,
        english=client.english,
        by_regulator=english.by_regulator(client.english.results, on=clock.today()),
        is_uncertain_rule=uncertain,
        is_uncertain=rule is not None and uncertain(rule),
        words=english_text,
        text=presenters,
        names=reference_names,
        removal_key=BaseForm(formdata=None).form_key.data,
        form=form if viewer().may(Permission.CLIENT_ADD_ENGLISH) else None,
        is_staff=viewer().may(Permission.CLIENT_EVIDENCE),
    )
