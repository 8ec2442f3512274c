"""How the database says it will answer a query."""

from collections.abc import Callable
from typing import Any

from app.db import atomic, database
from tests.conftest import ENGINE


def plan_of(query: Any) -> str:
    """The plan's lines; PostgreSQL's without reading or sorting whole small tables, which it
    prefers as soon as its statistics know of them."""
    return plan_of_text(*query.sql())


def plan_of_what(read: Callable[[], object]) -> str:
    """The plan of the last statement that `read` asks."""
    asked: list[Any] = []
    database.query_hooks.append(asked.append)
    read()
    database.query_hooks.remove(asked.append)
    return plan_of_text(asked[-1].sql, asked[-1].params)


def plan_of_text(sql: str, values: list[Any]) -> str:
    if ENGINE == "sqlite":
        rows = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        return "\n".join(str(row[-1]) for row in rows)
    with atomic():
        for needless in ("enable_seqscan", "enable_sort"):
            database.execute_sql(f"SET LOCAL {needless} = off")
        rows = database.execute_sql(f"EXPLAIN {sql}", values).fetchall()
    return "\n".join(str(row[0]) for row in rows)
