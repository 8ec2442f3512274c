"""Every test begins with what the migrations made."""

import pytest
from flask import Flask
from peewee import PostgresqlDatabase

from app import db
from app.organisations.models import Trust
from tests import postgres


@pytest.mark.postgresql
def test_no_test_leaves_a_changed_trust_to_the_next(app: Flask, seeded_rows: postgres.Rows) -> None:
    if not isinstance(db.database.obj, PostgresqlDatabase):
        pytest.skip("On SQLite every test has a file of its own.")
    with db.database.connection_context():
        Trust.update(phone="0121 496 0150").execute()
        Trust.insert(key="other", name="Another trust", learning_works_name="L").execute()
    postgres.restore(seeded_rows)
    with db.database.connection_context():
        assert [trust.phone for trust in Trust.select()] == [""]
