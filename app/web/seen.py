"""Two hands on one thing: what each saw when the page was opened, and what then clashes.

A page carries a mark for each answer as it was shown. An answer that somebody else has changed
since stays theirs where this hand left it alone; where both changed it, nothing is written and
both are shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField

from app.errors import Conflict
from app.web.forms import BaseForm

LETTERS = 8  # enough to tell two answers of one page apart


class Clash(Conflict):
    """Somebody else has changed the same answer; `kept` is what the form goes on with."""

    def __init__(self, current: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
        super().__init__("")
        self.current, self.kept = current, kept


class SeenForm(BaseForm):
    """A form that knows what its page showed."""

    seen = HiddenField()

    def note_seen(self, names: Iterable[str], answers: Any) -> None:
        self.seen.data = marks({name: getattr(answers, name) for name in names})

    def show_clash(self, clash: Clash) -> None:
        """Go on with what was typed beside the answers that nobody typed here."""
        for name, value in clash.kept.items():
            self[name].data, self[name].raw_data = value, None
        self.seen.data = marks(clash.current)


def marks(answers: Mapping[str, Any]) -> str:
    """The marks of these answers, in their order."""
    return "".join(map(_mark, answers.values()))


def merged(seen: str, current: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be written of what was typed; both hold the same answers. Raises Clash."""
    shown = dict(zip(current, _divided(seen, len(current)), strict=True))
    changed = {name: value for name, value in typed.items() if not _same(value, current[name])}
    mine = {name: value for name, value in changed.items() if _mark(value) != shown[name]}
    if any(_mark(current[name]) != shown[name] for name in mine):
        raise Clash(current, dict(current) | mine)
    return mine


def refuse_unseen(seen: str, answers: Mapping[str, Any]) -> None:
    """What is sent is what was checked; raises Conflict when somebody changed it meanwhile."""
    if seen != marks(answers):
        raise Conflict(
            gettext(
                "An answer was changed after you looked at them. "
                "Go back, look at the answers again, then send them. Nothing was sent."
            )
        )


def _mark(value: Any) -> str:
    text = "" if value is None else str(value)
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]


def _same(one: Any, other: Any) -> bool:
    return _mark(one) == _mark(other)


def _divided(seen: str, count: int) -> list[str]:
    """The mark of each answer; a damaged text has seen none of them."""
    if len(seen) != count * LETTERS:
        return [""] * count
    return [seen[at : at + LETTERS] for at in range(0, len(seen), LETTERS)]
