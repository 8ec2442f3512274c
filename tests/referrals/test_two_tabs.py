"""Two tabs, two colleagues or two devices with one draft: nothing is silently overwritten."""

import pytest
from flask import Flask

from app.errors import Conflict
from app.referrals.drafts import save_answers, submit_referral
from app.referrals.models import Referral, ReferralMove
from app.referrals.sections import all_answers
from app.referrals.self_referrals import questions, services
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.queries import answers_of
from app.web.seen import Clash, marks, merged
from tests.cast import Cast
from tests.referrals.conftest import PRETEND, Make, pretend_translation
from tests.referrals.test_refer_oneself import begin, code_on, come_back
from tests.visitor import Visitor, filled_in

SAVE = "Save and continue"


def two_tabs(cast: Cast, referral: Referral, page: str) -> tuple[Visitor, Visitor]:
    tabs = cast.visits(cast.partner), cast.visits(cast.partner)
    for tab in tabs:
        tab.open(f"/referrals/{referral.reference}/{page}")
    return tabs


def kept(app: Flask, referral: Referral) -> Referral:
    with app.app_context():
        return Referral.get_by_id(referral.id)


def test_different_answers_of_one_page_are_merged(app: Flask, cast: Cast, draft: Make) -> None:
    referral = draft()
    first, second = two_tabs(cast, referral, "questions/person")
    first.submit({"phone": "07700 900999"}, button=SAVE)
    second.submit({"contact_note": "After five"}, button=SAVE)
    now = kept(app, referral)
    assert (now.phone, now.contact_note) == ("07700 900999", "After five")


def test_the_second_hand_on_one_answer_is_shown_both_and_loses_nothing(
    app: Flask, cast: Cast, draft: Make
) -> None:
    referral = draft()
    first, second = two_tabs(cast, referral, "questions/person")
    first.submit({"phone": "07700 900999", "contact_note": "Mornings"}, button=SAVE)
    second.submit({"phone": "07700 900111"}, button=SAVE, status=409)
    assert kept(app, referral).phone == "07700 900999"
    assert "07700 900999" in second.page.select_one("#clash").text
    assert second.page.find("input", {"name": "phone"})["value"] == "07700 900111"
    assert second.page.find("input", {"name": "contact_note"})["value"] == "Mornings"
    second.submit(button=SAVE)
    now = kept(app, referral)
    assert (now.phone, now.contact_note) == ("07700 900111", "Mornings")


def test_the_same_page_sent_twice_is_no_clash(app: Flask, cast: Cast, draft: Make) -> None:
    referral = draft()
    tab, _other = two_tabs(cast, referral, "questions/person")
    data = filled_in(tab.form(SAVE)) | {"phone": "07700 900111"}
    address = f"/referrals/{referral.reference}/questions/person"
    assert [tab.http.post(address, data=data).status_code for _ in range(2)] == [303, 303]


def test_a_page_that_says_nothing_of_what_it_showed_overwrites_nothing(
    app: Flask, cast: Cast, draft: Make
) -> None:
    referral = draft()
    tab, _other = two_tabs(cast, referral, "questions/person")
    for damaged in ("", "0" * 40, "x" * 1000):
        tab.submit({"phone": "07700 900111", "seen": damaged}, button=SAVE, status=409)
        assert kept(app, referral).phone == "07700 900123"
        tab.open(f"/referrals/{referral.reference}/questions/person")


def test_what_was_not_checked_is_not_sent(app: Flask, cast: Cast, draft: Make) -> None:
    referral = draft()
    checking, changing = two_tabs(cast, referral, "check")
    changing.open(f"/referrals/{referral.reference}/questions/person")
    changing.submit({"phone": "07700 900999"}, button=SAVE)
    checking.submit(button="Send the referral", status=409)
    assert "changed after you looked" in checking.text
    with app.app_context():
        assert ReferralMove.select().count() == 0
    checking.open(f"/referrals/{referral.reference}/check")
    assert "07700 900999" in checking.text
    checking.submit(button="Send the referral")
    assert checking.heading == "Referral sent"


def test_an_answer_that_comes_as_it_is_sent_is_not_sent_unseen(
    app: Flask, cast: Cast, draft: Make
) -> None:
    partner, read = cast.viewer(cast.partner), draft()
    with app.test_request_context():
        save_answers(partner, Referral.get_by_id(read.id), phone="07700 900999")
        with pytest.raises(Conflict, match="changed after you looked"):
            submit_referral(partner, read, seen=marks(all_answers(read)))
        save_answers(partner, Referral.get_by_id(read.id), profession="")
        with pytest.raises(Conflict, match="still missing"):
            submit_referral(partner, read)
        assert ReferralMove.select().count() == 0


