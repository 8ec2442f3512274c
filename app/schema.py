"""Compares a database with the models: columns, CHECKs, indexes and foreign keys by meaning."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app import db

IGNORED = re.compile(r"^(schema_migration|sqlite_|huey_)")


def differences(actual: Any) -> list[str]:
    """Sentences on how `actual` differs from freshly made tables of the models; none is good."""
    found = describe(actual)
    wanted = _fresh(actual)
    missing = [f"missing: {line}" for line in sorted(wanted - found)]
    return missing + [f"not in the models: {line}" for line in sorted(found - wanted)]


def describe(database: Any) -> set[str]:
    """A database's tables as a set of lines that two equal schemas share."""
    if _is_sqlite(database):
        return set(_describe_sqlite(database))
    return set(_describe_postgresql(database, "public"))


def _is_sqlite(database: Any) -> bool:
    return "sqlite" in type(database).__name__.lower()


def _fresh(actual: Any) -> set[str]:
    models = db.all_models()
    if _is_sqlite(actual):
        with tempfile.TemporaryDirectory() as folder:
            other = db.connect(f"sqlite:///{Path(folder) / 'fresh.sqlite3'}")
            with other.bind_ctx(models, bind_refs=False, bind_backrefs=False):
                other.create_tables(models)
                lines = describe(other)
            other.close_all()
            return lines
    # A schema of its own inside a transaction that is thrown away again.
    with actual.atomic() as transaction:
        actual.execute_sql("CREATE SCHEMA fresh_models")
        actual.execute_sql("SET LOCAL search_path TO fresh_models")
        actual.create_tables(models, safe=False)
        lines = set(_describe_postgresql(actual, "fresh_models"))
        transaction.rollback()
    return lines


def _describe_sqlite(database: Any) -> Iterable[str]:
    tables = database.execute_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    for table, sql in tables:
        if IGNORED.match(table):
            continue
        for _, name, kind, notnull, default, pk in database.execute_sql(
            f'PRAGMA table_info("{table}")'
        ):
            yield f"{table}.{name} {kind} notnull={notnull} default={default} pk={pk}"
        for row in database.execute_sql(f'PRAGMA foreign_key_list("{table}")'):
            yield f"{table} foreign key {row[3]} -> {row[2]}.{row[4]} on delete {row[6]}"
        for check in _checks(sql):
            yield f"{table} check {check}"
    for table, sql in database.execute_sql(
        "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ):
        if not IGNORED.match(table):
            yield f"{table} {_plain(sql)}"


def _describe_postgresql(database: Any, schema: str) -> Iterable[str]:
    columns = database.execute_sql(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " collation_name"
        " FROM information_schema.columns WHERE table_schema = %s",
        (schema,),
    )
    for table, name, kind, length, nullable, collation in columns:
        if not IGNORED.match(table):
            yield f"{table}.{name} {kind}({length}) nullable={nullable} collation={collation}"
    constraints = database.execute_sql(
        "SELECT rel.relname, con.contype, pg_get_constraintdef(con.oid) FROM pg_constraint con"
        " JOIN pg_class rel ON rel.oid = con.conrelid"
        " JOIN pg_namespace ns ON ns.oid = rel.relnamespace WHERE ns.nspname = %s",
        (schema,),
    )
    for table, kind, definition in constraints:
        if not IGNORED.match(table) and kind != b"n":
            yield f"{table} {definition.replace(f'{schema}.', '')}"
    indexes = database.execute_sql(
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = %s", (schema,)
    )
    for table, definition in indexes:
        if not IGNORED.match(table):
            yield f"{table} {definition.replace(f'{schema}.', '')}"


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "").replace("IF NOT EXISTS ", "")).strip()


def _checks(sql: str) -> Iterable[str]:
    """The CHECK expressions of a CREATE TABLE, found by counting brackets."""
    for start in re.finditer(r"CHECK\s*\(", sql, re.IGNORECASE):
        depth, end = 1, start.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield _plain(sql[start.end() : end - 1])
