"""Names without a space in them, as long as they may be, widen no page on a phone."""

import pytest
from flask import Flask

from app.clients.services import add_referrer, create_client
from app.organisations.models import Organisation
from app.policy import SYSTEM
from app.support.groups import join_group
from tests.cast import Cast
from tests.factories.support import a_group, a_need, a_request, a_service
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser
WIDTH = 390


def test_long_names_widen_no_page(people: People, cast: Cast, app: Flask, javascript: bool) -> None:
    if not javascript:
        return  # the width is asked by a script
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        name = {Organisation.name: "O" * 150}
        Organisation.update(name).where(Organisation.id == cast.other_organisation.id).execute()
        client = create_client(
            SYSTEM, programme=cast.programme, name="W" * 200, known_as="K" * 100,
            profession="nurse",
        )  # fmt: skip
        add_referrer(SYSTEM, client, cast.organisation)
        organisation = Organisation.get_by_id(cast.other_organisation.id)
        service = a_service(organisation, name="S" * 150)
        need = a_need(client, actor=staff, words="N" * 1000)
        asked = a_request(need, service, actor=staff, words="N" * 1000)
        group = a_group(staff, name="G" * 150, meets="M" * 200, place="P" * 250)
        join_group(staff, group, client=client)
    person = people.person(width=WIDTH)
    person.sign_in(cast.staff.email)
    own, request = f"/clients/{client.reference}", f"/support/requests/{asked.reference}"
    wide = {}
    for path in (
        own, f"{own}/needs", f"{own}/needs/{need.id}/ask",
        f"{own}/needs/{need.id}/ask/{service.id}", f"{own}/shared-requests",
        "/support", f"/support/services/{service.id}",
        "/support/requests", request, f"{request}/accept",
        "/support/groups", f"/support/groups/{group.reference}",
        f"/support/groups/{group.reference}?search=w", f"/support/groups/{group.reference}/edit",
    ):  # fmt: skip
        person.page.goto(path)
        width = person.page.evaluate("document.documentElement.scrollWidth")
        if width > WIDTH:
            wide[path] = width
    assert not wide
