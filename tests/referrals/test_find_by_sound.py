"""Referrals found by how a name sounds; and the sounds that names from before were given."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from app.clients.models import Client, ClientWord
from app.clients.services import create_client
from app.db import database
from app.policy import SYSTEM
from app.referrals.models import ReferralWord
from tests.cast import Cast
from tests.queries import watched
from tests.referrals.conftest import Make
from tests.visitor import Visitor

NOTE = "Nobody is written like this. These names sound like what you typed."


def names(visitor: Visitor) -> list[str]:
    return [bdi.text for bdi in visitor.page.select("article h3 bdi")]


def test_referrals_are_found_by_sound(cast: Cast, sent: Make) -> None:
    sent(name="ሰላም ሃይለ")
    sent(name="Salam Other", by=cast.other_partner)
    for account in (cast.staff, cast.partner):
        visitor = cast.visits(account)
        visitor.open("/referrals?search=selam+haile")
        assert names(visitor) == ["ሰላም ሃይለ"]
        assert NOTE in visitor.text
    visitor.open("/referrals?search=salam")  # the partner's own reach, not the other's letters
    assert names(visitor) == ["ሰላም ሃይለ"]


def test_pages_of_what_sounds_alike_follow_one_another(cast: Cast, sent: Make) -> None:
    for number in range(30):
        sent(name=f"ሰላም {chr(0x12A0 + number)}")
    visitor = cast.visits(cast.staff)
    with watched() as asked:
        visitor.open("/referrals?search=selam")
    assert sum("referral_word" in one for one in asked) == 2
    first = names(visitor)
    visitor.follow("Next page")
    assert (len(first), len({*first, *names(visitor)})) == (25, 30)


@pytest.mark.usefixtures("context")
def test_names_from_before_are_given_their_sounds_in_batches(
    cast: Cast, sent: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ليلى حسن", "Olena Kovalenko", "فاطمة"):
        create_client(SYSTEM, programme=cast.programme, name=name, profession="nurse")
        sent(name=name)
    migration = _migration("0052_find_names_by_sound")
    monkeypatch.setattr(migration, "BATCH", 2)
    before = _sounds()
    assert Client.select().count() < len(before)
    migration.down(None, database.obj)
    assert _sounds() == set()
    migration.up(None, database.obj)
    assert _sounds() == before


def _sounds() -> set[tuple[str, int, str]]:
    found: set[Any] = set()
    for words, owner in ((ClientWord, ClientWord.client), (ReferralWord, ReferralWord.referral)):
        rows = words.select(owner, words.word).where(words.word < "!").tuples()
        found |= {(words.__name__, *row) for row in rows}
    return found


def _migration(name: str) -> Any:
    path = Path(__file__).parents[2] / "migrations" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
