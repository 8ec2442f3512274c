"""Texts in the words in which they were said, kept beside what staff make of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app import clock
from app.clients.access import FieldGroup
from app.clients.fact_models import OwnWords, Worded
from app.clients.history import note_change
from app.clients.models import Client
from app.db import atomic
from app.organisations.models import Organisation
from app.policy import Viewer

GROUPS = {
    Worded.GOAL: FieldGroup.PROFESSION,
    Worded.CHILDCARE_NEED: FieldGroup.NEEDS,
    Worded.HEALTH_ADJUSTMENTS: FieldGroup.NEEDS,
}


def words_of(client: Client) -> dict[str, OwnWords]:
    """What was said, by the field it is about, each with the organisation that told it."""
    rows = (
        OwnWords.select(OwnWords, Organisation)
        .left_outer_join(Organisation)
        .where(OwnWords.client == client)
    )
    return {row.field: row for row in rows}


def own_texts(client: Client) -> dict[str, str]:
    """Each text as she said it last, or as it stands where she has said nothing herself."""
    said = words_of(client)
    return {
        field: said[field].text
        if field in said and said[field].told_by_id is None
        else getattr(client, field)
        for field in Worded
    }


def keep_words(
    actor: Viewer,
    client: Client,
    texts: Mapping[str, Any],
    *,
    told_by: Organisation | None = None,
    said_at: datetime | None = None,
) -> None:
    """Keep what the client, or the organisation that referred her, wrote; of other fields nothing.

    What she says herself takes the place of what was said before; an emptied text is taken back.
    What an organisation tells never takes the place of her own words. Words that go, and that
    stand nowhere else, are kept in the history.
    """
    with atomic():
        for field in Worded:
            if field in texts:
                text = str(texts[field] or "")
                known = OwnWords.get_or_none(OwnWords.client == client, OwnWords.field == field)
                if told_by and (not text or (known and known.told_by_id is None)):
                    continue
                _note_what_goes(actor, client, known, text)
                _keep_one(client, field, text, told_by, said_at or clock.now())


def _note_what_goes(actor: Viewer, client: Client, known: OwnWords | None, text: str) -> None:
    """The record's own text is in the history anyway; `client` is as it was before the change."""
    if known is not None and known.text not in (text, getattr(client, known.field)):
        field = f"own_words:{known.field}"
        note_change(actor, client.id, field, before=known.text, after=text)


def _keep_one(
    client: Client, field: Worded, text: str, told_by: Organisation | None, said_at: datetime
) -> None:
    OwnWords.delete().where(OwnWords.client == client, OwnWords.field == field).execute()
    if text:
        OwnWords.create(client=client, field=field, text=text, said_at=said_at, told_by=told_by)
