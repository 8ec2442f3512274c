"""Merging and undoing in any order, with changes in between: nothing lost, nobody sees more."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import db
from app.bookings.models import LIVE, Booking, Slot
from app.clients.changes import change_client
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.merging.services import merge_clients
from app.clients.merging.tables import belongings
from app.clients.merging.undoing import last_merge, undo_merge
from app.clients.models import Client, ClientLanguage, NoteAudience
from app.clients.notes import add_note
from app.clients.services import end_referrer, give_consent, withdraw_consent
from app.errors import NotFound
from app.policy import SYSTEM
from app.support.models import GroupMember, SupportGroup
from tests.cast import Cast
from tests.clients.records import filled, places
from tests.clients.test_merge_clients import everything

pytestmark = pytest.mark.usefixtures("context")
SLOW = settings(
    max_examples=8, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
NAMES = ("Hana Tesfaye", "Hanna Tesfai", "ሃና ተስፋዬ", "H. Tesfaye")
TAKEN = ("phone", "trained_in", "goal", "hours", "birth_year", "name", "postcode")
# Of several columns that are evidenced together a part may be taken.
Taken = st.lists(st.sampled_from(TAKEN), unique=True, max_size=4)


@contextmanager
def forgotten(cast: Cast) -> Iterator[None]:
    """Each history begins with the same tables: those of the cast alone."""
    for made_when_named in ("programme", "organisation", "other_organisation", "mentor"):
        getattr(cast, made_when_named)
    with db.database.atomic() as transaction:
        yield
        transaction.rollback()


def people(cast: Cast, seed: int, count: int) -> list[Client]:
    rng, shared = Random(seed), places(cast)
    Slot.update(capacity=count).execute()
    return [filled(cast, rng, name, shared) for name in NAMES[:count]]


def merge(kept: Client, gone: Client, taken: list[str]) -> None:
    kept, gone = Client.get_by_id(kept.id), Client.get_by_id(gone.id)
    merge_clients(SYSTEM, kept, gone, versions=(kept.version, gone.version), taken=taken)


def check_places() -> None:
    for slot in Slot.select():
        live = Booking.select().where(Booking.slot == slot, Booking.status.in_(LIVE))
        assert live.count() == slot.booked
    for group in SupportGroup.select():
        live = GroupMember.select().where(GroupMember.group == group, GroupMember.left_at.is_null())
        assert live.count() == group.members


def rows() -> set[tuple[str, int]]:
    """Every row that holds a client, but for languages, which each change writes anew."""
    return {
        (model._meta.table_name, row.id)
        for model, _key in belongings()
        for row in model.select(model.id)
        if model is not ClientLanguage
    }


def standing() -> set[tuple[int, Any, str]]:
    found = Consent.select().where(Consent.withdrawn_at.is_null())
    return {(row.client_id, row.organisation_id, row.purpose) for row in found}


@SLOW
@given(seed=st.integers(0, 10**6), data=st.data())
def test_any_chain_of_merges_undone_in_turn_leaves_all_as_it_was(
    cast: Cast, seed: int, data: st.DataObject
) -> None:
    with forgotten(cast):
        live = people(cast, seed, 4)
        before, made = everything(), []
        while len(live) > 1:
            kept, gone = data.draw(st.permutations(live), label="two")[:2]
            merge(kept, gone, data.draw(Taken, label="taken"))
            live.remove(gone)
            made.append(kept)
            check_places()
        for kept in reversed(made):
            undo_merge(SYSTEM, kept)
        now = everything()
        for table, was in before.items():
            assert now[table] == was, (table, now[table] - was, was - now[table])


def act(cast: Cast, client: Client, what: str) -> None:
    share: dict[str, Any] = {
        "counterparty": Counterparty.ORGANISATION, "organisation": cast.organisation,
        "purpose": ConsentPurpose.SHARE_PROFILE,
    }  # fmt: skip
    present = Client.get_by_id(client.id)
    match what:
        case "change":
            answers = {"goal": "Theatre", "phone": "0121 496 0000", "speaks": ["so"], "reads": []}
            change_client(SYSTEM, present, version=present.version, answers=answers)
        case "note":
            add_note(SYSTEM, present, text="Since", audience=NoteAudience.STAFF)
        case "give":
            give_consent(SYSTEM, present, given=ConsentGiven.ONLINE, **share)
        case "withdraw":
            withdraw_consent(SYSTEM, present, **share)
        case "end":
            try:
                end_referrer(SYSTEM, present, cast.organisation)
            except NotFound:
                return


ACTS = st.sampled_from(["merge", "merge", "undo", "change", "note", "give", "withdraw", "end"])


@SLOW
@given(
    seed=st.integers(0, 10**6),
    steps=st.lists(st.tuples(ACTS, st.integers(0, 2), st.integers(1, 2), Taken), max_size=8),
)
def test_changes_in_between_lose_no_row_and_widen_no_sharing(
    cast: Cast, seed: int, steps: list[tuple[str, int, int, list[str]]]
) -> None:
    with forgotten(cast):
        all_of_them = people(cast, seed, 3)
        known, agreed = rows(), standing()
        for what, number, further, taken in steps:
            client = Client.get_by_id(all_of_them[number].id)
            other = Client.get_by_id(all_of_them[(number + further) % 3].id)
            if client.merged_into_id is not None:
                continue
            if what == "merge" and other.merged_into_id is None:
                merge(client, other, taken)
            elif what == "undo":
                try:
                    undo_merge(SYSTEM, client)
                except NotFound:
                    continue
            elif what != "merge":
                is_shared = (client.id, cast.organisation.id, "share_profile") in standing()
                act(cast, client, what)
            if what == "give":
                agreed.add((client.id, cast.organisation.id, "share_profile"))
            elif what == "end" or (what == "withdraw" and is_shared):
                agreed.discard((client.id, cast.organisation.id, "share_profile"))
            assert known <= rows(), "a row was lost"
            known = rows()
            check_places()
        while undone := [one for one in all_of_them if _has_merge(one)]:
            undo_merge(SYSTEM, undone[0])
            check_places()
        assert not Client.select().where(Client.merged_into.is_null(False)).exists()
        assert standing() <= agreed


def _has_merge(client: Client) -> bool:
    if Client.get_by_id(client.id).merged_into_id is not None:
        return False
    try:
        last_merge(client)
    except NotFound:
        return False
    return True
