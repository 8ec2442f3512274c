"""What those who run the installation see of the outbox."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.notifications.models import Message, MessageStatus, Problem
from app.notifications.queries import OPEN_TO_ADMINS
from tests.cast import Cast
from tests.factories.messages import a_message


def written(app: Flask, template: str = "referral_moved", **given: object) -> Message:
    with app.app_context():
        return a_message(template, **given)


def failed(app: Flask, **given: object) -> Message:
    return written(
        app, status=MessageStatus.FAILED, problem=Problem.ADDRESS_REFUSED, attempts=3, **given
    )


def test_an_admin_reads_what_would_be_sent(app: Flask, cast: Cast) -> None:
    written(app, subject="About your referral", body="Open your referral.")
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages")
    assert "Waiting" in visitor.text
    assert "No mail server is set" in visitor.text
    visitor.follow("About your referral")
    assert "Open your referral." in visitor.text


def test_words_to_a_client_are_for_her_alone(app: Flask, cast: Cast) -> None:
    message = written(app, "referral_client_text", body="Bring your certificate, Hana.")
    visitor = cast.visits(cast.admin)
    for address in ("/admin/messages", f"/admin/messages/{message.id}"):
        visitor.open(address)
        assert "Hana" not in visitor.text
    assert "not shown here" in visitor.text


TEMPLATES = Path(__file__).parents[2] / "templates" / "emails"
LETS_IN = re.compile(r"You need no password|Open this page and press the button")


def test_a_mail_that_nobody_has_called_open_is_for_its_reader_alone(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.admin)
    for template in ("support_linked", "referral_linked", "still_right", "english_ends", "new"):
        message = written(app, template, body="https://pathways.example/support/answer/a-secret")
        for address in ("/admin/messages", f"/admin/messages/{message.id}"):
            visitor.open(address)
            assert "a-secret" not in str(visitor.page), template


def test_all_words_are_open_where_nothing_leaves_and_nobody_is_real(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = written(app, "support_linked", body="https://pathways.example/support/answer/a-link")
    visitor = cast.visits(cast.admin)
    monkeypatch.setitem(app.config, "APP_ENV", "development")
    visitor.open(f"/admin/messages/{message.id}")
    assert "a-link" in visitor.text
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://mail.example")
    visitor.open(f"/admin/messages/{message.id}")
    assert "a-link" not in visitor.text


def test_no_mail_with_a_link_that_lets_its_reader_in_is_open_to_admins() -> None:
    for name in OPEN_TO_ADMINS:
        words = (TEMPLATES / name / "body.txt").read_text(encoding="utf-8")
        assert not LETS_IN.search(words), name
        assert "{{ text" not in words, name


def test_the_list_is_narrowed_to_a_state_and_paged(app: Flask, cast: Cast) -> None:
    for number in range(27):
        failed(app, subject=f"Failed {number:02}")
    written(app, subject="It waits")
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages?status=failed")
    assert "It waits" not in visitor.text
    assert "Failed 26" in visitor.text
    assert "Failed 01" not in visitor.text
    visitor.follow("Next page")
    assert "Failed 01" in visitor.text
    assert "It waits" not in visitor.text


def test_a_failed_message_is_sent_again_once(app: Flask, cast: Cast) -> None:
    message = failed(app)
    visitor = cast.visits(cast.admin)
    visitor.open(f"/admin/messages/{message.id}")
    assert "The mail server refused the address." in visitor.text
    form = visitor.page
    visitor.submit(button="Send it again")
    assert "The message will be sent again." in visitor.text
    visitor.page = form
    visitor.submit(button="Send it again")  # pressed twice
    with app.app_context():
        row = Message.get_by_id(message.id)
        assert (row.status, row.attempts, row.mail_id) == ("waiting", 0, message.mail_id)
        assert AuditEvent.select().where(AuditEvent.action == "message.resend").count() == 1


def test_what_did_not_fail_cannot_be_sent_again(app: Flask, cast: Cast) -> None:
    message = failed(app)
    visitor = cast.visits(cast.admin)
    visitor.open(f"/admin/messages/{message.id}")
    with app.app_context():
        Message.update(status=MessageStatus.WAITING).execute()
    visitor.submit(button="Send it again", status=409)


@pytest.mark.parametrize("role", ["staff", "partner", "client_account"])
def test_nobody_else_reads_the_outbox(app: Flask, cast: Cast, role: str) -> None:
    message = written(app)
    visitor = cast.visits(getattr(cast, role))
    visitor.open("/admin/messages", status=403)
    visitor.open(f"/admin/messages/{message.id}", status=404)


def test_administration_says_how_many_could_not_be_sent(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.admin)
    visitor.open("/admin")
    assert "could not be sent" not in visitor.text
    failed(app), failed(app)
    visitor.open("/admin")
    visitor.follow("2 could not be sent")
    assert visitor.address == "/admin/messages?status=failed"
