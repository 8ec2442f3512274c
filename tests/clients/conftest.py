"""What tests of clients share: a client with everything known of her."""

import pytest

from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import give_consent
from app.policy import SYSTEM
from tests.cast import Cast


@pytest.fixture
def page(cast: Cast) -> str:
    """The address of the client's page."""
    return f"/clients/{cast.client.reference}"


@pytest.fixture
def shared(cast: Cast) -> Client:
    """The client, who lets the partner see profession, English and plan."""
    with cast.app.test_request_context():
        for purpose in (
            ConsentPurpose.SHARE_PROFILE, ConsentPurpose.SHARE_ENGLISH, ConsentPurpose.SHARE_PLAN,
        ):  # fmt: skip
            give_consent(
                SYSTEM,
                cast.client,
                counterparty=Counterparty.ORGANISATION,
                organisation=cast.organisation,
                purpose=purpose,
                given=ConsentGiven.WRITTEN,
            )
    return cast.client
