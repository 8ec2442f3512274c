"""A translation that no person has checked says so, and leads to the English."""

from pathlib import Path

import pytest
from flask import Flask

from app import clock
from app.accounts.models import Account
from app.notifications.letters import letter
from app.notifications.models import Message
from app.notifications.services import Recipient, put_in_outbox
from app.web import locales
from tests.cast import Cast
from tests.visitor import Visitor

SAID = "A machine drafted this translation"


def test_a_page_in_an_unchecked_language_says_so_and_leads_to_its_english(visitor: Visitor) -> None:
    visitor.open("/ar_001/refer-yourself?from=friend")
    assert SAID in visitor.text
    visitor.follow("This page in English")
    assert visitor.address == "/en/refer-yourself?from=friend"
    assert SAID not in visitor.text


def test_a_page_without_a_language_in_its_address_is_shown_once_in_english(
    app: Flask, cast: Cast
) -> None:
    account = cast.client_account
    with app.app_context():
        Account.update(locale="ar_001").where(Account.id == account.id).execute()
    visitor = cast.visits(account)
    visitor.open("/bookings?when=earlier")
    assert SAID in visitor.text
    page = visitor.follow("This page in English")
    assert visitor.address == "/bookings?when=earlier&in=en"
    assert page.find("html")["lang"] == "en"
    assert SAID not in visitor.text
    assert visitor.open("/bookings").find("html")["lang"] == "ar-001"


def test_a_page_asked_for_in_a_language_not_offered_stays_as_it_is(visitor: Visitor) -> None:
    assert visitor.open("/sign-in?in=xx").find("html")["lang"] == "en"


def test_an_error_page_can_be_read_in_english(visitor: Visitor) -> None:
    visitor.open("/ar_001/")
    visitor.open("/nothing-here", status=404)
    assert SAID in visitor.text
    visitor.follow("This page in English", status=404)
    assert "Page not found" in visitor.text
    assert SAID not in visitor.text


def test_a_mail_in_an_unchecked_language_says_so(context: None, cast: Cast) -> None:
    for locale, said in (("ar_001", True), ("en", False)):
        reader = Recipient("a@mail.example", locale)
        put_in_outbox("english_ends", reader, key=f"ends:{locale}", ends_on=clock.today(), link="")
        message = Message.select().order_by(Message.id.desc()).get()
        mail = letter(message)
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            assert (SAID in body.get_content()) is said


@pytest.mark.parametrize(
    ("head", "reviewed"),
    [
        ("# Reviewed by:\n", False),
        ("# Reviewed by:   \n#\n", False),
        ("# Reviewed by: Amal, 3 May 2027\n", True),
        ("", False),
    ],
)
def test_a_translation_is_checked_when_its_file_names_who_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str, *, reviewed: bool
) -> None:
    path = tmp_path / "ar" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'# Arabic\n{head}msgid ""\nmsgstr ""\n', encoding="utf-8")
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    assert locales.is_reviewed("ar") is reviewed
    assert locales.is_reviewed("en")
    assert not locales.is_reviewed("fa")
