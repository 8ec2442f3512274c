"""The referrer reads as much as the person agreed to, field by field, and no more afterwards."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clients.consent_models import ConsentPurpose, Counterparty
from app.clients.services import end_referrer, withdraw_consent
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import Companion, Referral, SelfSaidEnglish
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.referrals.conftest import Make

# What each answer looks like on a page; no other answer looks like it.
ENTERED = {
    "name": "Selam Canary-Name",
    "phone": "07700 900456",
    "email": "canary-mail@mail.example",
    "contact_note": "canary-note",
    "companion_name": "Canary-Companion",
    "birth_year": 1978,
    "postcode": "B66 2QT",
    "childcare_need": "canary-childcare",
    "about": "canary-about",
}
PROFILE = {"trained_year": 1999, "goal": "canary-goal"}
PROFILE_SHOWN = ("1999", "canary-goal", "Pharmacist", "Sudan")
ENGLISH_SHOWN = ("Enough to speak about the profession",)
ANSWERS = (
    ENTERED
    | PROFILE
    | {
        "companion": Companion.OTHER, "profession": "pharmacist", "trained_in": "SD",
        "english": SelfSaidEnglish.PROFESSION,
    }
)  # fmt: skip
Shown = Callable[[Referral], str]


@pytest.fixture
def shown(cast: Cast) -> Shown:
    """The words of the referral's page as its referrer opens it."""

    def words(referral: Referral) -> str:
        visitor = cast.visits(cast.partner)
        visitor.open(f"/referrals/{referral.reference}")
        return visitor.text

    return words


def accepted(app: Flask, cast: Cast, referral: Referral) -> Referral:
    with app.test_request_context():
        said = Decision(text_for_referrer="Welcome.", text_for_client="canary-words-to-her")
        accept_referral(cast.viewer(cast.staff), referral, said, client=None)
        return Referral.get_by_id(referral.id)


def missing(page: str, markers: Iterable[object]) -> list[str]:
    return [str(marker) for marker in markers if str(marker) not in page]


def there(page: str, markers: Iterable[object]) -> list[str]:
    return [str(marker) for marker in markers if str(marker) in page]


def test_before_it_is_accepted_they_read_what_they_told(sent: Make, shown: Shown) -> None:
    page = shown(sent(**ANSWERS))
    assert missing(page, (*ENTERED.values(), *PROFILE_SHOWN, *ENGLISH_SHOWN)) == []


def test_a_question_and_its_answer_are_called_so(
    app: Flask, cast: Cast, sent: Make, shown: Shown
) -> None:
    referral = sent()
    with app.test_request_context():
        asked = Decision(text_for_referrer="Which year?")
        make_move(cast.viewer(cast.staff), referral, Move.ASK_INFORMATION, asked)
    assert "A question for you" in shown(referral)
    assert "A question was asked." in shown(referral)
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    partner.submit({"note": "In 2009."}, button="Send the answer")
    assert "Answer: In 2009." in partner.text


@pytest.mark.parametrize("route", ["phone", "referrer"])
def test_what_was_said_to_them_stands_under_words_for_them(
    app: Flask, cast: Cast, sent: Make, shown: Shown, route: str
) -> None:
    page = shown(accepted(app, cast, sent(contact_route=route)))
    assert "We told you: Welcome." in page
    passed_on = "Please tell the person: canary-words-to-her" in page
    assert passed_on == (route == "referrer")
    assert "the referrer:" not in page


@pytest.mark.parametrize("profile", [True, False])
@pytest.mark.parametrize("english", [True, False])
def test_of_a_client_they_read_each_field_that_she_agreed_to(
    app: Flask, cast: Cast, sent: Make, shown: Shown, profile: bool, english: bool
) -> None:
    agreed = {"share_profile": profile, "share_english": english}
    page = shown(accepted(app, cast, sent(**ANSWERS, **agreed)))
    assert missing(page, ENTERED.values()) == []
    assert there(page, PROFILE_SHOWN) == (list(PROFILE_SHOWN) if profile else [])
    assert there(page, ENGLISH_SHOWN) == (list(ENGLISH_SHOWN) if english else [])
    assert "canary-words-to-her" not in page


def test_taking_a_consent_back_works_on_the_next_request(
    app: Flask, cast: Cast, sent: Make, shown: Shown
) -> None:
    agreed = {"share_profile": True, "share_english": True}
    referral = accepted(app, cast, sent(**ANSWERS, **agreed))
    assert missing(shown(referral), (*PROFILE_SHOWN, *ENGLISH_SHOWN)) == []
    for purpose, gone in (
        (ConsentPurpose.SHARE_ENGLISH, ENGLISH_SHOWN),
        (ConsentPurpose.SHARE_PROFILE, PROFILE_SHOWN),
    ):
        with app.test_request_context():
            withdraw_consent(
                SYSTEM, referral.client, counterparty=Counterparty.ORGANISATION,
                purpose=purpose, organisation=referral.organisation,
            )  # fmt: skip
        assert there(shown(referral), gone) == []
    assert missing(shown(referral), ENTERED.values()) == []


def test_once_they_accompany_her_no_more_only_the_name_is_left(
    app: Flask, cast: Cast, sent: Make, shown: Shown
) -> None:
    referral = accepted(app, cast, sent(**ANSWERS, share_profile=True, share_english=True))
    with app.test_request_context():
        end_referrer(SYSTEM, referral.client, referral.organisation)
    page = shown(referral)
    markers = [marker for name, marker in ENTERED.items() if name != "name"]
    assert there(page, (*markers, *PROFILE_SHOWN, *ENGLISH_SHOWN)) == []
    assert "Selam Canary-Name" in page


def test_staff_read_every_answer(app: Flask, cast: Cast, sent: Make) -> None:
    referral = accepted(app, cast, sent(**ANSWERS))
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{referral.reference}")
    markers = (*ENTERED.values(), *PROFILE_SHOWN, *ENGLISH_SHOWN, "canary-words-to-her")
    assert missing(visitor.text, markers) == []


def test_a_referrer_who_tells_the_person_reads_the_words_to_pass_on(
    app: Flask, cast: Cast, sent: Make, shown: Shown
) -> None:
    referral = accepted(app, cast, sent(contact_route="referrer"))
    assert "canary-words-to-her" in shown(referral)


@pytest.mark.parametrize(("arranged", "is_read"), [("canary-childcare", True), ("canary-x", False)])
def test_of_the_meeting_they_read_the_childcare_they_asked_for_and_no_other(
    app: Flask, cast: Cast, sent: Make, shown: Shown, arranged: str, is_read: bool
) -> None:
    referral = accepted(app, cast, sent(**ANSWERS))
    with app.test_request_context():
        book_meeting(
            cast.viewer(cast.staff), referral, Decision(text_for_referrer="Booked."),
            starts_at=clock.now() + timedelta(days=3), place="Library",
            arrangements=Arrangements(childcare=arranged, meeting_point="Front door"),
        )  # fmt: skip
    meeting = shown(referral).partition("First meeting When")[2].partition("Answers")[0]
    assert "Front door" in meeting
    assert (arranged in meeting) == is_read
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{referral.reference}")
    assert arranged in staff.text


def test_nothing_stands_under_a_heading_that_has_nothing_to_offer(
    cast: Cast, sent: Make, shown: Shown
) -> None:
    referral = sent()
    assert "What you can do" not in shown(referral)  # but end it, which says so itself
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{referral.reference}")
    assert "What you can do" in staff.text
