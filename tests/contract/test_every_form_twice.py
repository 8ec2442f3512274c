"""Every form that a role can send, sent twice: it is done once, and answered the same."""

import pytest
from flask import Flask

from app.db import all_models
from app.policy import Role
from tests.cast import Cast
from tests.contract.test_no_route_breaks import ROLES, Attacker, World, attacker, forms_of

# What counts how often something was tried, or that it was.
COUNTED_ANYWAY = {"audit_event", "submission", "sign_in_try", "account_session"}


def how_many(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {
            model._meta.table_name: model.select().count()
            for model in all_models()
            if model._meta.table_name not in COUNTED_ANYWAY
        }


def send(sender: Attacker, path: str, answers: dict[str, object]) -> tuple[int, str]:
    data = {"csrf_token": sender.token} | answers
    response = sender.visitor.http.post(path, data=data)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("role", ROLES)
def test_every_form_sent_twice_does_it_once(app: Flask, cast: Cast, role: Role) -> None:
    sender = attacker(app, cast, role)
    findings = []
    for path, answers in list(forms_of(app, sender, World(app, cast), role)):
        first = send(sender, path, answers)
        between = how_many(app)
        second = send(sender, path, answers)
        after = how_many(app)
        if first != second and first[0] in (200, 302, 303):
            findings.append(f"{path}: {first}, then {second}")
        if between != after:
            made = {name for name in after if after[name] != between[name]}
            findings.append(f"{path}: {first}, then {second}, and again in {made}")
    assert not findings, "\n".join(findings)
