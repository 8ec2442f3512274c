"""When a client's record ends, what was asked of partners is taken back, and groups are left."""

from app.clients.keeping import stops
from app.clients.models import Client
from app.policy import Viewer
from app.support.groups import leave_group
from app.support.models import GroupMember, Need, SupportRequest
from app.support.services import end_need, stop_sharing


@stops
def take_requests_back(actor: Viewer, client: Client) -> None:
    asked = SupportRequest.select().where(SupportRequest.client == client, SupportRequest.is_open)
    for request in asked.order_by(SupportRequest.id):
        stop_sharing(actor, request)
    for need in Need.select().where(Need.client == client, Need.ended_at.is_null()):
        end_need(actor, need)


@stops
def leave_groups(actor: Viewer, client: Client) -> None:
    rows = GroupMember.select().where(GroupMember.client == client, GroupMember.left_at.is_null())
    for member in rows.order_by(GroupMember.group):
        leave_group(actor, member)
