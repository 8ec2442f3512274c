"""The field table: each role, with consent standing, lapsed, withdrawn and given to another."""

from datetime import timedelta

import pytest

from app import clock
from app.clients.access import FieldGroup as G
from app.clients.access import groups, groups_of
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.services import give_consent, withdraw_consent
from app.db import database
from app.policy import SYSTEM, VISITOR
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")
ALWAYS_PARTNER = {G.FIRST_NAME, G.IDENTITY, G.CONTACT, G.LANGUAGES, G.MATCH_STATE, G.BOOKINGS}
ALWAYS_PARTNER |= {G.NOTES}
NEVER_PARTNER = {G.MONEY, G.RIGHT_TO_WORK, G.NEEDS, G.CONSENTS, G.AUDIT, G.MATCHES}


def agree(cast: Cast, purpose: ConsentPurpose, **how: object) -> Consent:
    options = {"counterparty": Counterparty.ORGANISATION, "organisation": cast.organisation, **how}
    return give_consent(SYSTEM, cast.client, purpose=purpose, given=ConsentGiven.WRITTEN, **options)


def test_staff_see_every_group_and_an_administrator_none(cast: Cast) -> None:
    assert groups(cast.viewer(cast.staff), cast.client) == frozenset(G)
    assert groups(cast.viewer(cast.admin), cast.client) == frozenset()
    assert groups(VISITOR, cast.client) == frozenset()


def test_a_client_sees_all_of_her_own_but_the_field_history(cast: Cast) -> None:
    assert groups(cast.viewer(cast.client_account), cast.client) == frozenset(G) - {G.AUDIT}


def test_a_partner_sees_profession_english_and_plan_by_consent_alone(cast: Cast) -> None:
    viewer = cast.viewer(cast.partner)
    assert groups(viewer, cast.client) == ALWAYS_PARTNER
    agree(cast, ConsentPurpose.SHARE_PROFILE)
    assert groups(viewer, cast.client) == ALWAYS_PARTNER | {G.PROFESSION}
    agree(cast, ConsentPurpose.SHARE_ENGLISH)
    agree(cast, ConsentPurpose.SHARE_PLAN)
    agree(cast, ConsentPurpose.SHARE_NEEDS)
    assert groups(viewer, cast.client) == frozenset(G) - NEVER_PARTNER


def test_a_withdrawn_consent_closes_at_once(cast: Cast) -> None:
    agree(cast, ConsentPurpose.SHARE_PROFILE)
    withdraw_consent(
        SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
        purpose=ConsentPurpose.SHARE_PROFILE, organisation=cast.organisation,
    )  # fmt: skip
    assert G.PROFESSION not in groups(cast.viewer(cast.partner), cast.client)


def test_a_consent_counts_until_the_end_of_its_last_day(cast: Cast) -> None:
    agree(cast, ConsentPurpose.SHARE_PROFILE, until_on=clock.today())
    assert G.PROFESSION in groups(cast.viewer(cast.partner), cast.client)
    with clock.at(clock.now() + timedelta(days=1)):
        assert G.PROFESSION not in groups(cast.viewer(cast.partner), cast.client)


def test_a_consent_for_another_organisation_or_role_opens_nothing(cast: Cast) -> None:
    agree(cast, ConsentPurpose.SHARE_PROFILE, organisation=cast.other_organisation)
    agree(cast, ConsentPurpose.SHARE_PROFILE, counterparty=Counterparty.MENTOR, organisation=None)
    assert groups(cast.viewer(cast.partner), cast.client) == ALWAYS_PARTNER


def test_a_mentor_sees_the_level_next_steps_and_needs_by_consent(cast: Cast) -> None:
    viewer = cast.viewer(cast.mentor)
    always = {G.FIRST_NAME, G.PROFESSION, G.BOOKINGS, G.NOTES}
    assert groups(viewer, cast.client) == always
    for purpose in ConsentPurpose:
        agree(cast, purpose, counterparty=Counterparty.MENTOR, organisation=None)
    opened = {G.ENGLISH_LEVEL, G.NEXT_STEPS, G.NEEDS}
    assert groups(viewer, cast.client) == always | opened


def test_many_clients_take_one_query(cast: Cast) -> None:
    viewer, ids = cast.viewer(cast.partner), [cast.client.id, cast.other_client.id]
    agree(cast, ConsentPurpose.SHARE_PROFILE)
    seen: list[str] = []
    database.query_hooks.append(lambda sql, *_rest: seen.append(sql))
    found = groups_of(viewer, ids)
    database.query_hooks.clear()
    assert len(seen) == 1
    assert [G.PROFESSION in found[one] for one in ids] == [True, False]
