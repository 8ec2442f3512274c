"""The command `match`, in words and as JSON lines."""

import json
from typing import Any

import pytest
from flask import Flask

from app.clients.models import Client
from tests.cast import Cast
from tests.factories.opportunities import interim_post, registered_post

from .people import ready_nurse


@pytest.fixture
def nurse(cast: Cast, context: None) -> Client:
    return ready_nurse(cast.client)


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["match", *arguments])


def lines(app: Flask, *arguments: str) -> list[dict[str, Any]]:
    result = run(app, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_a_clients_matches_are_printed_with_verdicts(app: Flask, nurse: Client) -> None:
    post = registered_post()
    interim_post()
    first, second, summary = lines(app, "--client", nurse.reference)
    assert summary == {"matches": 2, "ready": 2, "nearly": 0}
    assert (first["opportunity"], first["readiness"]) == (str(post.id), "ready")
    assert {each["kind"]: each["verdict"] for each in first["requirements"]}["english"] == "met"
    assert first["requirements"][0]["sentence"] == "The profession fits: Nurse."
    assert first["points"] >= second["points"]


def test_the_limit_is_for_all_groups_together(app: Flask, nurse: Client) -> None:
    registered_post()
    interim_post()
    assert len(lines(app, "--client", nurse.reference, "--limit", "1")) == 2


def test_an_opportunitys_clients_are_printed(app: Flask, nurse: Client) -> None:
    post = registered_post()
    match, summary = lines(app, "--opportunity", str(post.id))
    assert match["client"] == nurse.reference
    assert summary["ready"] == 1
    assert "met: The client may do this work." in run(app, "--opportunity", str(post.id)).output


def test_all_pairs_are_counted(app: Flask, nurse: Client, cast: Cast) -> None:
    post, other = registered_post(), interim_post()
    assert cast.other_client
    *pairs, summary = lines(app, "--all")
    assert {(pair["client"], pair["opportunity"]) for pair in pairs if pair["ready"]} == {
        (nurse.reference, str(post.id)),
        (nurse.reference, str(other.id)),
    }
    assert (summary["clients"], summary["opportunities"]) == (2, 2)
    assert summary["ready"] + summary["nearly"] == len(pairs)
    assert "clients: 2, opportunities: 2" in run(app, "--all").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--client", "C-9999-99"), "There is no such client."),
        (("--opportunity", "999"), "There is no such opportunity."),
        ((), "Name one of"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    app: Flask, context: None, arguments: tuple[str, ...], words: str
) -> None:
    result = run(app, *arguments)
    assert result.exit_code == 2
    assert words in result.output
