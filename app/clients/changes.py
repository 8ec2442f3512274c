"""Changes to a client's facts by several hands: merged where they do not clash, each kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.accounts.models import Account
from app.audit.services import record
from app.clients import freshness
from app.clients.evidence_rows import forget_evidence
from app.clients.history import note_change
from app.clients.locking import locked
from app.clients.models import Client, ClientChange, ClientLanguage
from app.clients.own_words import keep_words, own_texts
from app.clients.recipients import doubt_address
from app.clients.services import index_client
from app.db import atomic
from app.errors import Conflict
from app.policy import Role, Viewer

Values = Mapping[str, Any]
ABILITIES = ("speaks", "reads")
FOUND_BY = frozenset(
    {"name", "known_as", "phone", "email", "birth_year", "profession", "trained_in"}
)


@dataclass(frozen=True)
class Other:
    """What somebody else wrote into a field meanwhile."""

    value: Any
    who: str


class Clash(Conflict):
    """Fields that somebody else has changed otherwise since the form was opened.

    `current` holds the present value of every field of the form, `others` the clashing ones.
    """

    def __init__(self, version: int, current: Values, others: Mapping[str, Other]) -> None:
        super().__init__("")
        self.version, self.current, self.others = version, current, others


def values_of(client: Client, fields: Collection[str]) -> dict[str, Any]:
    """The present values of the fields; `speaks` and `reads` are lists of language codes."""
    values = {name: getattr(client, name) for name in fields if name not in ABILITIES}
    if set(fields) & set(ABILITIES):
        rows = ClientLanguage.select().where(ClientLanguage.client == client)
        known = sorted(rows, key=lambda row: row.code)
        for ability in ABILITIES:
            values[ability] = [row.code for row in known if getattr(row, ability)]
    return {name: values[name] for name in fields}


def change_client(actor: Viewer, client: Client, *, version: int, answers: Values) -> None:
    """Write what differs from the version that the actor's form was filled from.

    A field that somebody else changed meanwhile keeps their value if the actor left it alone,
    takes the actor's if both agree, and otherwise raises Clash; then nothing is written.
    """
    with atomic():
        present = locked(client)
        current = values_of(present, list(answers))
        since = changed_since(present.id, version, answers)
        changed = merged(present.version, current, answers, since)
        if changed:
            _write(actor, present, current, changed)


def say_anew(actor: Viewer, client: Client, texts: Mapping[str, str]) -> None:
    """A client's own words as she says them now; `texts` are by field.

    What stands in the record follows where it was in her words; what staff have made of them
    stands beside hers.
    """
    with atomic():
        present = locked(client)
        before = own_texts(present)
        said = {field: text for field, text in texts.items() if text != before[field]}
        followed = {field: text for field, text in said.items() if _is_hers(present, before, field)}
        change_client(actor, present, version=present.version, answers=followed)
        keep_words(actor, present, said)
        if said:
            record(actor, "client.say", present, client_id=present.id, fields=sorted(said))


def _is_hers(present: Client, before: Mapping[str, str], field: str) -> bool:
    return getattr(present, field) == before[field]


def merged(
    present_version: int, current: Values, answers: Values, since: Mapping[str, list[ClientChange]]
) -> dict[str, Any]:
    """What is to be written of the answers: those that differ. Raises Clash (see above)."""
    others: dict[str, Other] = {}
    changed = {}
    for name, typed in answers.items():
        before = since[name][0].before if name in since else current[name]
        if typed in (before, current[name]):
            continue
        if current[name] != before:
            others[name] = Other(current[name], _name_of(since[name][-1]))
        changed[name] = typed
    if others:
        raise Clash(present_version, _kept(current, answers, changed), others)
    return changed


def changed_since(
    client_id: int, version: int, fields: Collection[str], *, of: str = ""
) -> dict[str, list[ClientChange]]:
    """What was written after a version, oldest first, by field.

    `of` is what the history's names begin with for a record that has a row of its own.
    """
    rows = (
        ClientChange.select(ClientChange, Account)
        .left_outer_join(Account, on=ClientChange.changed_by)
        .where(
            ClientChange.client == client_id,
            ClientChange.version > version,
            ClientChange.field.in_([of + name for name in fields]),
        )
        .order_by(ClientChange.id)
    )
    found: dict[str, list[ClientChange]] = {}
    for row in rows:
        found.setdefault(row.field.removeprefix(of), []).append(row)
    return found


def _kept(current: Values, answers: Values, changed: Values) -> dict[str, Any]:
    """What the form goes on with: the actor's own changes, everything else as it stands now."""
    return {name: answers[name] if name in changed else current[name] for name in answers}


def _name_of(change: ClientChange) -> str:
    return change.changed_by.name if change.changed_by else ""


def _write(actor: Viewer, present: Client, current: Values, changed: Values) -> None:
    """Keep the change, each field with its history."""
    now, version = clock.now(), present.version + 1
    columns = {name: value for name, value in changed.items() if name not in ABILITIES}
    Client.update(**columns, version=version, updated_at=now).where(
        Client.id == present.id
    ).execute()
    for name, value in changed.items():
        note_change(
            actor, present.id, name, before=current[name], after=value, version=version
        )  # fmt: skip
    _follow_up(actor, present, current, changed)
    record(
        actor, "client.change", present, client_id=present.id, fields=sorted(changed)
    )  # fmt: skip


def _follow_up(actor: Viewer, present: Client, current: Values, changed: Values) -> None:
    """Words to be found by, languages, her own words, and what was known of the value before."""
    if set(changed) & set(ABILITIES):
        _write_languages(present, {**current, **changed})
    if set(changed) & FOUND_BY:
        index_client(Client.get_by_id(present.id))
    if actor.role is Role.CLIENT:
        keep_words(actor, present, changed)
        doubt_address(present.id, changed.get("email") or "")
    forget_evidence(actor, present, changed)
    freshness.follow_change(actor, present.id, changed)


def _write_languages(present: Client, values: Values) -> None:
    ClientLanguage.delete().where(ClientLanguage.client == present).execute()
    for code in sorted({*values.get("speaks", ()), *values.get("reads", ())}):
        abilities = {ability: code in values.get(ability, ()) for ability in ABILITIES}
        ClientLanguage.create(client=present, code=code, **abilities)
