"""Changes to a client's facts by several hands: merged where they do not clash, each kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.accounts.models import Account
from app.audit.services import record
from app.clients.models import Client, ClientChange, ClientLanguage, Evidence
from app.clients.services import index_client
from app.db import atomic
from app.errors import Conflict
from app.policy import Viewer

Values = Mapping[str, Any]
ABILITIES = ("speaks", "reads")
FOUND_BY = frozenset(
    {"name", "known_as", "phone", "email", "birth_year", "profession", "trained_in"}
)
MOST_TRIES = 5


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
    for _try in range(MOST_TRIES):
        with atomic():
            present = Client.get_by_id(client.id)
            current = values_of(present, list(answers))
            changed = _merged(present, version, current, answers)
            if not changed or _write(actor, present, current, changed):
                return
    raise Conflict


def _merged(present: Client, version: int, current: Values, answers: Values) -> dict[str, Any]:
    since = _since(present, version, answers)
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
        raise Clash(present.version, _kept(current, answers, changed), others)
    return changed


def _since(present: Client, version: int, answers: Values) -> dict[str, list[ClientChange]]:
    """What others wrote after the form was opened, oldest first, by field."""
    rows = (
        ClientChange.select(ClientChange, Account)
        .left_outer_join(Account, on=ClientChange.changed_by)
        .where(
            ClientChange.client == present,
            ClientChange.version > version,
            ClientChange.field.in_(list(answers)),
        )
        .order_by(ClientChange.id)
    )
    found: dict[str, list[ClientChange]] = {}
    for row in rows if present.version > version else ():
        found.setdefault(row.field, []).append(row)
    return found


def _kept(current: Values, answers: Values, changed: Values) -> dict[str, Any]:
    """What the form goes on with: the actor's own changes, everything else as it stands now."""
    return {name: answers[name] if name in changed else current[name] for name in answers}


def _name_of(change: ClientChange) -> str:
    return change.changed_by.name if change.changed_by else ""


def _write(actor: Viewer, present: Client, current: Values, changed: Values) -> bool:
    """Keep the change if nobody was quicker since `present` was read."""
    now, version = clock.now(), present.version + 1
    columns = {name: value for name, value in changed.items() if name not in ABILITIES}
    written = (
        Client.update(**columns, version=version, updated_at=now)
        .where(Client.id == present.id, Client.version == present.version)
        .execute()
    )
    if not written:
        return False
    for name, value in changed.items():
        ClientChange.create(
            client=present,
            field=name,
            before=current[name],
            after=value,
            changed_by=actor.account_id,
            changed_at=now,
            version=version,
        )
    _follow_up(present, current, changed)
    record(
        actor, "client.change", present, client_id=present.id, fields=sorted(changed)
    )  # fmt: skip
    return True


def _follow_up(present: Client, current: Values, changed: Values) -> None:
    """Words to be found by, languages, and evidence, which was of the value that is gone."""
    if set(changed) & set(ABILITIES):
        _write_languages(present, {**current, **changed})
    if set(changed) & FOUND_BY:
        index_client(Client.get_by_id(present.id))
    Evidence.delete().where(Evidence.client == present, Evidence.fact.in_(list(changed))).execute()


def _write_languages(present: Client, values: Values) -> None:
    ClientLanguage.delete().where(ClientLanguage.client == present).execute()
    for code in sorted({*values.get("speaks", ()), *values.get("reads", ())}):
        abilities = {ability: code in values.get(ability, ()) for ability in ABILITIES}
        ClientLanguage.create(client=present, code=code, **abilities)
