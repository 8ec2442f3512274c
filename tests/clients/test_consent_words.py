"""The words that were agreed to: kept exactly, read again, and told apart from today's."""

from datetime import timedelta

import pytest

from app import clock
from app.accounts.models import Account
from app.clients import wordings
from app.clients.access import FieldGroup, groups
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.consent_text import GROUP_NAMES
from app.clients.models import Client
from app.clients.services import give_consent, withdraw_consent
from app.clients.sharing import OFFERED, sights
from app.policy import SYSTEM, Role
from tests.cast import Cast

FIRST = wordings.WORDINGS[0].version


def give(cast: Cast, **more: object) -> int:
    with cast.app.test_request_context():
        return int(
            give_consent(
                SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
                organisation=cast.organisation, purpose=ConsentPurpose.SHARE_PLAN,
                given=ConsentGiven.WRITTEN, **more,  # type: ignore[arg-type]
            ).id
        )  # fmt: skip


def test_every_version_has_words_for_everything_that_can_be_shared(cast: Cast) -> None:
    versions = [one.version for one in wordings.WORDINGS]
    assert len(set(versions)) == len(versions)
    for one in wordings.WORDINGS:
        for counterparty, purposes in OFFERED.items():
            for purpose in purposes:
                assert wordings.sentences(counterparty, purpose, one.version)
        assert wordings.sentences(Counterparty.STAFF, ConsentPurpose.HOLD_RECORD, one.version)


def test_an_old_wording_still_counts_and_is_shown_as_such(cast: Cast, page: str) -> None:
    give(cast, wording_version=FIRST)
    with cast.app.test_request_context():
        seen = groups(cast.viewer(cast.partner), Client.get_by_id(cast.client.id))
        assert FieldGroup.PLAN in seen
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent")
    assert "Earlier words" in herself.text
    herself.follow("Read the words : Pathway plan")
    assert "We use other words today." in herself.text
    assert "Pathway plan and its progress" in herself.text
    assert FIRST in herself.text


def test_what_was_read_stays_as_it_was_when_the_words_are_changed(
    cast: Cast, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = give(cast)
    monkeypatch.setattr(wordings, "WORDINGS", ())
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent/{number}")
    assert "They may read your pathway plan and how far you have come." in herself.text


def test_what_has_ended_can_be_read_again(cast: Cast, page: str) -> None:
    number = give(cast)
    with cast.app.test_request_context():
        withdraw_consent(
            SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
            organisation=cast.organisation, purpose=ConsentPurpose.SHARE_PLAN,
        )  # fmt: skip
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/consent")
    assert staff.page.find("a", href=f"{page}/consent/{number}")
    staff.open(f"{page}/consent/{number}")
    assert "Ended" in staff.text


def test_a_consent_ends_after_its_last_day_and_no_day_before_today_is_taken(
    cast: Cast, page: str
) -> None:
    today = clock.today()
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent")
    herself.follow("Share : Pathway plan")

    def day(when) -> dict[str, str]:  # type: ignore[no-untyped-def]
        parts = {"day": when.day, "month": when.month, "year": when.year}
        return {f"until_on-{name}": str(value) for name, value in parts.items()}

    herself.submit(day(today - timedelta(days=1)), button="Yes, share this", status=422)
    assert "The last day must be today or later." in herself.text
    herself.submit(day(today + timedelta(days=2)), button="Yes, share this")
    partner = cast.viewer(cast.partner)
    with cast.app.test_request_context():
        client = Client.get_by_id(cast.client.id)
        assert FieldGroup.PLAN in groups(partner, client)
        with clock.at(clock.now() + timedelta(days=3)):
            assert FieldGroup.PLAN not in groups(partner, client)


def test_the_page_says_of_each_what_they_see_as_the_queries_do(cast: Cast, page: str) -> None:
    give(cast)
    with cast.app.test_request_context():
        client = Client.get_by_id(cast.client.id)
        found = {one.role: one for one in sights(client.id)}
        assert set(found) == {Role.STAFF, Role.PARTNER, Role.MENTOR}
        for account in (cast.staff, cast.partner, cast.mentor):
            viewer = cast.viewer(account)
            sight = found[viewer.role]
            assert set(sight.seen) == groups(viewer, client)
            assert set(sight.seen) | set(sight.unseen) == set(FieldGroup)
        assert FieldGroup.PLAN in found[Role.PARTNER].seen
    assert set(GROUP_NAMES) == set(FieldGroup)
    text = cast.visits(cast.client_account).open(f"{page}/consent").get_text(" ")
    assert str(GROUP_NAMES[FieldGroup.RIGHT_TO_WORK]) in text


def test_nobody_else_reads_the_words_and_another_clients_are_not_found(
    cast: Cast, page: str
) -> None:
    number = give(cast)
    for account in (cast.partner, cast.mentor, cast.other_client_account, cast.other_staff):
        cast.visits(account).open(f"{page}/consent/{number}", status=404)
    other = f"/clients/{cast.other_client.reference}"
    cast.visits(cast.staff).open(f"{other}/consent/{number}", status=404)
    cast.visits(cast.staff).open(f"{page}/consent/share", status=404)


def test_who_recorded_it_is_kept(cast: Cast, page: str) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/consent")
    staff.follow("Share : English tests, Cedar House")
    staff.submit({"given": "written"}, button="has agreed")
    with cast.app.app_context():
        row = Consent.get()
        assert (row.recorded_by_id, row.interpreter, row.words != "") == (cast.staff.id, "", True)
    staff.follow("Read the words : English tests, Cedar House")
    assert "Written down by Sana Staff" in staff.text


def test_staff_read_the_words_out_in_the_clients_language(
    cast: Cast, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordings, "read_out", lambda *_args, **_kwargs: "نتائجك\nلا غير")
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/consent")
    staff.follow("Share : English tests, Cedar House")
    address = staff.address
    assert not staff.page.find(lang="ar")
    with cast.app.app_context():
        Client.update(preferred_language="ar").where(Client.id == cast.client.id).execute()
    staff.open(address)
    theirs = staff.page.find(class_="nhsuk-inset-text", lang="ar")
    assert theirs["dir"] == "rtl"
    staff.submit({"given": "spoken"}, button="has agreed")
    with cast.app.test_request_context():
        row = Consent.get()
        assert row.language == "ar"
        assert row.words.split() == theirs.get_text().split()


def test_what_a_client_agrees_to_online_is_in_the_language_of_her_page(
    cast: Cast, page: str
) -> None:
    with cast.app.app_context():
        Account.update(locale="ar_001").where(Account.id == cast.client_account.id).execute()
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/consent/share", query_string={
        "counterparty": "mentor", "purpose": "share_plan", "organisation": "",
    })  # fmt: skip
    shown = herself.page.find(class_="nhsuk-inset-text").get_text()
    form = herself.page.find("form", action=f"{page}/consent/give")
    herself.submit(button=form.find("button").get_text().strip())
    with cast.app.app_context():
        row = Consent.get()
        assert (row.language, row.words.split()) == ("ar", shown.split())
