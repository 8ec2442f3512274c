"""What those who run the installation see of the outbox."""

from flask import Flask

from app import clock
from app.notifications.models import Message
from tests.cast import Cast


def written(app: Flask, template: str, body: str) -> None:
    with app.app_context():
        Message.create(
            message_key=template, template=template, to_address="a@people.example", locale="en",
            subject="About your referral", body=body, created_at=clock.now(),
        )  # fmt: skip


def test_an_admin_reads_what_would_be_sent(app: Flask, cast: Cast) -> None:
    written(app, "referral_moved", "Open your referral.")
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages")
    assert "Open your referral." in visitor.text
    assert "Waiting" in visitor.text


def test_words_to_a_client_are_for_her_alone(app: Flask, cast: Cast) -> None:
    written(app, "referral_client_text", "Bring your certificate, Hana.")
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages")
    assert "Hana" not in visitor.text
    assert "not shown here" in visitor.text


def test_staff_may_not_read_the_outbox(cast: Cast) -> None:
    cast.visits(cast.staff).open("/admin/messages", status=403)
