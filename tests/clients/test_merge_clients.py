"""Two records of one person become one, and two again."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine

from app import clock
from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.bookings.models import Booking, Slot
from app.clients.changes import change_client
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.duplicates import Described, possible_duplicates
from app.clients.listing import clients
from app.clients.merging.late import hand_on_late_rows
from app.clients.merging.models import DuplicatePair, MergeRow
from app.clients.merging.services import merge_clients
from app.clients.merging.tables import as_json, by_table
from app.clients.merging.undoing import prune_journals, undo_merge
from app.clients.models import Client, ClientLanguage, Note, NoteAudience
from app.clients.notes import add_note
from app.clients.services import create_client, give_consent
from app.errors import Conflict
from app.opportunities.candidature_models import Candidature
from app.opportunities.pools import people
from app.pathways.models import Plan
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.referrals.models import Referral
from app.referrals.self_referrals.models import SelfReferral, ShareCode
from app.support.models import GroupMember, SupportGroup
from tests.cast import Cast
from tests.clients.records import filled, places

# What is written and never taken back, or belongs to no client.
LASTING = {"audit_event", "client_merge", "merge_row", "submission", "client_change", "message"}
MADE_ANEW = {"client_word": {"id"}, "client_key": {"id"}, "duplicate_pair": {"id", "found_at"}}
COUNTED = {"client": {"version", "updated_at"}}


def everything() -> dict[str, Counter[str]]:
    """Every table's rows, without what is counted up or made anew."""
    found = {}
    for table, model in by_table().items():
        if table in LASTING:
            continue
        left_out = MADE_ANEW.get(table, set()) | COUNTED.get(table, set())
        rows = [
            str(sorted((k, str(as_json(v))) for k, v in row.items() if k not in left_out))
            for row in model.select().dicts()
        ]
        found[table] = Counter(rows)
    return found


def merged(kept: Client, gone: Client, *taken: str, actor: Any = SYSTEM) -> Client:
    kept, gone = Client.get_by_id(kept.id), Client.get_by_id(gone.id)
    merge_clients(actor, kept, gone, versions=(kept.version, gone.version), taken=taken)
    return Client.get_by_id(kept.id)


def two(cast: Cast, **facts: object) -> tuple[Client, Client]:
    return tuple(  # type: ignore[return-value]
        create_client(SYSTEM, programme=cast.programme, name=name, profession="nurse", **facts)
        for name in ("Hana Tesfaye", "Hanna Tesfai")
    )


pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize("seed", range(8))
def test_merging_and_undoing_leave_every_table_as_it_was(cast: Cast, seed: int) -> None:
    rng = Random(seed)
    shared = places(cast)
    kept = filled(cast, rng, "Hana Tesfaye", shared)
    gone = filled(cast, rng, "Hanna Tesfai", shared)
    before = everything()
    after_merge = merged(kept, gone, *(["phone", "trained_in"] if seed % 2 else []))
    assert everything() != before
    undo_merge(SYSTEM, after_merge)
    now = everything()
    for table, rows in before.items():
        assert now[table] == rows, (table, now[table] - rows, rows - now[table])


@pytest.mark.parametrize("seed", range(3))
def test_every_row_moves_or_is_settled(cast: Cast, seed: int) -> None:
    rng = Random(seed)
    shared = places(cast)
    kept = filled(cast, rng, "Hana Tesfaye", shared)
    gone = filled(cast, rng, "Hanna Tesfai", shared)
    notes = Note.select().count()
    kept = merged(kept, gone)
    assert Note.select().where(Note.client == kept).count() == notes
    for slot in Slot.select():
        live = Booking.select().where(Booking.slot == slot, Booking.status == "booked")
        assert live.count() == slot.booked <= 1
    for group in SupportGroup.select():
        live = GroupMember.select().where(GroupMember.group == group, GroupMember.left_at.is_null())
        assert live.count() == group.members <= 1
    assert Plan.select().where(Plan.client == gone).count() == 0
    current = list(Plan.select().where(Plan.client == kept, Plan.state == "current"))
    assert len(current) <= 1
    if current:
        assert current[0].version == max(p.version for p in Plan.select())
    assert Candidature.select().where(Candidature.client == gone).count() == 0


