"""The mail a message becomes."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from bs4 import BeautifulSoup

from app.notifications.letters import letter, paragraphs
from app.notifications.models import Message
from app.notifications.services import Recipient, put_in_outbox
from app.organisations.models import Trust
from tests.factories.messages import a_message

pytestmark = pytest.mark.usefixtures("context")


def read(**given: object) -> EmailMessage:
    sent = message_from_bytes(letter(a_message(**given)).as_bytes(), policy=default)
    assert isinstance(sent, EmailMessage)
    return sent


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_a_mail_says_what_it_is() -> None:
    mail = read(mail_id="<7@pathways.example>")
    assert mail["Subject"] == "About your booking"
    assert mail["From"] == "Pathways <pathways@localhost>"
    assert mail["Reply-To"] == mail["From"]
    assert mail["Message-ID"] == "<7@pathways.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.year == 2026
    assert mail.get_content_type() == "multipart/alternative"


def test_text_and_html_say_the_same() -> None:
    mail = read()
    html = BeautifulSoup(part(mail, "html"), "html.parser")
    assert "You have a place." in part(mail, "plain")
    assert "You have a place." in html.text
    assert html.find("a", href="https://pathways.example/bookings/7") is not None
    assert html.find("html")["lang"] == "en"


def test_a_right_to_left_mail_says_so() -> None:
    mail = read(locale="ar_001", subject="شيء جديد", body="أهلا.\n\nhttps://p.example/x\n")
    html = BeautifulSoup(part(mail, "html"), "html.parser")
    assert (html.find("html")["lang"], html.find("html")["dir"]) == ("ar-001", "rtl")
    assert html.find("a", href="https://p.example/x")["dir"] == "ltr"
    assert mail["Subject"] == "شيء جديد"
    assert mail["Content-Language"] == "ar-001"


def test_words_of_people_are_never_read_as_html() -> None:
    mail = read(body="<script>x</script> & more")
    html = part(mail, "html")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<script>x</script> & more" in part(mail, "plain")


def test_a_long_name_and_any_script_survive() -> None:
    body = "ሃና ተስፋዬ, عُمَر, O’Brien " + "x" * 3000
    assert body in part(read(body=body), "plain")


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs("a\nb\n\n\n c \n") == [["a", "b"], ["c"]]
    assert paragraphs("") == []


def test_a_mail_of_a_kind_that_may_be_stopped_says_how() -> None:
    mail = read()
    link = mail["List-Unsubscribe"].strip("<>")
    assert link.startswith("http://127.0.0.1:8000/stop-messages/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in part(mail, "plain")
    assert link in part(mail, "html")


def test_a_mail_that_must_go_offers_no_way_to_stop_it() -> None:
    mail = read(template="referral_moved")
    assert mail["List-Unsubscribe"] is None
    assert "stop-messages" not in part(mail, "plain")


@pytest.mark.parametrize(
    ("locale", "line"), [("en", "0121 496 0150"), ("ar_001", "\u20680121 496 0150\u2069")]
)
def test_a_number_to_ring_keeps_its_order_among_words_from_the_right(
    locale: str, line: str
) -> None:
    trust = Trust(learning_works_name="The Learning Works", name="NHS", phone="0121 496 0150")
    reader = Recipient("hana@mail.example", locale=locale)
    assert put_in_outbox("referral_client_text", reader, key="k", text="Hello.", trust=trust)
    assert line in Message.get().body.splitlines()
