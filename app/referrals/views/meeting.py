"""What is done with a booked first meeting: confirm it, note the arrival, take it along."""

from flask import Response as FlaskResponse
from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.clients.models import Client
from app.clients.services import note_read
from app.errors import Conflict, NotFound, error_page
from app.pathways.documents import NoPdf
from app.policy import Role
from app.referrals import meetings, own, queries
from app.referrals.blueprint import blueprint
from app.referrals.calendars import meeting_file
from app.referrals.cards import card_pdf, cards
from app.referrals.following import ended_for
from app.referrals.meeting_forms import seen_on_page
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral
from app.referrals.self_referrals.forms import AnswerForm
from app.referrals.services import moved_meanwhile
from app.referrals.summaries import meeting_lines
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/clients/<reference>/referral")
def show_own_referral(reference: str) -> Response:
    """Where the client's own referral stands, in words for her; a panel of her page."""
    return _own_page(clients.client(viewer(), reference), AnswerForm(formdata=None))


@blueprint.post("/clients/<reference>/referral/answer")
def answer_own_question(reference: str) -> Response:
    client, asked = clients.client(viewer(), reference), AnswerForm()
    mine = own.own_referral(viewer(), client)
    if mine is None or not mine.question:
        raise moved_meanwhile()
    if not asked.validate():
        return _own_page(client, asked, status=422)
    referral, version = mine.referral, asked.version_number

    def answer() -> str:
        own.answer_question(viewer(), referral, asked.note.data or "", version=version)
        tell(gettext("Thank you. We have your answer."))
        return url_for("referrals.show_own_referral", reference=reference)

    return once(asked, answer)


def _own_page(client: Client, asked: AnswerForm, status: int = 200) -> Response:
    note_read(viewer(), client.id)
    mine = own.own_referral(viewer(), client)
    if mine is not None and status == 200:
        asked.version.data = str(mine.referral.version)
    return render(
        "referrals/own_referral.html", "referrals/_own_referral.html", client=client, mine=mine,
        meeting_lines=meeting_lines(mine.meeting) if mine and mine.meeting else [],
        form=BaseForm(), asked=asked, status=status,
    )  # fmt: skip


@blueprint.post("/referrals/<reference>/meeting/confirm")
def confirm_meeting(reference: str) -> Response:
    def confirm() -> str:
        referral = queries.referral(viewer(), reference)
        meetings.confirm_meeting(viewer(), referral, seen=seen_on_page())
        is_own = viewer().role is Role.CLIENT
        tell(
            gettext("Thank you. We expect you.")
            if is_own
            else gettext("It is noted that the person will come.")
        )
        return back_from(referral)

    return once(BaseForm(), confirm)


@blueprint.post("/referrals/<reference>/meeting/arrived")
def note_arrival(reference: str) -> Response:
    def note() -> str:
        meetings.note_arrival(viewer(), queries.referral(viewer(), reference), seen=seen_on_page())
        tell(gettext("The arrival is noted."))
        return url_for("referrals.show_referral", reference=reference)

    return once(BaseForm(), note)


@blueprint.get("/referrals/<reference>/meeting.ics")
def download_meeting(reference: str) -> FlaskResponse:
    referral, meeting = arranged(reference)
    return FlaskResponse(
        meeting_file(referral, meeting),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="first-meeting.ics"'},
    )


@blueprint.get("/referrals/<reference>/meeting/card")
def show_card(reference: str) -> Response:
    referral, meeting = _booked(reference)
    return render(
        "referrals/card.html", cards=cards(referral, meeting), back=back_from(referral),
        pdf=url_for("referrals.download_card", reference=reference),
    )  # fmt: skip


@blueprint.get("/referrals/<reference>/meeting/card.pdf")
def download_card(reference: str) -> Response:
    referral, meeting = _booked(reference)
    try:
        content = card_pdf(referral, meeting)
    except NoPdf as error:
        return error_page(503, str(error))
    return FlaskResponse(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="first-meeting.pdf"'},
    )


def _booked(reference: str) -> tuple[Referral, FirstMeeting]:
    """A card is printed for a meeting that takes place."""
    referral, meeting = arranged(reference)
    if meeting.outcome != MeetingOutcome.PLANNED:
        raise Conflict(gettext("There is no meeting booked any more."))
    return referral, meeting


def arranged(reference: str) -> tuple[Referral, FirstMeeting]:
    """The referral and the meeting arranged last; NotFound once the viewer follows no more."""
    referral = queries.referral(viewer(), reference)
    meeting = meetings.last_meeting(referral)
    if meeting is None or ended_for(viewer(), [referral]):
        raise NotFound("meeting")
    if referral.client_id:
        note_read(viewer(), referral.client_id)
    return referral, meeting


def back_from(referral: Referral) -> str:
    """The page on which the viewer reads of the referral."""
    if viewer().role is Role.CLIENT and referral.client is not None:
        return url_for("referrals.show_own_referral", reference=referral.client.reference)
    return url_for("referrals.show_referral", reference=referral.reference)
