"""What a person chooses about messages: signed in, or by the link in a mail."""

from flask import Blueprint, url_for
from flask_babel import force_locale, gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.extensions import csrf
from app.notifications import addresses, queries, services
from app.notifications.forms import choices_form
from app.notifications.kinds import BY_KEY, OWN_ADDRESS
from app.notifications.links import kinds_to_stop, message_of
from app.notifications.models import Delivery, Message
from app.policy import VISITOR
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

blueprint = Blueprint("notifications", __name__, cli_group=None)


@blueprint.get("/account/messages")
def show_choices() -> Response:
    form = choices_form(queries.choices(viewer(), current_user.email))
    return render("notifications/choices.html", form=form)


@blueprint.post("/account/messages")
def save_choices() -> Response:
    form = choices_form(queries.choices(viewer(), current_user.email))
    if not form.validate():
        return render("notifications/choices.html", form=form, status=422)

    def action() -> str:
        wanted = {field.name: Delivery(field.data) for field in form.kinds}
        services.choose(viewer(), current_user.email, wanted)
        tell(gettext("Your choice is saved."))
        return url_for("notifications.show_choices")

    return once(form, action)


@blueprint.get("/stop-messages/<token>")
def ask_stop(token: str) -> Response:
    """A question only: programmes that look into mails open every link."""
    return _stop_page(message_of(token), token, is_done=False)


@blueprint.post("/stop-messages/<token>")
@csrf.exempt
def stop_messages(token: str) -> Response:
    """The button of the page, or a mail programme's own (RFC 8058), which knows no form of ours.

    Nobody but the mail's reader has the signed link, and doing it twice changes nothing.
    """
    message = message_of(token)
    wanted = {key: Delivery.NEVER for key in kinds_to_stop(message)}
    services.choose(VISITOR, message.to_address, wanted)
    return _stop_page(message, token, is_done=True)


@blueprint.get("/confirm-address/<token>")
def show_confirm_address(token: str) -> Response:
    """A question only, as above."""
    try:
        row, locale = addresses.asked_by(token)
    except NotFound:
        return render("errors/link_over.html", status=404)
    with force_locale(locale):
        form = BaseForm(formdata=None)
        return render("notifications/confirm_address.html", row=row, token=token, form=form)


@blueprint.post("/confirm-address/<token>")
def confirm_address(token: str) -> Response:
    try:
        row, _locale = addresses.asked_by(token)
    except NotFound:
        return render("errors/link_over.html", status=404)

    def action() -> str:
        if row is not None:
            addresses.confirm(row)
        return url_for("notifications.show_confirm_address", token=token)

    return once(BaseForm(), action)


@blueprint.post("/account/confirm-address")
def ask_again() -> Response:
    """Another mail with the link, for who did not find the first; one an hour."""
    asking = viewer()
    who = addresses.person("client", asking.client_id)

    def action() -> str:
        if addresses.is_unconfirmed(who, current_user.email):
            reader = services.Recipient(
                current_user.email, current_user.locale, asking.account_id, asking.client_id,
                is_unconfirmed=True,
            )  # fmt: skip
            services.ask_to_confirm_address(reader, template=OWN_ADDRESS, every="%Y%m%d%H")
        tell(gettext("We have sent you a mail. Look for it among unwanted mails too."))
        return url_for("accounts.show_account")

    return once(BaseForm(), action)


def _stop_page(message: Message, token: str, *, is_done: bool) -> Response:
    names = [BY_KEY[key].name for key in kinds_to_stop(message)]
    with force_locale(message.locale):
        return render("notifications/stop.html", names=names, token=token, is_done=is_done)