def test_a_merged_record_is_in_no_list_search_or_match(cast: Cast) -> None:
    kept, gone = two(cast)
    staff = cast.viewer(cast.staff)
    assert len(people(None).facts) == 2
    merged(kept, gone)
    assert [row.id for row in clients(staff, search="Han").rows] == [kept.id]
    assert clients(staff, search=gone.reference).rows == []
    found = possible_duplicates(staff, Described("Hanna Tesfai"))
    assert [one.client.id for one in found] == [kept.id]
    assert len(people(None).facts) == 1
    assert DuplicatePair.select().count() == 0


def test_fields_come_from_the_record_that_staff_chose(cast: Cast) -> None:
    kept, gone = two(cast, phone="07700 900123")
    change_client(SYSTEM, gone, version=1, answers={"email": "hana@mail.example"})
    kept = merged(kept, gone, "name", "email", "reference", "version")
    assert (kept.name, kept.email) == ("Hanna Tesfai", "hana@mail.example")
    assert kept.reference != gone.reference
    staff = cast.viewer(cast.staff)
    assert [row.id for row in clients(staff, search="Hanna").rows] == [kept.id]
    undo_merge(SYSTEM, kept)
    assert Client.get_by_id(kept.id).name == "Hana Tesfaye"


def share(client: Client, cast: Cast, purpose: ConsentPurpose, **more: Any) -> None:
    give_consent(
        SYSTEM, client, counterparty=Counterparty.ORGANISATION, organisation=cast.organisation,
        purpose=purpose, given=ConsentGiven.WRITTEN, **more,
    )  # fmt: skip


def test_sharing_never_gets_wider_than_both_records_agreed_to(cast: Cast) -> None:
    kept, gone = two(cast)
    soon = clock.today() + timedelta(days=10)
    share(kept, cast, ConsentPurpose.SHARE_PROFILE)
    share(gone, cast, ConsentPurpose.SHARE_PROFILE, until_on=soon)
    share(kept, cast, ConsentPurpose.SHARE_ENGLISH)
    share(gone, cast, ConsentPurpose.SHARE_PLAN)
    merged(kept, gone)
    standing = Consent.select().where(Consent.withdrawn_at.is_null())
    assert [(row.client_id, row.purpose, row.until_on) for row in standing] == [
        (kept.id, "share_profile", soon)
    ]
    assert Consent.select().where(Consent.client == kept).count() == 4


def test_an_account_moves_and_a_second_one_is_closed(cast: Cast) -> None:
    kept, gone = two(cast)
    account = Account.create(
        email="h@mail.example",
        name="Hana",
        role="client",
        client_id=gone.id,
        created_at=clock.now(),
    )
    kept = merged(kept, gone)
    assert Account.get_by_id(account.id).client_id == kept.id
    undo_merge(SYSTEM, kept)
    assert Account.get_by_id(account.id).client_id == gone.id
    Account.create(
        email="k@mail.example",
        name="Hana",
        role="client",
        client_id=kept.id,
        created_at=clock.now(),
    )
    merged(kept, gone)
    assert not Account.get_by_id(account.id).is_active


def test_what_has_changed_since_the_preview_stops_the_merge(cast: Cast) -> None:
    kept, gone = two(cast)
    change_client(SYSTEM, gone, version=1, answers={"goal": "To work as a nurse"})
    with pytest.raises(Conflict):
        merge_clients(SYSTEM, kept, gone, versions=(1, 1))
    assert Client.get_by_id(gone.id).merged_into is None
    merged(kept, gone)
    with pytest.raises(Conflict):
        merged(kept, gone)
    with pytest.raises(Conflict):
        merged(gone, kept)


def test_later_changes_stay_with_the_record_that_stayed(cast: Cast) -> None:
    kept, gone = two(cast)
    change_client(SYSTEM, gone, version=1, answers={"goal": "Theatre", "postcode": "B1 1AA"})
    ClientLanguage.create(client=gone, code="ti")
    kept = merged(kept, gone, "goal", "postcode")
    change_client(SYSTEM, kept, version=kept.version, answers={"goal": "Intensive care"})
    add_note(SYSTEM, kept, text="Since", audience=NoteAudience.STAFF)
    undo_merge(SYSTEM, kept)
    kept, gone = Client.get_by_id(kept.id), Client.get_by_id(gone.id)
    assert (kept.goal, kept.postcode) == ("Intensive care", "")
    assert (gone.goal, gone.merged_into, gone.closed_at) == ("Theatre", None, None)
    assert Note.get().client_id == kept.id
    assert ClientLanguage.get().client_id == gone.id


