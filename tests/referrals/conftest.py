"""Referrals for the tests: each is brought to its state by the services that people use."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.clients.consent_models import ConsentGiven
from app.clients.models import ContactRoute
from app.referrals.drafts import save_answers, start_draft, submit_referral
from app.referrals.models import Companion, InterpreterNeed, Referral
from scripts.make_pseudo_locale import TRANSLATIONS
from tests.cast import Cast

ANSWERS: dict[str, Any] = {
    "name": "Selam Haile",
    "contact_route": ContactRoute.PHONE,
    "phone": "07700 900123",
    "profession": "nurse",
    "trained_in": "ER",
    "preferred_language": "ti",
    "interpreter": InterpreterNeed.YES,
    "companion": Companion.REFERRER,
}
CONSENT = {"consent_given": ConsentGiven.SPOKEN_WITH_INTERPRETER, "share_plan": True}

Make = Callable[..., Referral]

# What every text of the pretend translation holds; see scripts/make_pseudo_locale.py.
PRETEND = "نص تجريبي"
pretend_translation = pytest.mark.skipif(
    not list(TRANSLATIONS.glob("ar_001/LC_MESSAGES/*.mo")),
    reason="The pseudo-locale is made by make test.",
)


@pytest.fixture
def draft(app: Flask, cast: Cast) -> Make:
    """Makes a draft of the partner's organisation, complete unless told otherwise."""

    def make(**changes: Any) -> Referral:
        with app.test_request_context():
            actor = cast.viewer(changes.pop("by", cast.partner))
            programme = changes.pop("programme", cast.programme)
            consent = {key: changes.pop(key, value) for key, value in CONSENT.items()}
            referral = start_draft(actor, programme=programme, **(ANSWERS | changes))
            if consent["consent_given"]:
                save_answers(actor, referral, **consent)
            return Referral.get_by_id(referral.id)

    return make


@pytest.fixture
def sent(app: Flask, cast: Cast, draft: Make) -> Make:
    """Makes a referral that has been sent."""

    def make(**changes: Any) -> Referral:
        referral = draft(**changes)
        with app.test_request_context():
            submit_referral(cast.viewer(changes.get("by", cast.partner)), referral)
            return Referral.get_by_id(referral.id)

    return make
