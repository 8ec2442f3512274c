"""Lists of referrals are entered by an index of their own order, however many have ended."""

import re

import pytest
import time_machine
from flask import Flask

from app.db import database
from app.referrals.listing import referrals
from app.referrals.models import COMES_BACK, IS_BEFORE_ACTIVE, Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import BEFORE_ACTIVE, Consequence, Move, Party
from tests.cast import Cast
from tests.clients.plans import plan_of_what
from tests.conftest import ENGINE
from tests.referrals.conftest import Make
from tests.visitor import Visitor

LEFT = "2026-11-02 10:00"
BACK = "2026-11-09 10:00"
LATER = "2026-11-16 10:00"
TRY = Decision(note="A place came free", text_for_referrer="We look again.")


def names(visitor: Visitor) -> list[str]:
    return [bdi.text for bdi in visitor.page.select("article h3 bdi")]


def decline(app: Flask, cast: Cast, referral: Referral, consequence: Consequence) -> None:
    said = Decision(
        reason="no_capacity", party=Party.PROGRAMME, consequence=consequence,
        text_for_referrer="We have no place.",
    )  # fmt: skip
    with app.test_request_context():
        make_move(cast.viewer(cast.staff), Referral.get_by_id(referral.id), Move.DECLINE, said)


def test_only_what_was_left_open_last_is_looked_at_again(
    app: Flask, cast: Cast, sent: Make
) -> None:
    with time_machine.travel(LEFT, tick=False):
        over, left, back, twice = (sent(name=name) for name in ("Over", "Left", "Back", "Twice"))
        decline(app, cast, over, Consequence.NONE)
        for referral in (back, twice):
            decline(app, cast, referral, Consequence.REASSESS)
    with time_machine.travel(BACK, tick=False):
        decline(app, cast, left, Consequence.REASSESS)
        with app.test_request_context():
            for referral in (back, twice):
                again = Referral.get_by_id(referral.id)
                make_move(cast.viewer(cast.staff), again, Move.REASSESS, TRY)
    with time_machine.travel(LATER, tick=False):
        decline(app, cast, twice, Consequence.REASSESS)
        visitor = cast.visits(cast.staff)
        visitor.open("/referrals?show=again")
        assert names(visitor) == ["Left", "Twice"]
        visitor.open("/referrals?show=again&search=twi")
        assert names(visitor) == ["Twice"]


def test_pages_of_what_is_looked_at_again_follow_one_another(
    app: Flask, cast: Cast, sent: Make
) -> None:
    for number in range(28):
        decline(app, cast, sent(name=f"Person{number}"), Consequence.REASSESS)
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals?show=again")
    first = names(visitor)
    visitor.follow("Next page")
    assert (len(first), len({*first, *names(visitor)})) == (25, 28)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("known", [(), ("programme", "trust"), ("referral",)])
@pytest.mark.parametrize(
    ("show", "index"),
    [
        ("again", "referral_move_comes_back"),
        ("all", "referral_state_since_id"),
        ("declined", "referral_state_state_since_id"),
    ],
)
def test_a_list_is_read_in_the_order_of_an_index(
    cast: Cast, show: str, index: str, known: tuple[str, ...]
) -> None:
    """Whatever SQLite knows of the tables' sizes: it may never be told, or of the small alone."""
    indexes = [*database.get_indexes("referral"), *database.get_indexes("referral_move")]
    assert index in {one.name for one in indexes}
    if ENGINE == "sqlite":  # PostgreSQL sorts so few, whatever the indexes
        for table in known:
            database.execute_sql(f"ANALYZE {table}")
        plan = plan_of_what(lambda: referrals(cast.viewer(cast.staff), show=show))
        assert index in plan
        assert "ORDER BY" not in plan


def test_the_indexes_hold_what_the_lists_ask_for() -> None:
    assert set(re.findall("'([a-z_]+)'", IS_BEFORE_ACTIVE.sql)) == set(BEFORE_ACTIVE)
    assert set(re.findall("'([a-z_]+)'", COMES_BACK.sql)) == set(Consequence) - {Consequence.NONE}
