"""The list of referrals: who sees which, in which order, narrowed and searched."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from app import clock
from app.policy import Viewer
from app.referrals import queries
from app.referrals.narrowing import shown
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State
from app.web.pagination import encode
from tests.cast import Cast
from tests.referrals.conftest import Make

FRIDAY = "2026-11-20 10:00"
TUESDAY = "2026-11-24 10:00"
WEDNESDAY = "2026-11-25 10:00"


def names(visitor) -> list[str]:
    return [bdi.text for bdi in visitor.page.select("article h3 bdi")]


def test_staff_see_what_waits_for_them_oldest_first(cast: Cast, sent: Make, draft: Make) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(name="Second")
    with time_machine.travel(FRIDAY, tick=False):
        sent(name="First")
        draft(name="Draft")
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    assert names(visitor) == ["First", "Second"]


def test_a_referral_past_its_day_is_stalled_with_why(cast: Cast, sent: Make) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        referral = sent()
    with time_machine.travel(TUESDAY, tick=False):
        visitor = cast.visits(cast.staff)
        visitor.open("/referrals")
        assert "Decide by Tuesday 24 November 2026." in visitor.text
        assert "Stalled" not in visitor.text
    with time_machine.travel(WEDNESDAY, tick=False):
        visitor = cast.visits(cast.staff)
        visitor.open("/referrals")
        assert "Stalled Nothing was done by Tuesday 24 November 2026" in visitor.text
        partner = cast.visits(cast.partner)
        partner.open(f"/referrals/{referral.reference}")
        assert "You should have had our answer by Tuesday 24 November 2026." in partner.text


def test_a_partner_sees_their_organisations_in_plain_words(
    cast: Cast, sent: Make, draft: Make
) -> None:
    sent(name="Own")
    draft(name="Own draft")
    sent(name="Other", by=cast.other_partner)
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals")
    assert sorted(names(visitor)) == ["Own", "Own draft"]
    assert "We will answer by" in visitor.text
    assert "To decide" not in visitor.text


def test_a_partner_reads_what_changed_last_first(cast: Cast, sent: Make) -> None:
    for day, name in ((FRIDAY, "Amina One"), (TUESDAY, "Amina Two"), (WEDNESDAY, "Amina Three")):
        with time_machine.travel(day, tick=False):
            sent(name=name)
    visitor = cast.visits(cast.partner)
    for search in ("", "Amina", "Ameenah"):  # and found by its sound alone
        visitor.open("/referrals", query_string={"search": search})
        assert names(visitor) == ["Amina Three", "Amina Two", "Amina One"]
        assert "3 referrals on this page, the last change first" in visitor.text


def test_staff_of_another_trust_see_none(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.other_staff)
    visitor.open("/referrals?show=all")
    assert "There is no referral here." in visitor.text


@pytest.mark.parametrize("search", ["Hai", "selam haile", "HAÍLE"])
def test_a_name_is_found_by_the_starts_of_its_words(cast: Cast, sent: Make, search: str) -> None:
    sent()
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals", query_string={"search": search})
    assert names(visitor) == ["Selam Haile"]


@pytest.mark.parametrize(
    ("name", "searches"),
    [
        ("Yazan Al-Khatib", ("khat", "al-khatib", "alkhatib", "al khatib", "Al–Khatib")),
        ("Siobhán O’Neil", ("o'neil", "O’Neil", "oneil", "neil", "siobhan")),
        ("Ana Maria Khan", ("khan ana", "ana khan")),  # could be a reference
        ("رضا\u200cزاده نوری", ("رضازاده", "رضا\u200cزا", "نور")),
    ],
)
def test_a_name_is_found_by_its_parts_as_a_clients_is(
    cast: Cast, sent: Make, name: str, searches: tuple[str, ...]
) -> None:
    sent(name=name)
    visitor = cast.visits(cast.staff)
    for typed in searches:
        visitor.open("/referrals", query_string={"search": typed})
        assert names(visitor) == [name], typed


def test_who_finds_nothing_is_led_to_where_more_is(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals?search=selam&show=active")
    assert "No referral has this name or reference." in visitor.text
    visitor.follow("Look in all referrals")
    assert names(visitor) == ["Selam Haile"]
    visitor.open("/referrals?search=zzz&show=all")
    assert "Look in all referrals" not in visitor.text


def test_a_reference_is_found_as_it_is_read_aloud(cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.staff)
    for typed in (referral.reference, referral.reference.lower(), referral.reference[2:]):
        visitor.open("/referrals", query_string={"search": typed})
        assert names(visitor) == ["Selam Haile"]
    spoken = referral.reference.replace("-", " ")
    visitor.open("/referrals", query_string={"search": spoken})
    assert names(visitor) == ["Selam Haile"]


def test_wildcards_and_garbage_find_nothing(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.staff)
    for typed in ("%", "_", "*", "ail"):
        visitor.open("/referrals", query_string={"search": typed})
        assert names(visitor) == []
    visitor.open("/referrals?show=nonsense&after=garbage")
    assert names(visitor) == ["Selam Haile"]


def test_a_search_tells_nothing_of_another_organisation(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.other_partner)
    visitor.open("/referrals?search=selam")
    assert "No referral has this name or reference" in visitor.text


def test_the_list_can_be_narrowed_to_a_state(app: Flask, cast: Cast, sent: Make) -> None:
    asked, _ = sent(name="Asked"), sent(name="New")
    with app.test_request_context():
        said = Decision(text_for_referrer="Which year?")
        make_move(cast.viewer(cast.staff), asked, Move.ASK_INFORMATION, said)
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals?show=needs_information")
    assert names(visitor) == ["Asked"]
    visitor.open("/referrals?show=open")
    assert sorted(names(visitor)) == ["Asked", "New"]


def test_pages_follow_one_another_without_gap_or_repeat(cast: Cast, sent: Make) -> None:
    for number in range(30):
        sent(name=f"Person {number:02}")
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    first = names(visitor)
    visitor.follow("Next page")
    second = names(visitor)
    assert (len(first), len(second)) == (25, 5)
    assert len({*first, *second}) == 30


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.staff)
    page, part = visitor.open("/referrals"), visitor.fragment("/referrals")
    for one in (page, part):
        for hidden in one.find(id="referral-list").find_all("input", {"type": "hidden"}):
            hidden["value"] = "its own"
    assert str(page.find(id="referral-list")) == str(part.find(id="referral-list"))
    assert part.find("html") is None


def test_roles_without_referrals_do_not_open_the_list(cast: Cast) -> None:
    for account in (cast.mentor, cast.client_account, cast.admin):
        cast.visits(account).open("/referrals", status=403)


def test_the_home_pages_get_what_waits(context: None, cast: Cast, sent: Make, draft: Make) -> None:
    sent(), draft()
    staff, partner = cast.viewer(cast.staff), cast.viewer(cast.partner)
    assert [row.state for row in queries.waiting_by_age(staff)] == [State.SUBMITTED]
    assert {row.state for row in queries.my_referrals(partner)} == {State.SUBMITTED, State.DRAFT}


def test_the_queue_reads_an_index(context: None, cast: Cast) -> None:
    viewer: Viewer = cast.viewer(cast.staff)
    query = queries.reachable(viewer).where(shown(State.SUBMITTED))
    sql, values = query.order_by(queries.Referral.state_since, queries.Referral.id).sql()
    database = queries.Referral._meta.database
    assert "referral_state_state_since_id" in {i.name for i in database.get_indexes("referral")}
    if "sqlite" not in type(database.obj).__name__.lower():
        return  # PostgreSQL scans a table this small, whatever its indexes
    plan = " ".join(row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "referral_state_state_since_id" in plan
    assert "TEMP B-TREE" not in plan


def test_a_meeting_that_is_over_waits_for_staff(app: Flask, cast: Cast, sent: Make) -> None:
    from app.referrals.acceptance import accept_referral
    from app.referrals.meetings import book_meeting

    told = Decision(text_for_referrer="Thank you.")
    with time_machine.travel(FRIDAY, tick=False), app.test_request_context():
        referral, staff = sent(), cast.viewer(cast.staff)
        accept_referral(staff, referral, told, client=None)
        starts_at = clock.now() + dt.timedelta(hours=2)
        book_meeting(staff, referral, told, starts_at=starts_at, place="Library")
        assert queries.waiting_by_age(staff) == []
    with time_machine.travel(TUESDAY, tick=False):
        visitor = cast.visits(cast.staff)
        visitor.open("/referrals")
        assert "Say what came of the meeting on Friday 20 November 2026." in visitor.text


def test_a_forged_cursor_starts_at_the_first_page(cast: Cast, sent: Make) -> None:
    sent()
    visitor = cast.visits(cast.staff)
    for values in (
        ["garbage", "1"],
        ["2026-11-20 10:00:00", "x"],
        ["", ""],
        ["2026-11-20", "9" * 400],
    ):
        visitor.open("/referrals", query_string={"after": encode(values)})
        assert names(visitor) == ["Selam Haile"]


@pytest.mark.parametrize("typed", ["\x00", "a\x00b", "'", '"', "\\", "x" * 5000])
def test_odd_searches_are_answered(cast: Cast, sent: Make, typed: str) -> None:
    sent()
    visitor = cast.visits(cast.staff)
    response = visitor.http.get("/referrals", query_string={"search": typed, "show": typed})
    assert response.status_code < 500
