"""Forms that put a client to an opportunity, move a candidature on, and answer an offer."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, NumberRange

from app.opportunities.candidature_moves import CandidatureState, Party, allowed
from app.opportunities.match_text import STATE_NAMES
from app.web.forms import BaseForm, LongText, needed, text_rules

REASON_LENGTH = 500


class Proposal(StrEnum):
    SHORTLIST = "shortlist"
    OFFER = "offer"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


class ProposeForm(BaseForm):
    """One button of a match: which opportunity, and how far to take it."""

    opportunity = IntegerField(validators=[InputRequired(), NumberRange(0, 2**63 - 1)])
    proposal = HiddenField(validators=[AnyOf(list(Proposal))])


class MoveForm(BaseForm):
    """Where to take a candidature; the state that was seen tells whether it still holds."""

    to = RadioField(_("What has happened?"), validators=needed(_("Choose what has happened.")))
    note = LongText(_("Note (optional)"), validators=text_rules(REASON_LENGTH))
    seen_state = HiddenField(validators=[AnyOf(list(CandidatureState))])

    def fit(self, state: CandidatureState) -> None:
        """Offer the moves that staff may make from a state."""
        moves = allowed(state, Party.STAFF)
        self.to.choices = [SelectChoice(move.value, STATE_NAMES[move]) for move in moves]


class AnswerForm(BaseForm):
    """A client's yes or no to an offer; the buttons carry the answer."""

    answer = HiddenField(validators=[AnyOf(list(Answer))])
    reason = LongText(_("Do you want to say why? (optional)"), validators=text_rules(REASON_LENGTH))
