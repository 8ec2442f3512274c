"""The order of matches, and how ties are settled."""

from dataclasses import replace
from datetime import date

from app.matching import Fact, Facts, Level, clients_for, opportunities_for

from .cast import ENGLISH, NURSE, NURSE_POST, TODAY, nurse, post

UNSEEN = (replace(NURSE, level=Level.CLAIMED),)


def order(clients: list[Facts], seed: str = "s") -> list[str]:
    return [match.client for match in clients_for(post(), clients, today=TODAY, seed=seed)]


def test_ready_comes_before_nearly_and_not_yet_is_left_out() -> None:
    other = nurse("other", profession=(Fact("dentist", Level.SEEN),))
    assert order([other, nurse("nearly", profession=UNSEEN), nurse("ready")]) == ["ready", "nearly"]


def test_ready_with_fewer_points_comes_before_nearly_with_more() -> None:
    asked = post(NURSE_POST, replace(ENGLISH, must=False, weight=50))
    clients = [nurse("nearly", profession=UNSEEN), nurse("ready", english=())]
    matches = clients_for(asked, clients, today=TODAY, seed="s")
    assert [match.client for match in matches] == ["ready", "nearly"]
    assert matches[0].points < matches[1].points


def test_ties_go_to_the_longest_waiting_and_no_date_comes_last() -> None:
    clients = [
        nurse("no date"),
        nurse("new", date(2026, 9, 1)),
        nurse("old", date(2024, 9, 1)),
    ]
    assert order(clients) == ["old", "new", "no date"]


def test_other_ties_are_drawn_by_the_seed_and_never_by_insertion() -> None:
    clients = [nurse(f"C-{number}") for number in range(8)]
    drawn = order(clients)
    assert drawn == order(clients[::-1])
    assert drawn != order(clients, seed="another")
    assert drawn != [facts.key for facts in clients]


def test_two_who_tie_each_win_about_half_of_the_opportunities() -> None:
    clients = [nurse("C-1"), nurse("C-2")]
    wins = sum(
        clients_for(post(key=f"O-{number}"), clients, today=TODAY, seed="s")[0].client == "C-1"
        for number in range(400)
    )
    assert 140 < wins < 260


def test_only_the_best_are_kept() -> None:
    clients = [nurse(f"C-{number}") for number in range(12)]
    assert len(order(clients)) == 10
    assert len(clients_for(post(), clients, today=TODAY, seed="s", best=3)) == 3


def test_opportunities_are_ranked_for_a_client_by_the_same_rules() -> None:
    posts = [
        post(key="new", waiting_since=date(2026, 11, 1)),
        post(key="old", waiting_since=date(2026, 1, 1)),
        post(NURSE_POST, key="asks less"),
    ]
    matches = opportunities_for(nurse(), posts, today=TODAY, seed="s")
    assert [match.opportunity for match in matches] == ["old", "new", "asks less"]


def test_nobody_and_nothing_give_empty_lists() -> None:
    assert clients_for(post(), [], today=TODAY, seed="s") == []
    assert opportunities_for(nurse(), [], today=TODAY, seed="s") == []
