"""What a page asks of the database: reads only, and no more for more rows."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.db import database

# What reading a page may write: who looked, and that a session is in use.
LOOKED = re.compile(r'^\s*INSERT INTO "audit_event"', re.I)
IN_USE = re.compile(r'^\s*(UPDATE|DELETE FROM) "account_session"', re.I)
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)\b", re.I)
MOST_IN_ALL = 40
MOST_ALIKE = 6
MOST_LOOKS = 2  # one entry of the page, and one of everybody it shows


@contextmanager
def watched() -> Iterator[list[str]]:
    """The statements executed meanwhile."""
    seen: list[str] = []

    def note(event: Any) -> None:
        seen.append(event.sql)

    database.query_hooks.append(note)
    try:
        yield seen
    finally:
        database.query_hooks.remove(note)


def findings_of_a_read(statements: list[str]) -> list[str]:
    """What is wrong with the statements of a GET: writes, too many, or one for each row."""
    looks = [s for s in statements if LOOKED.match(s)]
    writes = [s for s in statements if WRITES.match(s) and not IN_USE.match(s) and s not in looks]
    found = [f"a GET wrote: {statement[:200]}" for statement in writes]
    if len(looks) > MOST_LOOKS:
        found.append(f"{len(looks)} entries of who looked, for one page")
    if len(statements) > MOST_IN_ALL:
        found.append(f"{len(statements)} statements for one page")
    for statement, times in Counter(statements).items():
        if times > MOST_ALIKE:
            found.append(f"asked {times} times, once for each row?: {statement[:300]}")
    return found
