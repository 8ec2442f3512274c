"""Giving clients to a coordinator, one or several at once."""

from collections.abc import Mapping

from app.accounts.batch_text import ASSIGN
from app.accounts.coordinators import LeftOut, act_on_many, hand_over, undo, whole_list
from app.clients.listing import ListedClient, clients
from app.clients.models import Client
from app.clients.queries import chosen_clients
from app.errors import Forbidden
from app.policy import Permission, Viewer
from app.web.batches import Batch
from app.web.pagination import Page


def assign_client(actor: Viewer, client: Client, *, to: int | None, seen: int | None) -> None:
    """Give a client to a colleague, or to nobody; `seen` is who had her on the page."""
    if not actor.may(Permission.CLIENT_ASSIGN):
        raise Forbidden("client.assign")
    hand_over(actor, client, to=to, seen=seen, client_id=client.id)


def assign_clients(actor: Viewer, picked: Mapping[str, str], *, to: int | None) -> Batch:
    """Give what was picked in a list to a coordinator; see `act_on_many`."""

    def act(client: Client) -> LeftOut | None:
        if client.coordinator_id == to:
            return LeftOut.ALREADY
        assign_client(actor, client, to=to, seen=client.coordinator_id)
        return None

    rows = chosen_clients(actor, references=picked)
    return act_on_many(actor, rows, picked, act, what=ASSIGN, to=to)


def whole_client_list(actor: Viewer, narrowing: Mapping[str, str]) -> dict[str, str]:
    """What of a narrowed list the actor may give, on all its pages; see `whole_list`."""
    search, profession, stage, whose = (
        narrowing.get(name, "") for name in ("search", "profession", "stage", "whose")
    )

    def listed(*, whose: str, cursor: str | None) -> Page[ListedClient]:
        return clients(
            actor, search=search, profession=profession, stage=stage, whose=whose,
            alike=bool(narrowing.get("alike")), cursor=cursor,
        )  # fmt: skip

    return whole_list(listed, whose=whose)


def undo_clients(actor: Viewer, batch: Batch) -> tuple[int, int]:
    """Give back what `assign_clients` gave; see `undo`."""

    def give_back(client: Client, had: int | None) -> None:
        assign_client(actor, client, to=had, seen=batch.to)

    return undo(batch, chosen_clients(actor, ids=batch.ids), give_back)
