"""The messages that were or would be sent."""

from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.admin.blueprint import blueprint
from app.notifications import queries as notifications
from app.notifications.kinds import BY_KEY, KINDS, kind_of
from app.notifications.models import Message, MessageStatus, Problem
from app.notifications.presenters import PROBLEM_NAMES, STATUS_COLOURS, STATUS_NAMES
from app.notifications.services import resend
from app.web import locales
from app.web.filters import date_and_time
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/messages")
def list_messages() -> Response:
    asked = request.args.get("status", "")
    status = MessageStatus(asked) if asked in set(MessageStatus) else None
    kind = BY_KEY.get(request.args.get("kind", ""))
    search = request.args.get("search", "")
    return render(
        "admin/messages.html",
        "admin/_message_list.html",
        page=notifications.messages(
            viewer(), status=status, kind=kind, search=search, cursor=request.args.get("after")
        ),
        counts=notifications.counts(viewer()),
        chosen=status.value if status else "",
        kind=kind.key if kind else "",
        search=search,
        kinds={one.key: one.name for one in KINDS},
        kind_of=kind_of,
        statuses=STATUS_NAMES,
        colours=STATUS_COLOURS,
        problems=PROBLEM_NAMES,
        is_sending=bool(current_app.config["MAIL_URL"]),
    )


@blueprint.get("/messages/<int:message_id>")
def show_message(message_id: int) -> Response:
    message = notifications.message(viewer(), message_id)
    return render(
        "admin/message.html",
        message=message,
        facts=_facts(message),
        is_shown=notifications.is_open_to_admins(message),
        form=BaseForm(),
    )


@blueprint.post("/messages/<int:message_id>/resend")
def resend_message(message_id: int) -> Response:
    message = notifications.message(viewer(), message_id)

    def action() -> str:
        resend(viewer(), message)
        tell(gettext("The message will be sent again."))
        return url_for("admin.show_message", message_id=message.id)

    return once(BaseForm(), action)


def _facts(message: Message) -> list[tuple[str, Any]]:
    """What became of a message, as names and values; what is not so yet is left out."""
    is_waiting = message.status == MessageStatus.WAITING
    problem = PROBLEM_NAMES[Problem(message.problem)] if message.problem else None
    facts = (
        (gettext("State"), STATUS_NAMES[MessageStatus(message.status)]),
        (gettext("Last problem"), problem),
        (gettext("To"), message.to_address),
        (gettext("Kind"), kind_of(message.template).name),
        (gettext("Language"), locales.own_name(message.locale)),
        (gettext("Written"), date_and_time(message.created_at)),
        (
            gettext("Waits for"),
            gettext("The address to be confirmed") if message.is_held else None,
        ),
        (gettext("Goes along"), gettext("A calendar file") if message.calendar else None),
        (gettext("Tries"), message.attempts or None),
        (gettext("Next try"), date_and_time(message.next_try_at) if is_waiting else None),
        (gettext("Sent"), date_and_time(message.sent_at) if message.sent_at else None),
        (gettext("Message-ID"), message.mail_id),
    )
    return [(name, value) for name, value in facts if value is not None]
