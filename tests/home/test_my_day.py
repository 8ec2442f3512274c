"""My day: what a coordinator has to do, her own as soon as she coordinates anything."""

from datetime import datetime, time, timedelta

from flask import Flask

from app import clock
from app.bookings.services import book_slot
from app.clients.english import add_english_result
from app.clients.models import Client
from app.opportunities.candidature_models import Candidature
from app.pathways.models import PlanStep
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference.lists import Component
from app.reference.scores import Exam
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.factories.opportunities import registered_post
from tests.referrals.conftest import Make, draft, sent

__all__ = ["draft", "sent"]
HOME = "/home"


def give(app: Flask, cast: Cast, *rows: object) -> None:
    with app.test_request_context():
        for row in rows:
            model = type(row)
            model.update(coordinator=cast.staff).where(model.id == row.id).execute()


def test_everybodys_work_is_shown_until_something_is_mine(
    app: Flask, cast: Cast, sent: Make
) -> None:
    mine, other = sent(name="Amal Mine"), sent(name="Bana Other")
    visitor = cast.visits(cast.staff)
    visitor.open(HOME)
    assert "This shows everybody's work." in visitor.text
    assert mine.name in visitor.text
    give(app, cast, mine)
    visitor.open(HOME)
    assert mine.name in visitor.text
    assert other.name not in visitor.text
    visitor.follow("Show everybody's")
    assert other.name in visitor.text
    visitor.open(HOME)
    visitor.follow("All that wait")
    assert other.name not in visitor.text


def test_a_referrers_answer_comes_in(app: Flask, cast: Cast, sent: Make) -> None:
    mine = sent(name="Amal Mine")
    give(app, cast, mine)
    with app.test_request_context():
        staff, partner = cast.viewer(cast.staff), cast.viewer(cast.partner)
        asked = Decision(text_for_referrer="Which year?")
        make_move(staff, Referral.get_by_id(mine.id), Move.ASK_INFORMATION, asked)
    visitor = cast.visits(cast.staff)
    visitor.open(HOME)
    assert "No new answers since yesterday." in visitor.text
    with app.test_request_context():
        answer = Decision(note="2011")
        make_move(partner, Referral.get_by_id(mine.id), Move.GIVE_INFORMATION, answer)
    for address in (HOME, "/home/answers"):
        visitor.open(address)
        assert "Cedar House Community Centre has answered your question" in visitor.text
    with app.test_request_context():
        Referral.update(state_since=clock.now() - timedelta(days=3)).execute()
    visitor.open(HOME)
    assert "No new answers since yesterday." in visitor.text


def test_a_clients_answer_comes_in(app: Flask, cast: Cast) -> None:
    give(app, cast, cast.client)
    with app.test_request_context():
        now = clock.now()
        post = registered_post(title="IELTS evening class")
        for client in (cast.client, cast.other_client):
            Candidature.create(
                client=client, opportunity=post, state="accepted_by_client", readiness="ready",
                match={}, made_at=now, changed_at=now, offered_at=now, answered_at=now,
            )  # fmt: skip
    visitor = cast.visits(cast.staff)
    visitor.open(HOME)
    assert "Hana Tesfaye : yes to IELTS evening class, today" in visitor.text
    assert "Omar Haddad" not in visitor.text


def test_my_clients_day_steps_and_english(app: Flask, cast: Cast) -> None:
    give(app, cast, cast.client)
    morning = clock.utc(datetime.combine(clock.today(), time(1), clock.LONDON))
    with app.test_request_context(), clock.at(morning):
        slot = a_slot(a_mentor(cast.mentor), capacity=3, first_on=clock.today())
        for client in (cast.client, cast.other_client):
            make_plan(SYSTEM, client)
            scores = dict.fromkeys(Component, 7)
            day = clock.today() - timedelta(days=600)
            add_english_result(SYSTEM, client, exam=Exam.IELTS, taken_on=day, scores=scores)
            book_slot(SYSTEM, slot, client=client)
        late = clock.today() - timedelta(days=90)
        PlanStep.update(earliest_on=late, latest_on=late).execute()
    visitor = cast.visits(cast.staff)
    for address in (HOME, "/home/overdue-steps", "/home/expiring-english"):
        visitor.open(address)
        assert "Hana Tesfaye" in visitor.text
        assert "Omar Haddad" not in visitor.text
    visitor.open("/home/overdue-steps?whose=")
    assert "Omar Haddad" in visitor.text


def test_only_coordinators_have_the_whole_lists(cast: Cast) -> None:
    for part in ("overdue-steps", "expiring-english", "answers"):
        cast.visits(cast.partner).open(f"/home/{part}", status=403)


def test_another_trusts_work_is_never_mine(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        Client.update(coordinator=cast.other_staff).where(Client.id == cast.client.id).execute()
    visitor = cast.visits(cast.other_staff)
    visitor.open("/clients?whose=mine")
    assert "Hana Tesfaye" not in visitor.text


def test_whoever_rings_is_found_from_the_first_page(cast: Cast, sent: Make) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(HOME)
    visitor.submit({"search": cast.client.name[:4]}, button="Search")
    visitor.follow(cast.client.name)
    assert visitor.address == f"/clients/{cast.client.reference}"
    waiting = sent(name="Zahra Yet Unknown")
    visitor.open(HOME)
    visitor.submit({"search": "Zahra"}, button="Search")
    visitor.follow("Look in all referrals")
    visitor.follow(waiting.name)
    assert visitor.address == f"/referrals/{waiting.reference}"


def test_today_stands_before_the_lists_for_eyes_ears_and_keyboard(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(HOME)
    headings = [heading.get_text(strip=True) for heading in visitor.page.find_all("h2")]
    assert headings[0] == "Today"
    assert headings[-1] == "To keep fresh"
