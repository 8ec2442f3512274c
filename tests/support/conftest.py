"""What most tests of support start from: a client who needs clothes, and who could help."""

import pytest
from flask import Flask

from app.clients.models import Client
from app.organisations.models import Service
from app.support.models import Need, SupportRequest
from tests.cast import Cast
from tests.factories.support import a_need, a_request, a_service


@pytest.fixture
def service(app: Flask, cast: Cast) -> Service:
    """The other organisation's, whose worker is `cast.other_partner`."""
    with app.test_request_context():
        return a_service(cast.other_organisation, name="Best suits")


@pytest.fixture
def need(app: Flask, cast: Cast) -> Need:
    """Entered by the partner who referred the client."""
    with app.test_request_context():
        Client.update(phone="07700 900123").where(Client.id == cast.client.id).execute()
        return a_need(Client.get_by_id(cast.client.id), actor=cast.viewer(cast.partner))


@pytest.fixture
def asked(app: Flask, cast: Cast, need: Need, service: Service) -> SupportRequest:
    """Asked by the partner who referred the client."""
    with app.test_request_context():
        cast.other_partner  # noqa: B018 -- made when named
        return a_request(need, service, actor=cast.viewer(cast.partner), contact="07700 900123")
