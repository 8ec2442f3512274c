"""What a person does with her own referral: begin, answer, send, answer a question, withdraw."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext

from app import clock
from app.accounts import throttle
from app.accounts.throttle import Counted
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict, TooMany
from app.organisations.models import Programme
from app.policy import SYSTEM, VISITOR
from app.references import unused_reference
from app.referrals import drafts, meetings
from app.referrals.models import Referral
from app.referrals.self_referrals import codes
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.queries import answers_of
from app.referrals.self_referrals.questions import OWN, all_answers, next_gap
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State
from app.web.seen import merged, refuse_unseen

MOST_NEW = 20
ABANDONED_AFTER = timedelta(days=30)


def begin(
    code: str, *, programme: Programme, language: str, address: str, **answers: Any
) -> SelfReferral:
    """A new draft that the code opens; raises TooMany for one address too often in 15 minutes."""
    if throttle.counted(Counted.STARTS, address) >= MOST_NEW:
        raise TooMany(gettext("Many people have just begun here. Please try again in 15 minutes."))
    now = clock.now()
    with atomic():
        throttle.count(Counted.STARTS, address)
        referral = Referral.create(
            reference=unused_reference("R", drafts.reference_is_taken),
            programme=programme,
            name="",
            state_since=now,
            created_at=now,
            updated_at=now,
        )
        found = SelfReferral.create(
            referral=referral, code_hash=codes.code_hash(code), language=language
        )
        record(VISITOR, "self_referral.begin", referral)
        save_answers(found, **answers)
    return found


def save_answers(found: SelfReferral, **answers: Any) -> None:
    """Keep the answers of a page; those about how it came about are kept beside the referral."""
    own = {name: answers.pop(name) for name in OWN if name in answers}
    with atomic():
        drafts.save_answers(VISITOR, found.referral, **answers)
        if own:
            SelfReferral.update(**own).where(SelfReferral.id == found.id).execute()
            for name, value in own.items():
                setattr(found, name, value)


def save_page(
    found: SelfReferral, typed: Mapping[str, Any], *, seen: str, language: str
) -> SelfReferral:
    """Keep a page's answers beside those of another device, as drafts.save_page does.

    What she agrees to is kept with the language in which she read it.
    """
    with atomic():
        now = _locked(found)
        present = answers_of(now)
        answers = merged(seen, {name: getattr(present, name) for name in typed}, typed)
        if "consent_given" in answers:
            answers["language"] = language
        if answers:
            save_answers(now, **answers)
    return now


def send(found: SelfReferral, *, seen: str | None = None) -> None:
    """Send it to staff; raises Conflict while an answer that is needed is missing.

    `seen` is what the check page showed: other answers than those are not sent.
    """
    with atomic():
        now = _locked(found)
        if seen is not None:
            refuse_unseen(seen, all_answers(answers_of(now)))
        if next_gap(answers_of(now)) is not None:
            raise Conflict(gettext("Some answers are still missing. Go back and look at them."))
        _move(now, Move.SUBMIT, submitted_at=clock.now())


def _locked(found: SelfReferral) -> SelfReferral:
    """It as it is now, while it is a draft, as drafts.locked."""
    referral = drafts.locked(found.referral)
    now = SelfReferral.get(SelfReferral.id == found.id)
    now.referral = referral
    return now


def answer(found: SelfReferral, text: str, *, version: int | None = None) -> None:
    """Answer the question that staff asked; `version` is that of the page it stood on."""
    _move(found, Move.GIVE_INFORMATION, Decision(note=text), version=version)


def confirm_meeting(found: SelfReferral, *, seen: int | None) -> None:
    """She says that she will come; `seen` as in meetings.confirm_meeting."""
    with atomic():
        meetings.confirm_meeting(SYSTEM, found.referral, seen=seen)
        record(
            VISITOR, "self_referral.confirm_meeting", found.referral,
            client_id=found.referral.client_id,
        )  # fmt: skip


def withdraw(found: SelfReferral, decision: Decision | None, *, version: int) -> None:
    """Take it back: a draft is deleted, what was sent is withdrawn with what she says of it."""
    if found.referral.state == State.DRAFT:
        drafts.delete_draft(VISITOR, found.referral)
        return
    _move(found, Move.WITHDRAW, decision, version=version)


def _move(
    found: SelfReferral, move: Move, decision: Decision | None = None, **changes: Any
) -> None:
    """A move by whoever has the code: she has no account, so the product makes it for her."""
    with atomic():
        make_move(SYSTEM, found.referral, move, decision, **changes)
        record(
            VISITOR, f"self_referral.{move}", found.referral, client_id=found.referral.client_id
        )  # fmt: skip


def delete_abandoned() -> int:
    """Delete drafts of people who did not come back for 30 days; how many there were."""
    # The DELETE itself looks at the day: whoever comes back meanwhile keeps hers.
    old = Referral.delete().where(
        Referral.organisation.is_null(),
        Referral.state == State.DRAFT,
        Referral.updated_at < clock.now() - ABANDONED_AFTER,
    )
    with atomic():
        gone = old.execute()
        if gone:
            record(SYSTEM, "self_referral.delete_abandoned", count=gone)
    return int(gone)