def test_a_helper_with_the_same_code_overwrites_nothing(app: Flask, visitor: Visitor) -> None:
    begin(visitor)
    helper = come_back(Visitor(app), code_on_page(visitor))
    for page, theirs, hers in (
        ("person", {"phone": "07700 900999"}, {"phone": "07700 900111"}),
        ("heard", {"heard_from": "friend"}, {"heard_from": "other"}),
        ("heard", {"is_helped": "yes", "helper": "Ruta"}, {"is_helped": "yes", "helper": "Abel"}),
    ):
        for tab in (helper, visitor):
            tab.open(f"/en/refer-yourself/questions/{page}")
        helper.submit(theirs, button=SAVE)
        visitor.submit(hers, button=SAVE, status=409)
        assert visitor.page.select_one("#clash dd")
        visitor.submit(button=SAVE)
    with app.app_context():
        own, referral = SelfReferral.get(), Referral.get()
    assert (own.helper, own.heard_from, referral.phone) == ("Abel", "other", "07700 900111")


def code_on_page(visitor: Visitor) -> str:
    visitor.open("/en/refer-yourself/mine")
    return code_on(visitor)


def test_what_she_did_not_check_herself_is_not_sent(app: Flask, visitor: Visitor) -> None:
    begin(visitor)
    helper = come_back(Visitor(app), code_on_page(visitor))
    visitor.open("/en/refer-yourself/check")
    helper.open("/en/refer-yourself/questions/person")
    helper.submit({"phone": "07700 900999"}, button=SAVE)
    visitor.submit(button="Send my answers", status=409)
    visitor.open("/en/refer-yourself/check")
    visitor.submit(button="Send my answers")
    assert visitor.heading.endswith("We have your answers")


def test_what_a_helper_changes_as_she_sends_it_is_not_sent_unseen(
    app: Flask, visitor: Visitor
) -> None:
    begin(visitor)
    with app.test_request_context():
        read = SelfReferral.get()
        seen = marks(questions.all_answers(answers_of(read)))
        services.save_answers(SelfReferral.get(), phone="07700 900999", is_helped=True)
        with pytest.raises(Conflict, match="changed after you looked"):
            services.send(read, seen=seen)
        with pytest.raises(Conflict, match="still missing"):
            services.send(read)
        assert ReferralMove.select().count() == 0


@pretend_translation
def test_the_language_of_the_consent_is_the_one_it_was_read_in(
    app: Flask, visitor: Visitor
) -> None:
    begin(visitor, 5)
    page = visitor.open("/ar_001/refer-yourself/questions/consent")
    button = next(b for b in page.select("main form button") if PRETEND in b.text)
    visitor.submit({"consent_given": "y"}, button=button.text)
    with app.app_context():
        assert SelfReferral.get().language == "ar_001"


@pytest.mark.parametrize(
    ("current", "typed", "written"),
    [
        ({"a": "1", "b": "2"}, {"a": "1", "b": "2"}, {}),
        ({"a": "1", "b": "2"}, {"a": "3", "b": "2"}, {"a": "3"}),
        ({"a": "1", "b": "9"}, {"a": "3", "b": "2"}, {"a": "3"}),
        ({"a": "9", "b": "2"}, {"a": "9", "b": "3"}, {"b": "3"}),
        ({"a": None, "b": "2"}, {"a": "", "b": "2"}, {}),
    ],
)
def test_what_was_left_alone_stays_as_somebody_else_left_it(
    current: dict[str, str], typed: dict[str, str], written: dict[str, str]
) -> None:
    assert merged(marks({"a": "1", "b": "2"}), current, typed) == written


def test_two_changes_of_one_answer_clash_and_the_others_go_on_as_they_are() -> None:
    with pytest.raises(Clash) as clash:
        merged(marks({"a": "1", "b": "2"}), {"a": "5", "b": "9"}, {"a": "6", "b": "2"})
    assert clash.value.kept == {"a": "6", "b": "9"}


def test_going_back_to_the_first_page_and_sending_it_again_corrects_the_draft(
    app: Flask, cast: Cast
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals/new")
    data = filled_in(visitor.form(SAVE)) | {"contact_route": "referrer"}
    places = [
        visitor.http.post("/referrals/new", data=data | {"name": name}).location
        for name in ("Selma", "Selam")
    ]
    assert places[0] == places[1]
    with app.app_context():
        assert [row.name for row in Referral.select()] == ["Selam"]


def test_so_does_the_first_page_of_who_refers_herself(app: Flask, visitor: Visitor) -> None:
    visitor.open("/en/refer-yourself/begin")
    data = filled_in(visitor.form(SAVE)) | {"trained_in": "ER"}
    for profession in ("midwife", "nurse"):
        visitor.http.post("/en/refer-yourself/begin", data=data | {"profession": profession})
    with app.app_context():
        assert [row.profession for row in Referral.select()] == ["nurse"]


def test_back_leads_to_the_page_before(cast: Cast, draft: Make) -> None:
    referral = draft()
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/questions/first-meeting")
    visitor.follow("Back")
    assert visitor.address.endswith("/questions/profession")
    visitor.follow("Back")
    visitor.follow("Back")
    assert visitor.heading.startswith("Referral not sent yet")
