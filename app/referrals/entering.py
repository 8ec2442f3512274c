"""Referrals that staff enter for an organisation without an account, as it told them."""

from typing import Any

from flask_babel import gettext

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict, Forbidden
from app.organisations.models import Organisation, Programme
from app.policy import Permission, Viewer
from app.references import unused_reference
from app.referrals import sections
from app.referrals.drafts import index_words, reference_is_taken, save_answers
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move


def enter_referral(
    actor: Viewer,
    *,
    organisation: Organisation,
    programme: Programme,
    told_by: str,
    organisation_email: str = "",
    **answers: Any,
) -> Referral:
    """A sent referral of the organisation; the consent is kept as the organisation told it.

    The e-mail address is kept with the organisation, which is written to from now on.
    Raises Conflict while an answer that is needed is missing.
    """
    if not actor.may(Permission.REFERRAL_ENTER) or programme.trust_id != actor.trust_id:
        raise Forbidden("referral:enter")
    now = clock.now()
    with atomic():
        _keep_address(actor, organisation, organisation_email)
        referral = Referral.create(
            reference=unused_reference("R", reference_is_taken),
            organisation=organisation,
            programme=programme,
            state_since=now,
            created_at=now,
            updated_at=now,
            name=answers.pop("name"),
        )
        save_answers(actor, referral, **answers)
        if sections.next_section(referral) is not None:
            raise Conflict(gettext("Some answers are still missing."))
        index_words(referral)
        said = Decision(note=_note(organisation, told_by))
        make_move(actor, referral, Move.SUBMIT, said, submitted_at=now)
    return referral


def _note(organisation: Organisation, told_by: str) -> str:
    return gettext(
        "Entered by us. %(name)s of %(organisation)s told us this, and that the person agreed.",
        name=told_by, organisation=organisation.name,
    )  # fmt: skip


def _keep_address(actor: Viewer, organisation: Organisation, email: str) -> None:
    if not email or email == organisation.email:
        return
    Organisation.update(email=email).where(Organisation.id == organisation.id).execute()
    organisation.email = email
    record(actor, "organisation.change", organisation, fields=["email"])
