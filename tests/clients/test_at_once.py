"""The same of one client, by several people at the same moment."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clients import freshness
from app.clients.changes import change_client
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.english import add_english_result
from app.clients.fact_models import Confirmed, EnglishResult, OwnWords
from app.clients.merging.models import ClientMerge
from app.clients.merging.services import merge_clients
from app.clients.merging.undoing import undo_merge
from app.clients.models import Client, ClientChange, Topic
from app.clients.qualifications import add_qualification, remove_qualification
from app.clients.services import create_client, give_consent
from app.db import atomic
from app.errors import Conflict, NotFound
from app.policy import SYSTEM, Role, Viewer
from app.reference.lists import Component
from app.reference.scores import Exam
from tests.at_once import Action, at_once, kinds, meanwhile
from tests.cast import Cast
from tests.clients.records import TOLD


def test_one_sitting_is_written_down_once(app: Flask, cast: Cast) -> None:
    client, day = cast.client, clock.today() - timedelta(days=9)

    def add() -> EnglishResult:
        scores = dict.fromkeys(Component, 7)
        return add_english_result(SYSTEM, client, exam=Exam.IELTS, taken_on=day, scores=scores)

    assert kinds(at_once(app, [add] * 6)) == {"EnglishResult": 1, "SittingKnown": 5}


def test_one_consent_stands_however_many_note_it(app: Flask, cast: Cast) -> None:
    client = cast.client

    def give() -> Consent:
        return give_consent(
            SYSTEM, client, counterparty=Counterparty.MENTOR, purpose=ConsentPurpose.SHARE_PLAN,
            given=ConsentGiven.SPOKEN,
        )  # fmt: skip

    assert kinds(at_once(app, [give] * 6)) == {"Consent": 6}
    with app.app_context():
        assert Consent.select().where(Consent.withdrawn_at.is_null()).count() == 1


def test_editors_of_different_fields_all_get_through(app: Flask, cast: Cast) -> None:
    client = cast.client
    answers = [{"goal": "Theatre"}, {"phone": "0121 496 0000"}, {"speaks": ["so"], "reads": []}]

    def change(answer: dict[str, object]) -> Action:
        return lambda: change_client(SYSTEM, client, version=1, answers=answer)

    assert kinds(at_once(app, [change(one) for one in answers])) == {"NoneType": 3}
    with app.app_context():
        now = Client.get_by_id(client.id)
        assert (now.goal, now.phone, now.version) == ("Theatre", "0121 496 0000", 4)
        assert ClientChange.select().where(ClientChange.client == client).count() == 3


def test_her_own_words_sent_twice_are_kept_once(app: Flask, cast: Cast) -> None:
    client = cast.client
    herself = Viewer(None, Role.CLIENT, client_id=client.id)

    def say() -> None:
        change_client(herself, client, version=1, answers={"goal": "To be a nurse"})

    assert kinds(at_once(app, [say] * 4)) == {"NoneType": 4}
    with app.app_context():
        assert OwnWords.select().count() == 1


def test_two_who_confirm_different_topics_leave_nothing_due(app: Flask, cast: Cast) -> None:
    client = cast.client
    with app.app_context():
        made = clock.now() - timedelta(days=250)
        Client.update(created_at=made, confirm_due_on=made.date(), **TOLD).execute()
        freshness.confirm(SYSTEM, client, Topic.REGISTRATION, how=Confirmed.PHONE)
        with atomic():
            freshness.confirm(SYSTEM, client, Topic.CONTACT, how=Confirmed.PHONE)
            other = meanwhile(
                app,
                lambda: freshness.confirm(SYSTEM, client, Topic.AVAILABILITY, how=Confirmed.PHONE),
            )
        other.result(10)
        now = Client.get_by_id(client.id)
        assert now.confirm_due_on == freshness.standings(now)[0].due_on > clock.today()


def test_a_qualification_is_taken_back_once(app: Flask, cast: Cast) -> None:
    client = cast.client
    with app.app_context():
        degree = add_qualification(SYSTEM, client, title="BSc Nursing")
        with atomic():
            remove_qualification(SYSTEM, client, degree.id)
            other = meanwhile(app, lambda: remove_qualification(SYSTEM, client, degree.id))
        with pytest.raises(NotFound):
            other.result(10)
        assert ClientChange.select().where(ClientChange.after.is_null()).count() == 1


def test_nothing_is_written_to_a_record_that_has_just_become_part_of_another(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        kept, read = (
            create_client(SYSTEM, programme=cast.programme, name="Hana", profession="nurse")
            for _ in range(2)
        )
        merge_clients(SYSTEM, kept, read, versions=(1, 1))
        with pytest.raises(Conflict):
            change_client(SYSTEM, read, version=1, answers={"goal": "Theatre"})
        assert Client.get_by_id(read.id).goal == ""


def test_of_two_who_merge_the_same_pair_one_is_told_that_it_is_done(app: Flask, cast: Cast) -> None:
    with app.app_context():
        kept, gone = (
            create_client(SYSTEM, programme=cast.programme, name="Hana", profession="nurse")
            for _ in range(2)
        )

    def merge(into: Client, other: Client) -> Action:
        return lambda: merge_clients(SYSTEM, into, other, versions=(1, 1))

    for _round in range(3):
        results = at_once(app, [merge(kept, gone), merge(gone, kept), merge(kept, gone)])
        assert kinds(results) == {"ClientMerge": 1, "Conflict": 2}
        with app.app_context():
            merge_row = ClientMerge.get(ClientMerge.undone_at.is_null())
            survivor = Client.get_by_id(merge_row.survivor_id)
        undone = kinds(at_once(app, [lambda one=survivor: undo_merge(SYSTEM, one)] * 3))
        assert undone == {"ClientMerge": 1, "NotFound": 2}
        with app.app_context():
            assert not Client.select().where(Client.merged_into.is_null(False)).exists()
            Client.update(version=1).execute()
