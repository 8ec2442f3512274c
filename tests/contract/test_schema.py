"""The migrations and the models make the same database."""

from flask import Flask
from playhouse.migrations import Runner

from app import db, schema
from app.commands import MIGRATIONS


def test_the_migrated_tables_are_what_the_models_say(app: Flask) -> None:
    with db.database.connection_context():
        assert schema.differences(db.database.obj) == []


def test_a_difference_is_found(app: Flask) -> None:
    """The check can fail: a column, an index and a CHECK less are all seen."""
    with db.database.connection_context(), db.atomic() as transaction:
        db.database.execute_sql("DROP INDEX message_status_next_try_at")
        found = schema.differences(db.database.obj)
        transaction.rollback()
    assert any("message_status_next_try_at" in line for line in found)


def test_every_migration_can_be_taken_back_and_done_again(app: Flask) -> None:
    with db.database.connection_context():
        runner = Runner(db.database.obj, str(MIGRATIONS))
        count = len(runner.migrations())
        for _ in range(count):
            runner.down()
        # A worker that ran on this database has left the tables of its queue.
        assert [name for name in db.database.get_tables() if not schema.IGNORED.match(name)] == []
        assert len(runner.up()) == count
        assert schema.differences(db.database.obj) == []
