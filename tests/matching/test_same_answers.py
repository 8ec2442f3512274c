"""One pair at a time, all pairs in arrays and the naive loop give the same answers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import (
    Facts,
    Kind,
    Match,
    Readiness,
    Requirement,
    Requirements,
    arrays,
    clients_for,
    opportunities_for,
    selection,
)
from app.matching.arrays import best_pairs
from app.matching.columns import encode_clients, encode_opportunities
from app.matching.selection import Best
from benchmarks import matching_naive as naive
from benchmarks.matching_programme import programme

from . import strategies as some
from .cast import TODAY, nurse, post

Lists = list[list[tuple[int, bool, int]]]


def by_arrays(clients: list[Facts], posts: list[Requirements], best: int) -> tuple[Lists, Lists]:
    def lists(side: Best) -> Lists:
        return [
            [
                (int(i), bool(ready), int(points))
                for i, ready, points in zip(*row, strict=True)
                if i >= 0
            ]
            for row in zip(side.index, side.is_ready, side.points, strict=True)
        ]

    encoded = encode_opportunities(posts, today=TODAY, seed="s")
    pair = best_pairs(encode_clients(clients, seed="s"), encoded, best=best)
    return lists(pair[0]), lists(pair[1])


def by_naive_loop(
    clients: list[Facts], posts: list[Requirements], best: int
) -> tuple[Lists, Lists]:
    client_turns = naive.turns(clients, posts, "s")
    post_turns = naive.turns(posts, clients, "s")
    for_clients, for_posts = naive.scan(
        [naive.client_row(each) for each in clients],
        [naive.opportunity_row(each, TODAY) for each in posts],
        client_turns,
        post_turns,
        today=TODAY.toordinal(),
        best=best,
    )
    return (
        [naive.unpacked(*row) for row in zip(for_clients, post_turns, strict=True)],
        [naive.unpacked(*row) for row in zip(for_posts, client_turns, strict=True)],
    )


def one_by_one(clients: list[Facts], posts: list[Requirements], best: int) -> tuple[Lists, Lists]:
    client_at = {each.key: i for i, each in enumerate(clients)}
    post_at = {each.key: i for i, each in enumerate(posts)}

    def row(at: int, match: Match) -> tuple[int, bool, int]:
        return at, match.readiness is Readiness.READY, match.points

    return (
        [
            [
                row(post_at[m.opportunity], m)
                for m in opportunities_for(each, posts, today=TODAY, seed="s", best=best)
            ]
            for each in clients
        ],
        [
            [
                row(client_at[m.client], m)
                for m in clients_for(each, clients, today=TODAY, seed="s", best=best)
            ]
            for each in posts
        ],
    )


@settings(max_examples=150)
@given(some.clients, some.opportunities, st.sampled_from([1, 3, 10]))
def test_both_directions_are_the_same_in_all_three_ways(
    clients: list[Facts], posts: list[Requirements], best: int
) -> None:
    expected = one_by_one(clients, posts, best)
    assert by_naive_loop(clients, posts, best) == expected
    assert by_arrays(clients, posts, best) == expected


def fact_and_requirement(kind: Kind) -> st.SearchStrategy[tuple[Kind, Any, Requirement]]:
    return st.tuples(st.just(kind), some.facts_of(kind), some.requirement_of(kind))


@settings(max_examples=150)
@given(st.sampled_from(Kind).flatmap(fact_and_requirement))
def test_every_verdict_is_the_same_in_all_three_ways(case: tuple[Kind, Any, Requirement]) -> None:
    kind, facts, asked = case
    must, wish = replace(asked, must=True, weight=1), replace(asked, must=False, weight=1)
    # Once, as a wish and three times: together the readiness and points tell all verdicts apart
    # (three unverified musts are one gap, three expiring ones are three).
    posts = [Requirements("O-1", (must,)), Requirements("O-2", (wish,))]
    posts.append(Requirements("O-3", (must, must, must)))
    client = Facts("C-1", {kind: facts})
    expected = one_by_one([client], posts, 10)
    assert by_naive_loop([client], posts, 10) == expected
    assert by_arrays([client], posts, 10) == expected


def test_a_whole_programme_is_the_same_in_all_three_ways() -> None:
    clients, posts = programme(80, 80)
    expected = one_by_one(clients, posts, 10)
    assert sum(map(len, expected[0])) > 100
    assert by_naive_loop(clients, posts, 10) == expected
    assert by_arrays(clients, posts, 10) == expected


@pytest.mark.parametrize(("count", "posts"), [(0, 0), (0, 2), (2, 0)])
def test_nobody_and_nothing_give_empty_lists(count: int, posts: int) -> None:
    clients = [nurse(f"C-{n}") for n in range(count)]
    asked = [post(key=f"O-{n}") for n in range(posts)]
    assert by_arrays(clients, asked, 10) == ([[]] * count, [[]] * posts)
    assert by_naive_loop(clients, asked, 10) == ([[]] * count, [[]] * posts)


def test_blocks_and_parts_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [TODAY - timedelta(days=n % 3) for n in range(40)]
    clients = [nurse(f"C-{n}", day) for n, day in enumerate(days)]
    posts = [post(key=f"O-{n}", waiting_since=day) for n, day in enumerate(days)]
    whole = by_arrays(clients, posts, 10)
    monkeypatch.setattr(selection, "BLOCK_PAIRS", 7)
    monkeypatch.setattr(arrays, "TABLE_CELLS", 10)
    assert by_arrays(clients, posts, 10) == whole == by_naive_loop(clients, posts, 10)


def test_two_seeds_in_one_run_are_refused() -> None:
    encoded = encode_opportunities([post()], today=TODAY, seed="one")
    with pytest.raises(ValueError, match="seed"):
        best_pairs(encode_clients([nurse()], seed="two"), encoded)
