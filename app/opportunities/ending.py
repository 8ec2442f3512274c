"""When a client's record ends, she is put to nothing any more; what she has begun is left."""

from app.clients.keeping import stops
from app.clients.models import Client
from app.opportunities.candidatures import withdraw_client
from app.policy import Viewer


@stops
def withdraw_from_all(actor: Viewer, client: Client) -> None:
    withdraw_client(actor, client)
