"""One candidature: its moves for staff, the offer and its answer for the client."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.clients.services import note_read
from app.errors import Conflict
from app.opportunities import candidature_queries, match_text, presenters, queries
from app.opportunities.blueprints import matches as blueprint
from app.opportunities.candidature_forms import Answer, AnswerForm, MoveForm
from app.opportunities.candidature_models import Candidature
from app.opportunities.candidature_moves import CandidatureState, Party, allowed
from app.opportunities.candidatures import answer_offer as give_answer
from app.opportunities.candidatures import is_open, make_move
from app.policy import Role
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/clients/<reference>/candidatures/<int:number>")
def show_candidature(reference: str, number: int) -> Response:
    candidature = candidature_queries.candidature(viewer(), reference, number)
    note_read(viewer(), candidature.client_id)
    if viewer().role is Role.CLIENT:
        return _offer(candidature, AnswerForm(formdata=None))
    return _page(candidature, MoveForm(formdata=None, seen_state=candidature.state))


@blueprint.post("/clients/<reference>/candidatures/<int:number>/move")
def move_candidature(reference: str, number: int) -> Response:
    candidature = candidature_queries.candidature(viewer(), reference, number)
    form = MoveForm()
    form.fit(CandidatureState(candidature.state))
    if form.seen_state.data != candidature.state:
        form.to.choices = [SelectChoice(form.to.data, "")]  # said below, not as a wrong choice
    if not form.validate():
        return _page(candidature, form, status=422)

    def move() -> str:
        if form.seen_state.data != candidature.state:
            raise Conflict
        to = CandidatureState(form.to.data)
        make_move(viewer(), candidature, to, note=form.note.data or "")
        tell(gettext("It is written down."))
        return _address(candidature)

    return once(form, move)


@blueprint.post("/clients/<reference>/candidatures/<int:number>/answer")
def answer_offer(reference: str, number: int) -> Response:
    candidature = candidature_queries.candidature(viewer(), reference, number)
    form = AnswerForm()
    if not form.validate():
        return _offer(candidature, form, status=422)
    is_yes = form.answer.data == Answer.YES

    def answer() -> str:
        give_answer(viewer(), candidature, is_yes=is_yes, reason=form.reason.data or "")
        tell(gettext("Thank you. We have your answer."))
        return _address(candidature)

    return once(form, answer)


def _address(candidature: Candidature) -> str:
    reference = candidature.client.reference
    return url_for("matches.show_candidature", reference=reference, number=candidature.id)


def _offer(candidature: Candidature, form: AnswerForm, status: int = 200) -> Response:
    waits = candidature.state == CandidatureState.OFFERED_TO_CLIENT
    can_answer = waits and is_open(candidature)
    return render(
        "opportunities/offer.html",
        status=status,
        candidature=candidature,
        opportunity=candidature.opportunity,
        professions=queries.professions_of(candidature.opportunity),
        can_answer=can_answer,
        is_too_late=waits and not can_answer,
        form=form,
        text=match_text,
        show=presenters,
    )


def _page(candidature: Candidature, form: MoveForm, status: int = 200) -> Response:
    state = CandidatureState(candidature.state)
    form.fit(state)
    return render(
        "opportunities/candidature.html",
        status=status,
        candidature=candidature,
        reasons=match_text.reasons(candidature.match, about_client=True),
        moves=candidature_queries.moves_of(candidature),
        can_move=bool(allowed(state, Party.STAFF)),
        form=form,
        text=match_text,
    )
