"""Changes to a referral before it is sent: begin, answer, send, delete."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app import clock
from app.audit.services import record
from app.clients import names
from app.clients.services import WORDING_VERSION
from app.db import atomic, lock_row
from app.errors import Conflict, Forbidden, NotFound
from app.organisations.models import Programme
from app.policy import Permission, Viewer
from app.references import unused_reference
from app.referrals import sections
from app.referrals.models import Referral, ReferralWord
from app.referrals.services import make_move
from app.referrals.transitions import Move, State
from app.web.seen import merged, refuse_unseen


def start_draft(actor: Viewer, *, programme: Programme, **answers: Any) -> Referral:
    """A new draft of the actor's organisation with its first answers."""
    if not actor.may(Permission.REFERRAL_CREATE) or actor.organisation_id is None:
        raise Forbidden("referral:create")
    now = clock.now()
    with atomic():
        referral = Referral.create(
            reference=unused_reference("R", reference_is_taken),
            organisation=actor.organisation_id,
            referred_by=actor.account_id,
            programme=programme,
            state_since=now,
            created_at=now,
            updated_at=now,
            **answers,
        )
        index_words(referral)
        record(actor, "referral.start", referral)
    return referral


def reference_is_taken(reference: str) -> bool:
    return Referral.select().where(Referral.reference == reference).exists()


def save_answers(actor: Viewer, referral: Referral, **answers: Any) -> None:
    """Keep the answers of a question page; a consent is kept with its wording and its time."""
    _only_a_draft(referral)
    agreed = sections.ANSWERS[sections.Section.CONSENT]
    if any(
        answers.get(name, getattr(referral, name)) != getattr(referral, name) for name in agreed
    ):
        given = answers.get("consent_given", referral.consent_given)
        answers["consent_at"] = clock.now() if given else None
        answers["consent_wording"] = WORDING_VERSION if given else ""
    with atomic():
        changed = (
            Referral.update(**answers, updated_at=clock.now())
            .where(Referral.id == referral.id, Referral.state == State.DRAFT)
            .execute()
        )
        if not changed:
            raise already_sent()
        for name, value in answers.items():
            setattr(referral, name, value)
        if "name" in answers:
            index_words(referral)
        record(actor, "referral.answer", referral, fields=sorted(answers))


def save_page(
    actor: Viewer, referral: Referral, typed: Mapping[str, Any], *, seen: str
) -> Referral:
    """Keep a page's answers beside what somebody else answered meanwhile; the draft as it is now.

    `seen` is what the page showed. Raises Clash where both changed the same answer.
    """
    with atomic():
        now = locked(referral)
        answers = merged(seen, {name: getattr(now, name) for name in typed}, typed)
        if answers:
            save_answers(actor, now, **answers)
    return now


def submit_referral(actor: Viewer, referral: Referral, *, seen: str | None = None) -> Referral:
    """Send a draft to staff; raises Conflict while an answer that is needed is missing.

    `seen` is what the check page showed: other answers than those are not sent.
    """
    with atomic():
        now = locked(referral)
        if seen is not None:
            refuse_unseen(seen, sections.all_answers(now))
        if sections.next_section(now) is not None:
            raise Conflict(gettext("Some answers are still missing. Go back and look at the list."))
        sender: dict[str, Any] = {} if _is_with_us(now) else {"referred_by": actor.account_id}
        make_move(actor, now, Move.SUBMIT, submitted_at=clock.now(), **sender)
    return now


def locked(referral: Referral) -> Referral:
    """The draft as it is now, which nobody else changes until the transaction ends."""
    lock_row(referral)
    now = Referral.get_or_none(Referral.id == referral.id)
    if now is None:
        raise NotFound("referral")
    _only_a_draft(now)
    return now


def _is_with_us(referral: Referral) -> bool:
    """Whether who began it still works for the organisation; else who sends it follows it."""
    account = referral.referred_by
    if account is None or not account.is_active:
        return False
    return bool(account.organisation_id == referral.organisation_id)


def delete_draft(actor: Viewer, referral: Referral) -> None:
    """Throw a draft away with everything in it; what was sent cannot be deleted."""
    _only_a_draft(referral)
    with atomic():
        gone = (
            Referral.delete()
            .where(Referral.id == referral.id, Referral.state == State.DRAFT)
            .execute()
        )
        if not gone:
            raise already_sent()
        record(actor, "referral.delete_draft", referral)


def index_words(referral: Referral) -> None:
    """Write the words by which the referral is found: of the name and of the reference."""
    words = names.index_words(referral.name, "", referral.reference)
    ReferralWord.delete().where(ReferralWord.referral == referral).execute()
    ReferralWord.insert_many([{"referral": referral, "word": word} for word in words]).execute()


def _only_a_draft(referral: Referral) -> None:
    if referral.state != State.DRAFT:
        raise already_sent()


def already_sent() -> Conflict:
    """The conflict of a question page that was open while somebody sent the referral."""
    return Conflict(gettext("This referral has been sent, so its answers cannot be changed here."))
