"""A client's qualifications: adding, changing and taking them back."""

from collections.abc import Mapping
from typing import Any

from app.audit.services import record
from app.clients.changes import changed_since, merged
from app.clients.evidence_rows import forget_evidence, note_seen
from app.clients.fact_models import EvidenceLevel, Qualification
from app.clients.history import note_change
from app.clients.locking import locked
from app.clients.models import Client
from app.db import atomic
from app.errors import NotFound
from app.policy import Viewer

COLUMNS = ("title", "institution", "country", "year")


def qualification(client: Client, qualification_id: int) -> Qualification:
    """One of the client's qualifications; NotFound for any other."""
    found = Qualification.get_or_none(
        Qualification.id == qualification_id, Qualification.client == client
    )
    if found is None:
        raise NotFound("qualification")
    return found


def add_qualification(
    actor: Viewer,
    client: Client,
    *,
    title: str,
    institution: str = "",
    country: str = "",
    year: int | None = None,
    level: EvidenceLevel = EvidenceLevel.CLAIMED,
) -> Qualification:
    """Write down a degree, diploma or certificate of the client's."""
    with atomic():
        made = Qualification.create(
            client=client,
            title=title,
            institution=institution,
            country=country,
            year=year,
            level=level,
        )
        note_change(
            actor, client.id, _name(made), before=None, after=_values(made), version=1
        )  # fmt: skip
        note_seen(actor, client, _name(made), level)
        record(actor, "qualification.add", made, client_id=client.id)
    return made


def change_qualification(
    actor: Viewer,
    client: Client,
    qualification_id: int,
    *,
    answers: Mapping[str, Any],
    version: int,
) -> None:
    """Write what differs from the version that the form was filled from; see `change_client`.

    What changes must be seen anew: the evidence was of what stood there before. Raises NotFound,
    and Clash for a field that somebody else has changed otherwise.
    """
    with atomic():
        locked(client)
        found = qualification(client, qualification_id)
        name = _name(found)
        since = changed_since(client.id, version, list(answers), of=f"{name}:")
        current = _values(found)
        changed = merged(found.version, current, answers, since)
        if not changed:
            return
        Qualification.update(
            **changed, level=EvidenceLevel.CLAIMED, version=found.version + 1
        ).where(Qualification.id == found.id).execute()
        for column, value in changed.items():
            note_change(
                actor, client.id, f"{name}:{column}", before=current[column], after=value,
                version=found.version + 1,
            )  # fmt: skip
        forget_evidence(actor, client, [name])
        record(actor, "qualification.change", found, client_id=client.id)


def remove_qualification(actor: Viewer, client: Client, qualification_id: int) -> None:
    """Take it off the record with what was noted of its evidence. Raises NotFound."""
    with atomic():
        locked(client)
        found = qualification(client, qualification_id)
        found.delete_instance()
        note_change(actor, client.id, _name(found), before=_values(found), after=None)
        forget_evidence(actor, client, [_name(found)])
        record(actor, "qualification.remove", found, client_id=client.id)


def _name(found: Qualification) -> str:
    """The qualification in the history, and as a fact."""
    return f"qualification:{found.id}"


def _values(found: Qualification) -> dict[str, Any]:
    return {column: getattr(found, column) for column in COLUMNS}
