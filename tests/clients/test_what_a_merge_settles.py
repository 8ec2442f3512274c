"""What becomes of facts that both records hold, in a merge and when it is undone."""

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.bookings.models import Booking, Slot
from app.clients.access import groups
from app.clients.changes import Clash, change_client, values_of
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.evidence import set_evidence
from app.clients.fact_models import Confirmation, Confirmed, EnglishResult, Evidence, Topic
from app.clients.freshness import confirm
from app.clients.merging.services import merge_clients
from app.clients.merging.undoing import undo_merge
from app.clients.models import Client, ClientChange
from app.clients.services import (
    add_referrer,
    create_client,
    end_referrer,
    give_consent,
    withdraw_consent,
)
from app.policy import SYSTEM
from app.support.models import GroupMember, SupportGroup
from tests.cast import Cast
from tests.clients.records import places

pytestmark = pytest.mark.usefixtures("context")


def two(cast: Cast, **facts: object) -> tuple[Client, Client]:
    return tuple(  # type: ignore[return-value]
        create_client(SYSTEM, programme=cast.programme, name=name, profession="nurse", **facts)
        for name in ("Hana Tesfaye", "Hanna Tesfai")
    )


def merged(kept: Client, gone: Client, *taken: str) -> Client:
    kept, gone = Client.get_by_id(kept.id), Client.get_by_id(gone.id)
    merge_clients(SYSTEM, kept, gone, versions=(kept.version, gone.version), taken=taken)
    return Client.get_by_id(kept.id)


def change(client: Client, **answers: Any) -> None:
    present = Client.get_by_id(client.id)
    change_client(SYSTEM, present, version=present.version, answers=answers)


def languages(client: Client) -> list[str]:
    return list(values_of(Client.get_by_id(client.id), ["speaks"])["speaks"])


def test_a_form_opened_before_the_merge_loses_no_language_that_it_brought(cast: Cast) -> None:
    kept, gone = two(cast)
    change(kept, speaks=["ar"], reads=[])
    change(gone, speaks=["ti"], reads=[])
    opened_at = Client.get_by_id(kept.id).version
    kept = merged(kept, gone)
    change_client(SYSTEM, kept, version=opened_at, answers={"speaks": ["ar"], "goal": "Theatre"})
    assert languages(kept) == ["ar", "ti"]
    with pytest.raises(Clash) as clash:
        change_client(SYSTEM, kept, version=opened_at, answers={"speaks": ["ar", "fa"]})
    assert clash.value.others["speaks"].value == ["ar", "ti"]


def test_the_history_says_which_languages_came_and_went(cast: Cast) -> None:
    kept, gone = two(cast)
    change(kept, speaks=["ar"], reads=[])
    change(gone, speaks=["ti"], reads=[])
    kept = merged(kept, gone)
    undo_merge(SYSTEM, kept)
    rows = ClientChange.select().where(
        ClientChange.client == kept, ClientChange.field == "speaks"
    ).order_by(ClientChange.id)  # fmt: skip
    told = [(row.before, row.after) for row in rows]
    assert told == [([], ["ar"]), (["ar"], ["ar", "ti"]), (["ar", "ti"], ["ar"])]


@pytest.mark.parametrize("taken", [(), ("hours",), ("hours", "travel_km")])
def test_evidence_of_several_columns_goes_with_all_of_them(
    cast: Cast, taken: tuple[str, ...]
) -> None:
    kept, gone = two(cast)
    change(kept, hours="full_time", travel_km=5)
    change(gone, hours="part_time", travel_km=20)
    set_evidence(SYSTEM, gone, fact="availability", level="verified", document="Letter")
    kept = merged(kept, gone, *taken)
    row = Evidence.get()
    assert (row.client_id == kept.id) == (len(taken) == 2)
    undo_merge(SYSTEM, kept)
    assert Evidence.get().client_id == gone.id


@pytest.mark.parametrize("taken", ["hours", "none"])
def test_of_two_pieces_of_evidence_that_counts_whose_values_stay(cast: Cast, taken: str) -> None:
    kept, gone = two(cast)
    change(kept, hours="full_time", travel_km=5)
    change(gone, hours="part_time", travel_km=20)
    for client, level in ((kept, "seen"), (gone, "verified")):
        set_evidence(SYSTEM, client, fact="availability", level=level, document="Letter")
    kept = merged(kept, gone, taken)
    row = Evidence.get(Evidence.client == kept)
    # Hours of one and travel of the other were never seen together.
    assert (row.level, row.document) == (
        ("claimed", "") if taken == "hours" else ("seen", "Letter")
    )
    undo_merge(SYSTEM, kept)
    assert Evidence.get(Evidence.client == kept).level == "seen"
    assert Evidence.get(Evidence.client == gone).level == "verified"


