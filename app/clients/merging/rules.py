"""What becomes of rows that both records hold: each domain states its own rules here.

Whatever no rule names moves to the record that stays; what cannot (a unique index) stays with
the merged one, kept and not shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString

from app.clients.merging.tables import Row
from app.clients.models import Client
from app.policy import Viewer


@dataclass(frozen=True)
class Merging:
    """A merge in hand: `gone` becomes part of `kept`; `taken` are the fields taken from it."""

    actor: Viewer
    kept: Client
    gone: Client
    taken: frozenset[str]
    now: datetime


@dataclass(frozen=True)
class Rule:
    """How a table's rows that clash are settled, in words and in deed.

    `stays` names further rows that the merged record keeps. `may_put_back` is asked when a merge
    is undone, with a row as it was and as it is: False when only its owner can be put right, as
    where a place has been given to somebody else.
    """

    says: LazyString
    settle: Callable[[Merging], None]
    stays: Callable[[Merging, Any], bool] = lambda _merging, _row: False
    may_put_back: Callable[[Row, Any], bool] = lambda _before, _present: True


RULES: dict[str, Rule] = {}


def rule(table: str, rule_: Rule) -> None:
    """State the rule of a table; once, as the domain is loaded."""
    RULES[table] = rule_
