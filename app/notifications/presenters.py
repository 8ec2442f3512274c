"""How a message's state, and what is chosen about messages, read on a page."""

from flask_babel import lazy_gettext as _

from app.notifications.models import Delivery, MessageStatus, Problem

STATUS_NAMES = {
    MessageStatus.WAITING: _("Waiting"),
    MessageStatus.FOR_DIGEST: _("Waits for the daily mail"),
    MessageStatus.SENT: _("Sent"),
    MessageStatus.IN_DIGEST: _("Told in the daily mail"),
    MessageStatus.NOT_WANTED: _("Not wanted"),
    MessageStatus.FAILED: _("Could not be sent"),
}
STATUS_COLOURS = {MessageStatus.SENT: "green", MessageStatus.FAILED: "red"}
PROBLEM_NAMES = {
    Problem.ADDRESS_REFUSED: _("The mail server refused the address."),
    Problem.CONTENT_REFUSED: _("The mail server refused the message."),
    Problem.NOT_NOW: _("The mail server asked us to try again later."),
    Problem.CONNECTION_LOST: _("The connection broke while sending. It may have arrived."),
    Problem.UNWRITABLE: _("No mail could be made of it. The address may be wrong."),
    Problem.TOO_OLD: _("It had waited for more than 14 days."),
    Problem.ADDRESS_GONE: _("Whoever it is for has no such e-mail address any more."),
}
DELIVERY_NAMES = {
    Delivery.AT_ONCE: _("At once"),
    Delivery.DAILY: _("In one mail a day"),
    Delivery.NEVER: _("Not at all"),
}
