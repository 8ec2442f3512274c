"""The first meeting of whoever has the code: she confirms it, and takes it along."""

from flask import Response as FlaskResponse
from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.referrals.calendars import meeting_file
from app.referrals.cards import cards
from app.referrals.meeting_forms import seen_on_page
from app.referrals.meetings import booked_meeting
from app.referrals.models import FirstMeeting
from app.referrals.self_referrals import services
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.views.address import form, mine, page, to_return
from app.web.forms import BaseForm
from app.web.once import once
from app.web.rendering import render, tell


@form("/meeting/confirm")
def confirm_meeting() -> Response:
    def confirm() -> str:
        found = mine()
        if found is None:
            raise NotFound("self_referral")
        services.confirm_meeting(found, seen=seen_on_page())
        tell(gettext("Thank you. We expect you."))
        return url_for("self_referrals.show_mine")

    return once(BaseForm(), confirm)


@page("/meeting.ics")
def download_meeting() -> Response:
    found = mine()
    if found is None:
        return to_return()
    return FlaskResponse(
        meeting_file(found.referral, _booked(found)),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="first-meeting.ics"'},
    )


@page("/meeting/card")
def show_card() -> Response:
    found = mine()
    if found is None:
        return to_return()
    return render(
        "referrals/card.html", cards=cards(found.referral, _booked(found)), pdf="",
        back=url_for("self_referrals.show_mine"),
    )  # fmt: skip


def _booked(found: SelfReferral) -> FirstMeeting:
    meeting = booked_meeting(found.referral)
    if meeting is None:
        raise NotFound("meeting")
    return meeting
