"""What became of the rows that were chosen, in sentences, and the choice of whose rows to see."""

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from app.accounts.coordinators import LeftOut, Whose
from app.web.batches import Batch

ASSIGN, ASSIGN_ALL, ACKNOWLEDGE = "assign", "assign_all", "acknowledge"


def whose_names() -> dict[str, str]:
    return {
        Whose.EVERYBODY.value: gettext("All coordinators"),
        Whose.MINE.value: gettext("Me"),
        Whose.NOBODY.value: gettext("Nobody yet"),
    }


def done_sentence(batch: Batch, names: Mapping[int, str]) -> str:
    """How many rows were done, and what."""
    count = len(batch.ids)
    if batch.undone is not None:
        return undone_sentence(*batch.undone)
    if not count:
        return gettext("Nothing was changed.")
    if batch.what == ACKNOWLEDGE:
        return ngettext(
            "%(num)d referral is marked as received.",
            "%(num)d referrals are marked as received.",
            count,
        )
    if batch.to is None:
        return ngettext(
            "Nobody coordinates %(num)d of them now.",
            "Nobody coordinates %(num)d of them now.",
            count,
        )
    name = names.get(batch.to, gettext("a colleague"))
    return ngettext(
        "%(name)s coordinates %(num)d of them now.",
        "%(name)s coordinates %(num)d of them now.",
        count,
        name=name,
    )


def question(to: int | None, count: int, names: Mapping[int, str]) -> str:
    """What is asked before a whole list is given."""
    if to is None:
        return ngettext(
            "Should nobody coordinate this %(num)d any more?",
            "Should nobody coordinate these %(num)d any more?",
            count,
        )
    name = names.get(to, gettext("a colleague"))
    return ngettext(
        "Give this %(num)d to %(name)s?", "Give all %(num)d to %(name)s?", count, name=name
    )


def left_out_sentences(batch: Batch) -> list[str]:
    """How many rows were left as they are, for each reason."""
    return [_left(LeftOut(why), len(ids)) for why, ids in batch.left_out.items()]


def _left(why: LeftOut, count: int) -> str:
    match why:
        case LeftOut.COLLEAGUES:
            return gettext("%(num)d left out: a colleague coordinates them.", num=count)
        case LeftOut.CHANGED:
            return gettext("%(num)d left out: somebody changed them meanwhile.", num=count)
        case LeftOut.OVER:
            return gettext("%(num)d left out: this does not fit their state.", num=count)
    return gettext("%(num)d left out: they are like this already.", num=count)


def undone_sentence(given: int, kept: int) -> str:
    """What an undo did, and what it left because it had changed since."""
    told = ngettext("Undone for %(num)d.", "Undone for %(num)d.", given)
    if not kept:
        return told
    return " ".join(
        (told, gettext("%(num)d had changed since, so they stay as they are now.", num=kept))
    )
