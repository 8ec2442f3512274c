"""Nothing that a visitor or a client reads is left untranslated.

In the pseudo-locale every translated text stands in ⟦brackets⟧: what is outside of them, and is
not data, was never given to the translators.
"""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString
from flask import Flask

from app.accounts.models import Account
from tests.cast import Cast
from tests.visitor import Visitor

COMPILED = Path("app/translations/ar_001/LC_MESSAGES/messages.mo")
LATIN = re.compile(r"[A-Za-z]{3,}")
BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
NOT_READ = {"script", "style", "title", "pre"}

pytestmark = pytest.mark.skipif(
    not (Path(__file__).parents[2] / COMPILED).exists(),
    reason="The pseudo-locale is made by make test.",
)


def untranslated(page: BeautifulSoup, data: set[str]) -> list[str]:
    """The texts of a page that are neither translated nor data."""
    found = []
    for node in page.find_all(string=True):
        if not isinstance(node, NavigableString) or type(node) is not NavigableString:
            continue
        if any(
            parent.name in NOT_READ or parent.get("translate") == "no" for parent in node.parents
        ):
            continue
        text = " ".join(node.split())
        for known in sorted(data, key=len, reverse=True):
            text = text.replace(known, " ")
        while BRACKETS.search(text):
            text = BRACKETS.sub(" ", text)
        if LATIN.search(text):
            found.append(" ".join(node.split()))
    return found


PUBLIC_PAGES = (
    "/ar_001/", "/ar_001/refer-yourself", "/ar_001/refer-yourself/return", "/sign-in",
    "/nothing-here",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_public_pages_are_translated_whole(app: Flask, visitor: Visitor, address: str) -> None:
    visitor.open("/ar_001/")
    page = visitor.open(address, status=404 if "nothing" in address else 200)
    assert page.find("html")["dir"] == "rtl"
    assert untranslated(page, {"English"}) == []


def test_what_is_not_translated_is_found(app: Flask) -> None:
    page = BeautifulSoup("<p>⟦نص Sign in⟧</p><p>Never given ⟦x⟧</p><p>Hana</p>", "html.parser")
    assert untranslated(page, {"Hana"}) == ["Never given ⟦x⟧"]


def in_pseudo_locale(app: Flask, account: Account) -> None:
    with app.app_context():
        Account.update(locale="ar_001").where(Account.id == account.id).execute()


CLIENT_PAGES = (
    "/home", "/account", "/courses", "/courses/{course}", "/slots", "/slots/{slot}", "/bookings",
    "/bookings/{booking}", "/bookings/{booking}/cancel", "/mentors/{mentor}",
    "{client}", "{client}/plan", "{client}/plan/print", "{client}/plan/steps/documents",
    "{client}/plan/steps/english_test", "{client}/english", "{client}/evidence",
    "{client}/consent", "{client}/consent/{consent}",
    "{client}/consent/share?counterparty=mentor&organisation=&purpose=share_needs",
    "{client}/timeline", "{client}/matches", "{client}/bookings",
    "{client}/edit", "{client}/edit/contact", "{client}/edit/languages",
    "{client}/edit/availability", "{client}/edit/progress", "{client}/confirm", "{client}/words",
)  # fmt: skip
# What people wrote, and names, which are not translated.
WRITTEN = {
    "Hana Tesfaye", "Hana", "Dr Mary Mentor", "Cedar House Community Centre", "IELTS evening class",
    "Cape Hill Medical Centre", "hana@mail.example", "Smethwick", "English",
    "Sandwell and West Birmingham NHS Trust", "The Learning Works", "IELTS Academic", "OET",
    "Unett Street, Birmingham B19 3BX",
}  # fmt: skip


def test_what_a_client_reads_is_translated_whole(
    app: Flask, cast: Cast, life: dict[str, str]
) -> None:
    account = cast.client_account
    in_pseudo_locale(app, account)
    visitor = cast.visits(account)
    address_on_paper = f"{app.config['BASE_URL']}{life['client']}/plan"
    data = WRITTEN | {
        address_on_paper,
        cast.client.reference,
        account.email,
        f"Werkzeug/{version('werkzeug')}",
    }
    found = []
    for address in CLIENT_PAGES:
        page = visitor.open(address.format(**life))
        assert page.find("html")["dir"] == "rtl"
        found += [f"{address}: {text}" for text in untranslated(page, data)]
    assert not found, "\n".join(found)
