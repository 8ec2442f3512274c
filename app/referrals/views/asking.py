"""Making a referral: the question pages, checking the answers, sending, deleting a draft."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.referrals import drafts, queries, sections
from app.referrals.blueprint import blueprint
from app.referrals.forms import FORMS, ConsentForm, QuestionForm, StartForm, SuitabilityForm
from app.referrals.models import Referral
from app.referrals.sections import Section
from app.referrals.standing import answer_by
from app.referrals.summaries import summary
from app.referrals.transitions import State
from app.referrals.wordings import consent_wording
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell
from app.web.seen import Clash, SeenForm, marks

STEPS = len(sections.NEEDED_SECTIONS) + 1


@blueprint.get("/referrals/new")
def show_new_referral() -> Response:
    form = StartForm()
    form.offer(queries.programmes_to_choose())
    return _question_page(form, None)


@blueprint.post("/referrals/new")
def start_referral() -> Response:
    programmes = queries.programmes_to_choose()
    form = StartForm()
    form.offer(programmes)
    later = "later" in request.form
    if not form.validate(later=later):
        return _question_page(form, None, status=422)
    started: list[Referral] = []

    def start() -> str:
        referral = drafts.start_draft(
            viewer(), programme=form.chosen(programmes), **form.answers(), **_carried_over()
        )
        started.append(referral)
        return _after(referral, later=later)

    response = once(form, start)
    return response if started else _correct(response, form)


def _correct(response: Response, form: StartForm) -> Response:
    """The first page sent again after going back to it: what it says now is what is meant."""
    parts = (response.location or "").split("/")
    if len(parts) > 3:
        referral = queries.referral(viewer(), parts[2])
        if referral.state == State.DRAFT:
            drafts.save_answers(viewer(), referral, **form.answers())
    return response


@blueprint.get("/referrals/<reference>/questions/<section>")
def show_question(reference: str, section: str) -> Response:
    referral = queries.referral(viewer(), reference)
    if referral.state != State.DRAFT:
        return redirect(_page_of(referral))
    form = FORMS[_section(section)](formdata=None)
    form.show(referral)
    return _question_page(form, referral)


@blueprint.post("/referrals/<reference>/questions/<section>")
def save_question(reference: str, section: str) -> Response:
    form = FORMS[_section(section)]()
    referral = _draft(reference)
    form.prepare(referral.programme)
    later = "later" in request.form
    if not form.validate(later=later):
        return _question_page(form, referral, status=422)
    try:
        now = drafts.save_page(viewer(), referral, form.answers(), seen=form.seen.data or "")
    except Clash as clash:
        form.show_clash(clash)
        saved = [part for part in summary(_draft(reference)) if part.section is form.section]
        return _question_page(form, referral, status=409, clash=saved[0].lines if saved else ())
    return redirect(_after(now, later=later), code=303)


@blueprint.get("/referrals/<reference>/check")
def show_check(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    if referral.state != State.DRAFT or sections.next_section(referral) is not None:
        return redirect(_page_of(referral))
    form = SeenForm()
    form.seen.data = marks(sections.all_answers(referral))
    return render(
        "referrals/check.html", form=form, referral=referral, summary=summary(referral),
        has_more=sections.is_touched(sections.Section.MORE, referral), steps=STEPS,
    )  # fmt: skip


@blueprint.post("/referrals/<reference>/send")
def send_referral(reference: str) -> Response:
    form = SeenForm()

    def send() -> str:
        referral = queries.referral(viewer(), reference)
        drafts.submit_referral(viewer(), referral, seen=form.seen.data or "")
        return url_for("referrals.show_sent", reference=reference)

    return once(form, send)


@blueprint.get("/referrals/<reference>/sent")
def show_sent(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    if referral.state != State.SUBMITTED:
        return redirect(_page_of(referral))
    return render("referrals/sent.html", referral=referral, by=answer_by(referral))


@blueprint.get("/referrals/<reference>/delete")
def show_delete(reference: str) -> Response:
    return render("referrals/delete.html", form=BaseForm(), referral=_draft(reference))


@blueprint.post("/referrals/<reference>/delete")
def delete_draft(reference: str) -> Response:
    def delete() -> str:
        drafts.delete_draft(viewer(), queries.referral(viewer(), reference))
        tell(gettext("The draft is deleted."))
        return url_for("referrals.list_referrals")

    return once(BaseForm(), delete)


def _carried_over() -> dict[str, Any]:
    """The three answers of "Could my client suit?" that the address brings along."""
    asked = SuitabilityForm(request.args)
    asked.prepare(None)
    return asked.answers() if request.args and asked.validate() else {}


def _question_page(
    form: QuestionForm, referral: Referral | None, status: int = 200, **more: Any
) -> Response:
    form.prepare(referral.programme if referral else None)
    section = form.section
    context: dict[str, Any] = {"form": form, "referral": referral, "steps": STEPS, **more}
    context["back"] = _back(section, referral)
    if section in sections.NEEDED_SECTIONS:
        context["step"] = sections.NEEDED_SECTIONS.index(section) + 1
    if isinstance(form, ConsentForm):
        context["wording"] = consent_wording()
    name = section.replace("-", "_")
    return render(f"referrals/questions/{name}.html", status=status, **context)


def _back(section: Section, referral: Referral | None) -> str:
    """The page before this one; before the first, the list of pages or of referrals."""
    if referral is None:
        return url_for("referrals.list_referrals")
    place = sections.NEEDED_SECTIONS.index(section) if section in sections.NEEDED_SECTIONS else 0
    if place == 0:
        return _page_of(referral)
    before = sections.NEEDED_SECTIONS[place - 1]
    return url_for("referrals.show_question", reference=referral.reference, section=before.value)


def _section(name: str) -> Section:
    if name not in set(Section):
        raise NotFound("section")
    return Section(name)


def _draft(reference: str) -> Referral:
    """A draft within reach; its pages are over once it is sent."""
    referral = queries.referral(viewer(), reference)
    if referral.state != State.DRAFT:
        raise drafts.already_sent()
    return referral


def _page_of(referral: Referral) -> str:
    return url_for("referrals.show_referral", reference=referral.reference)


def _after(referral: Referral, *, later: bool) -> str:
    """Where a saved page leads: the next gap, or the check page when there is none."""
    if later:
        tell(gettext("Your draft is saved. Only your organisation sees it."))
        return url_for("referrals.list_referrals")
    following = sections.next_section(referral)
    if following is None:
        return url_for("referrals.show_check", reference=referral.reference)
    return url_for("referrals.show_question", reference=referral.reference, section=following.value)
