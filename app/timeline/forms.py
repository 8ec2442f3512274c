"""The form of a note."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField

from app.clients import presenters
from app.clients.models import NoteAudience
from app.web.forms import BaseForm, LongText, choices, text_rules

WRITTEN = text_rules(4000, _("Write something first."))


class CorrectionForm(BaseForm):
    text = LongText(_("What happened?"), validators=WRITTEN)


class NoteForm(BaseForm):
    text = LongText(_("What happened?"), validators=WRITTEN)
    audience = RadioField(
        _("Who may read it?"),
        choices=choices(presenters.AUDIENCE_NAMES),
        default=NoteAudience.STAFF,
    )
