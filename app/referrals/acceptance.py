"""Taking a referral on: the person becomes a client, or is linked to one who is known already."""

from typing import Any

from app import clock
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.locking import locked
from app.clients.models import Client, ClientLanguage
from app.clients.own_words import keep_words
from app.clients.services import add_referrer, create_client, give_consent
from app.db import atomic
from app.notifications.addresses import hand_over, person
from app.pathways.services import keep_brought_plan
from app.policy import Viewer
from app.referrals.choices import UNKNOWN_COUNTRY, UNKNOWN_LANGUAGE
from app.referrals.models import InterpreterNeed, Referral, ReferralMove
from app.referrals.sections import SHARED
from app.referrals.self_referrals.queries import own_language
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move

INTERPRETER = {InterpreterNeed.YES: True, InterpreterNeed.NO: False}  # else nobody knows


def accept_referral(
    actor: Viewer,
    referral: Referral,
    decision: Decision,
    *,
    client: Client | None,
    profession: str = "",
    version: int | None = None,
) -> ReferralMove:
    """Accept for a known client, or for a new one of the profession that staff read from it.

    The referring organisation follows the client from now on, and the consents given in the
    referral are noted in the words, the way and at the time in which they were given; what the
    client has taken back since stays taken back.
    """
    with atomic():
        person = locked(client) if client else _new_client(actor, referral, profession)
        row = make_move(actor, referral, Move.ACCEPT, decision, version=version, client=person)
        if referral.organisation is not None:
            add_referrer(actor, person, referral.organisation)
        _keep_words(actor, referral, person)
        _note_consents(actor, referral, person)
        _keep_plan(actor, referral, person)
    return row


def _keep_words(actor: Viewer, referral: Referral, client: Client) -> None:
    """What the referral says in her words, or in the organisation's, beside what staff make of it;
    what it does not say takes nothing away from what is known."""
    texts = {"goal": referral.goal, "childcare_need": referral.childcare_need}
    said = {name: text for name, text in texts.items() if text}
    keep_words(actor, client, said, told_by=referral.organisation, said_at=referral.submitted_at)


def _keep_plan(actor: Viewer, referral: Referral, client: Client) -> None:
    """What the organisation had agreed with her becomes part of her plan."""
    goals, steps = referral.plan_goals or "", referral.plan_steps or ""
    if referral.organisation is not None and (goals or steps):
        keep_brought_plan(
            actor, client, organisation=referral.organisation, goals=goals, steps=steps
        )


def _new_client(actor: Viewer, referral: Referral, profession: str) -> Client:
    asked = clock.local(referral.submitted_at).date()
    client = create_client(
        actor,
        programme=referral.programme,
        coordinator=referral.coordinator_id,
        name=referral.name,
        profession=profession or referral.profession,
        waiting_since=asked,
        **_facts(referral),
    )
    hand_over(person("referral", referral.id), person("client", client.id))
    if referral.preferred_language != UNKNOWN_LANGUAGE:
        ClientLanguage.create(client=client, code=referral.preferred_language)
    return client


def _facts(referral: Referral) -> dict[str, Any]:
    """The client's columns as far as the referral knows them."""
    copied = (
        "contact_route", "phone", "email", "contact_note", "trained_year", "birth_year",
        "postcode", "right_to_work", "childcare_need", "goal",
    )  # fmt: skip
    facts = {name: getattr(referral, name) for name in copied}
    language, country = referral.preferred_language, referral.trained_in
    return facts | {
        "trained_in": "" if country == UNKNOWN_COUNTRY else country,
        "preferred_language": "" if language == UNKNOWN_LANGUAGE else language,
        "interpreter_needed": INTERPRETER.get(referral.interpreter),
    }


def _note_consents(actor: Viewer, referral: Referral, client: Client) -> None:
    given = ConsentGiven(referral.consent_given)
    spoken_in = referral.preferred_language
    interpreted = given is ConsentGiven.SPOKEN_WITH_INTERPRETER
    how: dict[str, Any] = {
        "given": given,
        "language": own_language(referral)
        or (spoken_in if interpreted and spoken_in != UNKNOWN_LANGUAGE else "en"),
        "given_at": referral.consent_at,
        "wording_version": referral.consent_wording,
    }
    give_consent(
        actor, client, counterparty=Counterparty.STAFF,
        purpose=ConsentPurpose.HOLD_RECORD, **how,
    )  # fmt: skip
    if referral.organisation is None:
        return
    taken_back = _taken_back_since(referral, client)
    for column, purpose in SHARED:
        if getattr(referral, column) and purpose not in taken_back:
            give_consent(
                actor, client, counterparty=Counterparty.ORGANISATION, purpose=purpose,
                organisation=referral.organisation, **how,
            )  # fmt: skip


def _taken_back_since(referral: Referral, client: Client) -> set[str]:
    """What the client has refused this organisation after agreeing to it in the referral."""
    rows = Consent.select(Consent.purpose).where(
        Consent.client == client,
        Consent.organisation == referral.organisation,
        Consent.withdrawn_at > referral.consent_at,
    )
    return {row.purpose for row in rows}
