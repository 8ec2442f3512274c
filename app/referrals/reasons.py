"""The reasons a move can be given, from the reference data, as keys in their order."""

from app.reference import reference
from app.referrals.transitions import Reasons

OUTCOMES = ("need_met", "need_partly_met")
WITHDRAWALS = ("person_declined", "out_of_area", "wrong_service", "other")


def reason_keys(reasons: Reasons) -> tuple[str, ...]:
    """The choices of a list; an outcome that is neither met nor partly met says why not."""
    match reasons:
        case Reasons.DECLINE:
            return tuple(reason.key for reason in reference().decline_reasons)
        case Reasons.WITHDRAWAL:
            return WITHDRAWALS
        case Reasons.OUTCOME:
            return OUTCOMES + tuple(reason.key for reason in reference().unmet_reasons)
    return ()
