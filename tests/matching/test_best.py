"""The best of many that are already encoded: the same matches as one pair at a time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import (
    Fact,
    Facts,
    Kind,
    Level,
    Remedy,
    Requirements,
    Scores,
    best_clients,
    best_opportunities,
    clients_for,
    encode_clients,
    encode_opportunities,
    opportunities_for,
)
from benchmarks.matching_programme import programme

from . import strategies as some
from .cast import TODAY, nurse, post


@settings(max_examples=80)
@given(some.clients, some.opportunities, st.sampled_from([1, 3, 10]))
def test_one_against_many_is_explained_alike(
    clients: list[Facts], posts: list[Requirements], best: int
) -> None:
    encoded_posts = encode_opportunities(posts, today=TODAY, seed="s")
    for each in clients[:3]:
        expected = opportunities_for(each, posts, today=TODAY, seed="s", best=best)
        assert best_opportunities(each, encoded_posts, best=best) == expected
    encoded_clients = encode_clients(clients, seed="s")
    for asked in posts[:3]:
        matches = clients_for(asked, clients, today=TODAY, seed="s", best=best)
        assert best_clients(asked, encoded_clients, today=TODAY, best=best) == matches


def test_a_whole_programme_is_explained_alike() -> None:
    clients, posts = programme(20, 200)
    encoded = encode_opportunities(posts, today=TODAY, seed="s")
    for each in clients:
        expected = opportunities_for(each, posts, today=TODAY, seed="s")
        assert best_opportunities(each, encoded) == expected


def test_the_steps_on_offer_to_a_client_are_used() -> None:
    step = Remedy(Kind.ENGLISH, "English class", 6)
    low = nurse(english=(Fact(Scores("IELTS", 60), Level.SEEN),))
    encoded = encode_opportunities([post()], today=TODAY, seed="s")
    matches = best_opportunities(low, encoded, remedies=lambda facts: [step])
    assert [match.next_step for match in matches] == [step]
    clients = encode_clients([low], seed="s")
    matches = best_clients(post(), clients, today=TODAY, remedies=lambda facts: [step])
    assert [match.next_step for match in matches] == [step]


def test_nobody_and_nothing_give_empty_lists() -> None:
    assert best_opportunities(nurse(), encode_opportunities([], today=TODAY, seed="s")) == []
    assert best_clients(post(), encode_clients([], seed="s"), today=TODAY) == []