def test_what_was_seen_of_the_better_result_goes_with_it(cast: Cast) -> None:
    kept, gone = two(cast)
    ours, theirs = (
        EnglishResult.create(
            client=client, test="oet", taken_on=date(2026, 5, 1), listening=350, reading=350,
            writing=score, speaking=350,
        )
        for client, score in ((kept, 340), (gone, 350))
    )  # fmt: skip
    set_evidence(SYSTEM, gone, fact=f"english:{theirs.id}", level="verified", document="Report")
    kept = merged(kept, gone)
    result = EnglishResult.get(EnglishResult.client == kept)
    assert (result.id, result.writing, result.level) == (ours.id, 350, "verified")
    row = Evidence.get(Evidence.client == kept)
    assert (row.fact, row.document) == (f"english:{ours.id}", "Report")
    undo_merge(SYSTEM, kept)
    assert Evidence.get(Evidence.client == gone).fact == f"english:{theirs.id}"


def test_sharing_that_was_taken_back_since_does_not_come_back(cast: Cast) -> None:
    kept, gone = two(cast)
    share: dict[str, Any] = {
        "counterparty": Counterparty.ORGANISATION, "organisation": cast.organisation,
        "purpose": ConsentPurpose.SHARE_PROFILE,
    }  # fmt: skip
    for client in (kept, gone):
        add_referrer(SYSTEM, client, cast.organisation)
        give_consent(SYSTEM, client, given=ConsentGiven.ONLINE, **share)
    kept = merged(kept, gone)
    partner = cast.viewer(cast.partner)
    assert "profession" in groups(partner, kept)
    withdraw_consent(SYSTEM, kept, **share)
    undo_merge(SYSTEM, kept)
    assert not Consent.select().where(Consent.withdrawn_at.is_null()).exists()
    assert "profession" not in groups(partner, Client.get_by_id(gone.id))


def test_a_place_that_was_given_up_since_does_not_come_back(cast: Cast) -> None:
    (slot, *_), _courses = places(cast)
    kept, gone = two(cast)
    group = SupportGroup.get()
    for client in (kept, gone):
        Booking.create(
            slot=slot, client=client, starts_at=slot.starts_at, ends_at=slot.ends_at,
            created_at=clock.now(),
        )  # fmt: skip
        GroupMember.create(group=group, client=client, joined_at=clock.now())
    Slot.update(booked=2).where(Slot.id == slot.id).execute()
    SupportGroup.update(members=2).where(SupportGroup.id == group.id).execute()
    kept = merged(kept, gone)
    later = clock.now() + timedelta(minutes=5)
    Booking.update(status="cancelled_by_client", cancelled_at=later).where(
        Booking.status == "booked"
    ).execute()
    GroupMember.update(left_at=later).where(GroupMember.left_at.is_null()).execute()
    Slot.update(booked=0).where(Slot.id == slot.id).execute()
    SupportGroup.update(members=0).where(SupportGroup.id == group.id).execute()
    undo_merge(SYSTEM, kept)
    assert not Booking.select().where(Booking.status == "booked").exists()
    assert not GroupMember.select().where(GroupMember.left_at.is_null()).exists()
    assert (Slot.get_by_id(slot.id).booked, SupportGroup.get_by_id(group.id).members) == (0, 0)
    assert Booking.select().where(Booking.client == gone).count() == 1


@pytest.mark.parametrize("taken", [(), ("phone",)])
def test_what_was_confirmed_holds_for_values_that_stay(cast: Cast, taken: tuple[str, ...]) -> None:
    with clock.at(clock.now() - timedelta(days=200)):
        kept, gone = two(cast)
    Client.update(phone="07700 900123").where(Client.id == gone.id).execute()
    for topic in Topic:
        confirm(SYSTEM, kept, topic, how=Confirmed.PHONE)
    due_on = Client.get_by_id(kept.id).confirm_due_on
    kept = merged(kept, gone, *taken)
    asked_again = kept.confirm_due_on <= clock.today()
    assert asked_again == bool(taken)
    undo_merge(SYSTEM, kept)
    assert Client.get_by_id(kept.id).confirm_due_on == due_on
    assert Confirmation.select().where(Confirmation.client == kept).count() == len(Topic)


def test_sharing_with_whom_the_referral_ended_since_does_not_come_back(cast: Cast) -> None:
    kept, gone = two(cast)
    add_referrer(SYSTEM, kept, cast.organisation)
    give_consent(
        SYSTEM, kept, given=ConsentGiven.ONLINE, counterparty=Counterparty.ORGANISATION,
        organisation=cast.organisation, purpose=ConsentPurpose.SHARE_PLAN,
    )  # fmt: skip
    kept = merged(kept, gone)
    end_referrer(SYSTEM, kept, cast.organisation)
    undo_merge(SYSTEM, kept)
    assert not Consent.select().where(Consent.withdrawn_at.is_null()).exists()
