"""How a message's state reads on a page."""

from flask_babel import lazy_gettext as _

from app.notifications.models import MessageStatus

STATUS_NAMES = {
    MessageStatus.WAITING: _("Waiting"),
    MessageStatus.SENT: _("Sent"),
    MessageStatus.FAILED: _("Could not be sent"),
}
