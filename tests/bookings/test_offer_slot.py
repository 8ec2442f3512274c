"""Offering one slot or a series."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.audit.models import AuditEvent
from app.bookings.forms import SlotForm
from app.bookings.models import Mentor, Slot, SlotSeries
from tests.cast import Cast
from tests.factories.bookings import a_slot


def answers(**changed: Any) -> dict[str, Any]:
    day = clock.today() + timedelta(days=3)
    return {
        "kind": "observership",
        "first_on-day": str(day.day),
        "first_on-month": str(day.month),
        "first_on-year": str(day.year),
        "local_start": "14:00",
        "duration_minutes": "90",
        "capacity": "2",
        "is_online": "no",
        "place": "Cape Hill Medical Centre",
        "repeats": "once",
    } | changed


def until(weeks: int) -> dict[str, str]:
    day = clock.today() + timedelta(days=3, weeks=weeks)
    return {
        "until_on-day": str(day.day),
        "until_on-month": str(day.month),
        "until_on-year": str(day.year),
    }


def test_a_mentor_offers_one_slot_and_sees_it(app: Flask, cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    visitor.submit(answers(), button="Offer it")
    assert visitor.heading == "Observership with Dr Mary Mentor"
    assert "14:00 to 15:30" in visitor.text
    assert "2 places left" in visitor.text
    with app.app_context():
        slot = Slot.get()
        assert (slot.status, slot.capacity, slot.series_id) == ("open", 2, None)
        assert AuditEvent.select().where(AuditEvent.action == "slot.offer").count() == 1


def test_a_weekly_series_makes_a_slot_each_week(app: Flask, cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    visitor.submit(answers(repeats="weekly", **until(weeks=5)), button="Offer it")
    assert "6 slots are offered." in visitor.text
    with app.app_context():
        starts = [slot.starts_at for slot in Slot.select().order_by(Slot.starts_at)]
        assert {clock.local(start).time().isoformat() for start in starts} == {"14:00:00"}
        assert SlotSeries.get().rrule == "FREQ=WEEKLY"


def test_staff_offer_a_slot_for_a_mentor(cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/slots/new")
    visitor.submit(answers(mentor=mentor.reference, kind="mentoring"), button="Offer it")
    assert visitor.heading == "Mentoring with Dr Mary Mentor"


def test_staff_cannot_offer_for_a_mentor_of_another_trust(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        cast.mentor.trust = cast.other_programme.trust
        cast.mentor.save()
    visitor = cast.visits(cast.staff)
    page = visitor.open("/slots/new")
    assert mentor.reference not in str(page)
    visitor.submit(answers(mentor=mentor.reference), button="Offer it", status=422)
    with app.app_context():
        assert not Slot.select().exists()


def test_sending_the_form_twice_offers_once(app: Flask, cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    page = visitor.open("/slots/new")
    key = page.find("input", {"name": "form_key"})["value"]
    visitor.submit(answers(), button="Offer it")
    first = visitor.address
    visitor.open("/slots/new")
    visitor.submit(answers(form_key=key), button="Offer it")
    assert visitor.address == first
    with app.app_context():
        assert Slot.select().count() == 1


def test_a_mentor_writes_about_themselves_first(cast: Cast) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    assert visitor.heading == "About you as a mentor"


def test_missing_answers_are_asked_for_and_the_rest_is_kept(cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    wrong = answers(local_start="25:00", place="", title="How GPs work", kind=None)
    visitor.submit(wrong, button="Offer it", status=422)
    assert "Enter a time, for example 14:00." in visitor.text
    assert "Enter the address, or choose online." in visitor.text
    assert "Choose what you offer." in visitor.text
    assert visitor.page.find("input", {"name": "title"})["value"] == "How GPs work"


def test_a_series_needs_its_last_day_after_its_first(cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    visitor.submit(answers(repeats="weekly"), button="Offer it", status=422)
    assert "Enter the last day." in visitor.text
    visitor.submit(answers(repeats="weekly", **until(weeks=-1)), button="Offer it", status=422)
    assert "The last day must be after the first day." in visitor.text


def test_a_series_of_more_than_a_year_is_refused_whole(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    visitor.submit(answers(repeats="weekly", **until(weeks=52)), button="Offer it", status=422)
    assert "A series can have at most 52 slots." in visitor.text
    with app.app_context():
        assert not Slot.select().exists()
        assert not SlotSeries.select().exists()


def test_a_time_the_changing_clocks_skip_is_refused_in_words(cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    night = {"first_on-day": "28", "first_on-month": "3", "first_on-year": "2027"}
    visitor.submit(answers(local_start="1:30", **night), button="Offer it", status=422)
    assert "On Sunday 28 March 2027 the clocks go forward and 01:30 does not exist." in visitor.text


def test_a_day_that_has_passed_is_refused(cast: Cast, mentor: Mentor) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    past = {"first_on-day": "6", "first_on-month": "10", "first_on-year": "2020"}
    visitor.submit(answers(**past), button="Offer it", status=422)
    assert "This time has passed." in visitor.text


def test_a_mentor_is_not_in_two_places_at_once(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        a_slot(mentor, first_on=clock.today() + timedelta(days=3))
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    visitor.submit(answers(local_start="14.30"), button="Offer it", status=409)
    assert "The mentor has a slot at this time already" in visitor.text
    visitor.submit(answers(local_start="15:00"), button="Offer it")
    assert visitor.heading == "Observership with Dr Mary Mentor"


@pytest.mark.parametrize("link", ["meet.example", "http://meet.example", "ftp://meet.example"])
def test_only_a_safe_link_is_taken(cast: Cast, mentor: Mentor, link: str) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots/new")
    visitor.submit(answers(is_online="yes", online_link=link), button="Offer it", status=422)
    assert "Enter a link that starts with https://" in visitor.text


def test_a_script_is_no_link(app: Flask) -> None:
    with app.test_request_context(
        method="POST", data=answers(is_online="yes", online_link="javascript://x/%0aalert(1)")
    ):
        form = SlotForm(None, meta={"csrf": False})
        assert not form.validate()
        assert list(form.errors) == ["online_link"]


def test_clients_and_partners_may_not_offer(cast: Cast) -> None:
    cast.visits(cast.client_account).open("/slots/new", status=403)
    cast.visits(cast.partner).open("/slots/new", status=403)
