"""Statements that are built once: what each run brings, and what may not be built in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from peewee import ModelSelect, Query

from app import clock
from app.organisations.models import Programme, Trust
from app.policy import Role, Viewer
from app.prepared import asking, created, given, new_row, prepared
from app.web.models import Submission
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")
built: list[str] = []


@prepared
def named(order: str) -> ModelSelect[Trust]:
    built.append(order)
    return Trust.select(Trust.id, Trust.name).where(Trust.name == given("name"))


@prepared
def programmes(role: Role) -> ModelSelect[Programme]:
    return (
        Programme.select(Programme, Trust)
        .join(Trust)
        .where(Programme.trust == asking(role).trust_id)
    )


@prepared
def whole() -> ModelSelect[Programme]:
    return Programme.select().where(Programme.key == given("key"))


@prepared
def submitted() -> Query:
    return new_row(Submission, "form_key", "account_id", "created_at")


@prepared
def sent_before() -> ModelSelect[Submission]:
    return Submission.select(Submission.created_at).where(Submission.created_at < given("moment"))


def test_a_statement_is_built_once_for_each_shape_and_run_with_what_is_given(cast: Cast) -> None:
    built.clear()
    trust, other = cast.programme.trust, cast.other_programme.trust
    assert named("any").rows(name=trust.name) == [(trust.id, trust.name)]
    assert named("any").rows(name=other.name) == [(other.id, other.name)]
    assert named("any").rows(name="Nobody") == []
    named("another")
    assert built == ["any", "another"]


def test_each_value_is_as_its_field_holds_it(cast: Cast) -> None:
    programme = cast.programme
    held = tuple(programme.__data__.values())
    assert whole().rows(key=programme.key) == [held]
    assert {type(one) for one in held} == {int, str, list, bool}


def test_rows_of_joined_tables_come_with_the_rows_they_refer_to(cast: Cast) -> None:
    viewer = Viewer(account_id=1, role=Role.STAFF, trust_id=cast.programme.trust_id)
    [found] = programmes(Role.STAFF).models(**vars(viewer))
    assert found == cast.programme
    assert found.trust.name == cast.programme.trust.name


def test_a_moment_is_kept_and_read_as_its_column_keeps_it() -> None:
    now = clock.now()
    assert submitted().run(form_key="a", account_id="1", created_at=now) == 1
    assert Submission.get().created_at == now
    assert sent_before().rows(moment=now + timedelta(days=1)) == [(now,)]
    assert sent_before().rows(moment=now) == []


def test_an_aware_moment_is_refused_as_everywhere() -> None:
    with pytest.raises(ValueError, match="naive"):
        sent_before().rows(moment=clock.local(clock.now()))


def test_a_moment_built_into_a_statement_is_refused() -> None:
    @prepared
    def too_old() -> ModelSelect[Submission]:
        return Submission.select().where(Submission.created_at < clock.now())

    with pytest.raises(TypeError, match="for ever"):
        too_old()


def test_a_row_takes_the_defaults_of_what_is_not_given() -> None:
    @prepared
    def added() -> Query:
        return new_row(Trust, "key", "name", "learning_works_name")

    added().run(key="new", name="New Trust", learning_works_name="New Works")
    assert Trust.get(Trust.key == "new").phone == ""


def test_a_created_row_is_the_one_that_the_table_holds() -> None:
    made = created(Trust, key="new", name="New Trust", learning_works_name="New Works")
    assert made == Trust.get(Trust.key == "new")
    assert (made.name, made.phone) == ("New Trust", "")
    assert not made.is_dirty()
