"""What is old is asked to be confirmed: of the client, and by staff, who say how they know."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta

from app import clock
from app.clients.changes import change_client
from app.clients.fact_models import Confirmation, Topic
from app.clients.freshness import RULES, stale_clients, stale_count, standings
from app.clients.models import Client
from app.clients.practice import Away, away
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.records import TOLD
from tests.queries import watched
from tests.visitor import Visitor


def months_ago(months: int, cast: Cast) -> None:
    """All of the client was told when her record was made, so long ago, and nothing since."""
    with cast.app.app_context():
        made_on = clock.today() - relativedelta(months=months)
        made, due = clock.begin_of(made_on), made_on + relativedelta(months=3)
        Client.update(created_at=made, confirm_due_on=due, **TOLD).where(
            Client.id == cast.client.id
        ).execute()


def stale_topics(cast: Cast) -> set[str]:
    with cast.app.app_context():
        return {one.rule.topic for one in standings(fresh(cast)) if one.is_stale}


def fresh(cast: Cast) -> Client:
    return Client.get_by_id(cast.client.id)


@pytest.mark.parametrize(
    ("months", "stale"),
    [
        (2, set()),
        (3, {"registration"}),
        (6, {"registration", "contact", "availability"}),
        (12, {"registration", "contact", "availability", "practice"}),
    ],
)
def test_each_topic_is_old_after_its_own_time(cast: Cast, months: int, stale: set[str]) -> None:
    months_ago(months, cast)
    assert stale_topics(cast) == stale


def test_a_client_says_yes_with_one_press_a_fact_and_looking_changes_nothing(
    cast: Cast, page: str
) -> None:
    months_ago(7, cast)
    herself = cast.visits(cast.client_account)
    assert "You told us about yourself some time ago" in herself.open("/home").text
    herself.follow("Look and say yes, or change it")
    assert stale_topics(cast) == {"registration", "contact", "availability"}
    for name in ("Contact", "Availability", "Registration"):
        herself.submit(button=f"Yes, this is right : {name}")
    assert stale_topics(cast) == set()
    assert "Yes, this is right" not in herself.text
    assert "You told us about yourself" not in herself.open("/home").text
    with cast.app.app_context():
        assert {row.how for row in Confirmation.select()} == {"online"}
        assert fresh(cast).confirm_due_on == clock.today() + relativedelta(months=3)


def test_what_is_changed_is_confirmed_with_it(cast: Cast, page: str) -> None:
    months_ago(7, cast)
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/confirm")
    herself.follow("Change it : Contact")
    herself.submit({"phone": "0121 496 0000"}, button="Save")
    assert stale_topics(cast) == {"registration", "availability"}


def test_staff_find_the_client_in_the_queue_and_say_how_they_know(cast: Cast, page: str) -> None:
    months_ago(4, cast)
    staff = cast.visits(cast.staff)
    assert "1 client with something to confirm" in " ".join(staff.open("/home").text.split())
    staff.follow("1 client with something to confirm")
    staff.follow("Hana Tesfaye")
    staff.submit({"registration-how": "referrer"}, button="Yes, this is right : Registration")
    assert "through the organisation that referred" in staff.text
    assert "None. Everything is fresh." in staff.open("/clients/stale").text
    with cast.app.app_context():
        row = Confirmation.get()
        assert (row.topic, row.how, row.confirmed_by_id) == (
            "registration", "referrer", cast.staff.id,
        )  # fmt: skip


def test_a_coordinator_sees_first_which_of_her_own_are_to_be_confirmed(
    cast: Cast, page: str
) -> None:
    months_ago(4, cast)
    with cast.app.app_context():
        Client.update(confirm_due_on=clock.today(), coordinator=cast.staff).where(
            Client.id == cast.other_client.id
        ).execute()
    staff = cast.visits(cast.staff)
    assert "1 client with something to confirm" in " ".join(staff.open("/home").text.split())
    staff.follow("1 client with something to confirm")
    assert "Omar Haddad" in staff.text
    assert "Hana Tesfaye" not in staff.text
    staff.follow("Show everybody's")
    assert "Hana Tesfaye" in staff.text


def test_whoever_is_registered_is_not_asked_about_it_again(cast: Cast, page: str) -> None:
    months_ago(4, cast)
    with cast.app.app_context():
        Client.update(registration_stage="registered").where(Client.id == cast.client.id).execute()
    assert stale_topics(cast) == set()


def test_nobody_else_confirms_or_sees_the_queue(cast: Cast, page: str) -> None:
    for account in (cast.partner, cast.mentor, cast.other_client_account, cast.admin):
        visitor = cast.visits(account)
        visitor.open(f"{page}/confirm", status=404)
        visitor.open("/clients/stale", status=403)
        visitor.open("/account")
        token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
        sent = visitor.http.post(f"{page}/confirm/contact", data={"csrf_token": token})
        assert sent.status_code == 404
    other = cast.visits(cast.other_staff)
    months_ago(7, cast)
    assert "Hana" not in other.open("/clients/stale").text


def test_an_unknown_topic_is_not_found(cast: Cast, page: str) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/confirm")
    token = str(staff.page.find("input", {"name": "csrf_token"})["value"])
    for topic in ("name", "goal", "nonsense"):
        sent = staff.http.post(f"{page}/confirm/{topic}", data={"csrf_token": token})
        assert sent.status_code == 404


def test_the_queue_is_paged_longest_due_first_and_asks_no_more_for_more_rows(cast: Cast) -> None:
    cast.client  # noqa: B018 -- made when named
    viewer = cast.viewer(cast.staff)
    with cast.app.test_request_context():
        source = Client.get_by_id(cast.client.id)
        copied = {k: v for k, v in source.__data__.items() if k not in ("id", "reference")} | TOLD
        for number in range(60):
            due = clock.today() - timedelta(days=number)
            row = copied | {"reference": f"C-TEST-{number:02}", "confirm_due_on": due}
            Client.create(**row | {"created_at": clock.now() - relativedelta(months=5)})
        with watched() as statements:
            page = stale_clients(viewer)
        assert len(statements) == 2
        dates = [row.client.confirm_due_on for row in page.rows]
        assert dates == sorted(dates)
        second = stale_clients(viewer, cursor=page.next_cursor)
        assert not {r.client.id for r in second.rows} & {r.client.id for r in page.rows}
        assert all(
            [one.rule.topic for one in row.standings] == [Topic.REGISTRATION] for row in second.rows
        )
        assert stale_count(viewer) == 60


def test_the_rules_name_columns_and_sections_that_there_are(cast: Cast) -> None:
    for rule in RULES:
        assert set(rule.columns) <= set(Client._meta.fields)
    visitor: Visitor = cast.visits(cast.client_account)
    for rule in RULES:
        visitor.open(f"/clients/{cast.client.reference}/edit/{rule.section}")


def test_the_time_out_of_practice_is_counted_in_years_and_months() -> None:
    on = clock.today().replace(year=2026, month=11, day=22)
    assert away(2021, 3, on=on) == Away(5, 8)
    assert away(2026, 11, on=on) == Away(0, 0)
    assert away(2021, None, on=on) == Away(5, None)
    assert away(None, 4, on=on) is None
    assert away(2026, 12, on=on) is None


def test_the_page_says_how_long_she_has_been_away_and_whom_to_ask(cast: Cast, page: str) -> None:
    today = clock.today()
    then = today - relativedelta(months=30)
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/edit/progress")
    herself.submit(
        {"last_practised_year": str(then.year), "last_practised_month": str(then.month)},
        button="Save",
    )
    assert "2 years and 6 months. Check with the regulator (NMC)" in herself.text


def test_staff_must_say_how_they_know(cast: Cast, page: str) -> None:
    months_ago(4, cast)
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/confirm")
    staff.submit(button="Yes, this is right : Registration", status=422)
    assert "Say how you know." in staff.text
    with cast.app.app_context():
        assert not Confirmation.select().exists()


def test_what_changed_since_the_page_was_opened_is_not_confirmed_unseen(
    cast: Cast, page: str
) -> None:
    months_ago(7, cast)
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/confirm")
    with cast.app.test_request_context():
        change_client(SYSTEM, fresh(cast), version=1, answers={"phone": "0121 496 0000"})
    herself.submit(button="Yes, this is right : Contact")
    assert "This has changed since you opened the page. Look at it again." in herself.text
    assert "0121 496 0000" in herself.text
    with cast.app.app_context():
        assert Confirmation.get(Confirmation.topic == "contact").how == "change"