def test_a_place_given_to_somebody_else_is_not_taken_back(cast: Cast) -> None:
    (slot, *_), _courses = places(cast)
    kept, gone = two(cast)
    for client in (kept, gone):
        Booking.create(
            slot=slot, client=client, starts_at=slot.starts_at, ends_at=slot.ends_at,
            created_at=clock.now(),
        )  # fmt: skip
    Slot.update(booked=2).where(Slot.id == slot.id).execute()
    kept = merged(kept, gone)
    assert Slot.get_by_id(slot.id).booked == 1
    Slot.update(booked=2).where(Slot.id == slot.id).execute()
    undo_merge(SYSTEM, kept)
    assert Slot.get_by_id(slot.id).booked == 2
    assert Booking.get(Booking.client == gone).status == "cancelled_by_host"


def test_after_thirty_days_it_cannot_be_undone(cast: Cast) -> None:
    kept, gone = two(cast)
    kept = merged(kept, gone)
    assert prune_journals() == 0
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1)):
        with pytest.raises(Conflict, match="30 days"):
            undo_merge(SYSTEM, kept)
        assert prune_journals() > 0
    assert MergeRow.select().count() == 0


def test_the_later_merge_is_undone_first(cast: Cast) -> None:
    kept, gone = two(cast)
    third = create_client(SYSTEM, programme=cast.programme, name="H T", profession="nurse")
    add_note(SYSTEM, gone, text="Hers", audience=NoteAudience.STAFF)
    kept = merged(kept, gone)
    third = merged(third, kept)
    with pytest.raises(Conflict):
        undo_merge(SYSTEM, kept)
    undo_merge(SYSTEM, third)
    undo_merge(SYSTEM, kept)
    assert Note.get().client_id == gone.id
    assert AuditEvent.select().where(AuditEvent.action == "client.undo_merge").count() == 4


def test_the_next_plan_takes_the_next_version(cast: Cast) -> None:
    kept, gone = two(cast)
    for client in (kept, gone, gone):
        make_plan(SYSTEM, Client.get_by_id(client.id))
    kept = merged(kept, gone)
    make_plan(SYSTEM, kept)
    versions = [plan.version for plan in Plan.select().where(Plan.client == kept)]
    assert len(set(versions)) == 4


def test_whom_she_brought_along_follows_and_comes_back(cast: Cast) -> None:
    kept, gone = two(cast)
    now = clock.now()
    friend = Referral.create(
        reference="R-FRND-22", organisation=cast.organisation, programme=cast.programme,
        state_since=now, created_at=now, updated_at=now, name="Friend",
    )  # fmt: skip
    brought = SelfReferral.create(referral=friend, code_hash="x", language="en", shared_by=gone)
    for client in (kept, gone):
        ShareCode.create(client=client, code=client.reference, made_at=now)
    kept = merged(kept, gone)
    assert SelfReferral.get_by_id(brought.id).shared_by_id == kept.id
    assert {row.client_id for row in ShareCode.select()} == {kept.id, gone.id}
    undo_merge(SYSTEM, kept)
    assert SelfReferral.get_by_id(brought.id).shared_by_id == gone.id


def test_what_is_written_to_a_record_as_it_is_merged_follows_it(cast: Cast) -> None:
    """Her page was opened before the merge, and the note was sent in the moment of it."""
    kept, gone = two(cast)
    stale = Client.get_by_id(gone.id)
    ClientLanguage.create(client=gone, code="ti")
    ClientLanguage.create(client=kept, code="ti")
    kept = merged(kept, gone)
    add_note(SYSTEM, stale, text="She rang", audience=NoteAudience.STAFF)
    third = create_client(SYSTEM, programme=cast.programme, name="H T", profession="nurse")
    third = merged(third, kept)
    assert (hand_on_late_rows(), hand_on_late_rows()) == (1, 0)
    assert Note.get().client_id == third.id
    undo_merge(SYSTEM, third)
    undo_merge(SYSTEM, kept)
    assert ClientLanguage.select().where(ClientLanguage.client == gone).count() == 1
    assert hand_on_late_rows() == 0
