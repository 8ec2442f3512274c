"""Merging two clients knows every table that holds one: a new table cannot be forgotten."""

import pytest

from app import db
from app.clients.change_text import FIELD_NAMES
from app.clients.merging.fields import chosen_columns
from app.clients.merging.preview import TABLE_NAMES
from app.clients.merging.tables import DERIVED, OWN, PLAIN, belongings
from app.clients.models import Client

pytestmark = pytest.mark.usefixtures("context")


def in_the_database() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Columns with a foreign key to a client, and columns named like one without."""
    keys, plain = set(), set()
    for table in db.database.get_tables():
        found = {key.column: key.dest_table for key in db.database.get_foreign_keys(table)}
        keys |= {(table, column) for column, other in found.items() if other == "client"}
        names = {column.name for column in db.database.get_columns(table)}
        plain |= {(table, name) for name in names - set(found) if name.endswith("client_id")}
    return keys, plain


def test_every_foreign_key_to_a_client_is_moved_or_made_anew() -> None:
    keys, _plain = in_the_database()
    known = {(model._meta.table_name, key.column_name) for model, key in belongings()}
    derived = {
        (model._meta.table_name, key.column_name)
        for model in (*DERIVED, *OWN)
        for key in model._meta.refs
        if key.rel_model is Client
    }
    assert keys == known | derived


def test_a_clients_number_without_a_foreign_key_is_decided_on() -> None:
    """Say in `app/clients/merging/tables.py` what becomes of a new column like this."""
    _keys, plain = in_the_database()
    assert plain == set(PLAIN.items())


def test_every_table_is_numbered_so_that_its_rows_can_be_put_back() -> None:
    for model, _key in belongings():
        assert model._meta.primary_key.name == "id", model


def test_what_moves_is_named_in_the_preview() -> None:
    assert {model._meta.table_name for model, _key in belongings()} <= TABLE_NAMES.keys()


def test_what_staff_choose_between_is_named_as_in_the_history() -> None:
    assert set(chosen_columns()) <= FIELD_NAMES.keys()
