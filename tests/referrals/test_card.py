"""The card for who comes along: both languages, a first name, and nothing else of the person."""

import datetime as dt
import io
from pathlib import Path

import pypdf
import pytest
from flask import Flask

from app import clock
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import FirstMeeting, Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, Party
from tests.cast import Cast
from tests.referrals.conftest import Make

ARRANGED = Arrangements(
    interpreter_language="ar", accompanied_by="Amina", meeting_point="At the library door",
    ask_for="Sana", ask_phone="0121 496 0000", childcare="A room for two", travel_help="Bus fare",
)  # fmt: skip
SHOWN = (
    "14:00", "Smethwick Library", "At the library door", "Sana", "0121 496 0000",
    "Bus fare", "Arabic", "Selam",
)  # fmt: skip
HIDDEN = ("Haile", "A room for two", "07700 900123", "Nurse", "Eritrea")
COMPILED = Path("app/translations/ar_001/LC_MESSAGES/messages.mo")
TOLD = Decision(text_for_referrer="Welcome.")


@pytest.fixture
def booked(app: Flask, cast: Cast, sent: Make) -> Referral:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        accept_referral(staff, sent(preferred_language="ar"), TOLD, client=None)
        day = clock.today() + dt.timedelta(days=3)
        at = clock.utc(dt.datetime.combine(day, dt.time(14), clock.LONDON))
        book_meeting(
            staff, Referral.get(), TOLD, starts_at=at, place="Smethwick Library",
            arrangements=ARRANGED,
        )  # fmt: skip
        return Referral.get()


def test_the_card_is_in_english_and_in_the_persons_language(cast: Cast, booked: Referral) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{booked.reference}")
    visitor.follow("Card to print")
    sides = visitor.page.select("section.card")
    assert [(side["lang"], side["dir"]) for side in sides] == [("en", "ltr"), ("ar-001", "rtl")]
    for side in sides:
        for shown in SHOWN:
            if shown != "Arabic":
                assert shown in side.text, shown
        assert side.select_one("h2").text.strip()
    assert "We talk for about an hour" in sides[0].text
    if COMPILED.exists():
        assert ["⟦" in side.text for side in sides] == [False, True]
    main = visitor.page.find(id="main").text
    assert [word for word in HIDDEN if word in main] == []


def test_the_pdf_says_the_same_on_a_page_for_each_language(cast: Cast, booked: Referral) -> None:
    response = cast.visits(cast.staff).http.get(f"/referrals/{booked.reference}/meeting/card.pdf")
    assert response.mimetype == "application/pdf"
    document = pypdf.PdfReader(io.BytesIO(response.data))
    assert [round(float(page.mediabox.width)) for page in document.pages] == [420, 420]
    text = document.pages[0].extract_text()
    assert [word for word in SHOWN if word not in text] == []
    whole = text + document.pages[1].extract_text() + str(document.metadata)
    assert [word for word in HIDDEN if word in whole] == []


def test_a_long_address_fits_on_the_side_of_its_language(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    with app.test_request_context():
        FirstMeeting.update(
            place="The Learning Works, second floor, 12 Unett Street North, Hockley, Birmingham",
            meeting_point="Under the clock in the entrance hall, beside the lift and the stairs",
        ).execute()
    response = cast.visits(cast.staff).http.get(f"/referrals/{booked.reference}/meeting/card.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(response.data)).pages) == 2


def test_no_card_is_printed_for_a_meeting_that_does_not_take_place(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    with app.test_request_context():
        said = Decision(party=Party.CLIENT, text_for_referrer="We find another time.")
        make_move(cast.viewer(cast.staff), booked, Move.DID_NOT_ATTEND, said)
    visitor = cast.visits(cast.staff)
    for page in ("card", "card.pdf"):
        visitor.open(f"/referrals/{booked.reference}/meeting/{page}", status=409)


def test_others_do_not_find_the_card(cast: Cast, booked: Referral) -> None:
    for account in (cast.other_partner, cast.other_staff, cast.other_client_account, cast.mentor):
        visitor = cast.visits(account)
        for page in ("card", "card.pdf"):
            visitor.open(f"/referrals/{booked.reference}/meeting/{page}", status=404)
