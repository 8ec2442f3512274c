"""What visitors and clients read is translated whole into every language that is offered.

A recorder stands in for each language's texts and keeps what it has no translation for. Whoever
adds such a text writes its translation into app/translations/LANGUAGE/LC_MESSAGES/messages.po, as
a draft is better there than English, and every page says that nobody has checked it.
"""

import io
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.support import Translations
from flask import Flask
from flask_babel import get_locale

import config
from app.accounts.models import Account
from app.opportunities.candidatures import offer_to_client
from app.web.locales import FOLDER, Texts
from scripts.check_translations import ROOT, read, texts
from tests.cast import Cast
from tests.contract.test_translations import CLIENT_PAGES
from tests.factories.opportunities import registered_post
from tests.factories.support import a_group, a_need, a_request, a_service
from tests.visitor import Visitor

REAL = [locale for locale in config.Config.LOCALES if locale != "en"]
# Read by visitors and clients, in states too that no test brings about.
TEMPLATES = (
    "emails/**", "errors/**", "layouts/**", "pdf/**", "public/**", "self_referrals/**",
    "accounts/go_on.html", "accounts/link_over.html", "accounts/set_password.html",
    "accounts/sign_in.html", "clients/still_right.html", "notifications/stop.html",
)  # fmt: skip
pytestmark = pytest.mark.parametrize("locale", REAL)


class Recorder(Translations):
    """A language's texts; `lacking` keeps what was asked for and is not there."""

    lacking: set[str]

    def _known(self, text: str, key: object) -> None:
        if key not in self._catalog and text in WANTED:
            self.lacking.add(text)

    def ugettext(self, message: str) -> str:
        self._known(message, message)
        return str(super().ugettext(message))

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._known(msgid1, (msgid1, self.plural(n)))
        return str(super().ungettext(msgid1, msgid2, n))


WANTED = {
    text[0] if isinstance(text, tuple) else text
    for text, _context in texts(read(FOLDER / "messages.pot"))
}


@pytest.fixture
def recorder(app: Flask, monkeypatch: pytest.MonkeyPatch, locale: str) -> Iterator[Recorder]:
    """The app offers the language; what it lacks is known at the end."""
    compiled = io.BytesIO()
    write_mo(compiled, read(FOLDER / locale / "LC_MESSAGES" / "messages.po", locale=locale))
    compiled.seek(0)
    recorder = Recorder(compiled)
    recorder.lacking = set()
    others = Texts.get_translations

    def get_translations(self: Texts) -> Translations:
        return recorder if str(get_locale()) == locale else others(self)

    monkeypatch.setattr(Texts, "get_translations", get_translations)
    monkeypatch.setitem(app.config, "LOCALES", ["en", locale])
    yield recorder
    assert not recorder.lacking, "\n".join(
        ["Without a translation:", *sorted(map(repr, recorder.lacking))]
    )


def test_a_text_without_translation_is_found(recorder: Recorder, locale: str) -> None:
    recorder._catalog.pop("Sign in")
    assert recorder.ugettext("Sign in") == "Sign in"
    assert recorder.lacking == {"Sign in"}
    recorder.lacking.clear()


def test_the_pages_of_a_visitor_are_translated_whole(
    recorder: Recorder, visitor: Visitor, locale: str
) -> None:
    for address in ("", "refer-yourself", "refer-yourself/return"):
        page = visitor.open(f"/{locale}/{address}")
        assert page.find("html")["lang"] == locale
    visitor.open("/nothing-here", status=404)
    visitor.open("/sign-in")
    visitor.submit({"email": "nobody@mail.example", "password": "x"}, action="/sign-in", status=422)


ANSWERS = (
    {"profession": "nurse", "trained_in": "ER"},
    {"name": "Selam", "contact_route": "phone", "phone": "07700 900123"},
    {"preferred_language": "ar", "interpreter": "yes"},
    {"companion": "other", "companion_name": "Hanan"},
    {"heard_from": "friend", "is_helped": "yes", "helper": "Hanan"},
    {"consent_given": "y"},
)


def test_a_self_referral_is_translated_whole(
    recorder: Recorder, visitor: Visitor, locale: str
) -> None:
    visitor.open(f"/{locale}/refer-yourself/begin")
    for answers in ANSWERS:
        visitor.submit(dict.fromkeys(answers, ""), status=422)
        visitor.submit(answers)
    visitor.submit()
    for address in ("mine", "code", "withdraw"):
        visitor.open(f"/{locale}/refer-yourself/{address}")
    visitor.submit()


@pytest.fixture
def more(app: Flask, cast: Cast, life: dict[str, str]) -> list[str]:
    """Addresses of what else a client may have: an offer, a need, a request, a group."""
    with app.test_request_context():
        client, staff = cast.client, cast.viewer(cast.staff)
        offer = offer_to_client(staff, client, registered_post(title="Nurse"))
        service = a_service(cast.organisation)
        need = a_need(client)
        request = a_request(need, service, actor=staff)
        group = a_group(staff)
        own = f"/clients/{client.reference}"
        return [
            f"{own}/candidatures/{offer.id}", f"{own}/needs", f"{own}/needs/new",
            f"{own}/needs/{need.id}/ask", f"{own}/needs/{need.id}/ask/{service.id}",
            f"{own}/share-code", "/support", f"/support/services/{service.id}",
            "/support/groups", f"/support/groups/{group.reference}", "/support/requests",
            f"/support/requests/{request.reference}", "/account/messages",
        ]  # fmt: skip


def test_the_pages_of_a_client_are_translated_whole(
    recorder: Recorder, cast: Cast, life: dict[str, str], more: list[str], locale: str
) -> None:
    account = cast.client_account
    with cast.app.app_context():
        Account.update(locale=locale).where(Account.id == account.id).execute()
    visitor = cast.visits(account)
    for address in [*CLIENT_PAGES, *more]:
        page = visitor.open(address.format(**life))
        assert page.find("html")["lang"] == locale


def test_mails_prints_and_the_regulators_steps_are_translated_whole(locale: str) -> None:
    known = texts(read(FOLDER / locale / "LC_MESSAGES" / "messages.po", locale=locale))
    said = {_text(key[0]) for key, message in known.items() if message.string}
    templates = [(pattern, "jinja2") for pattern in TEMPLATES]
    reference = [("**.yaml", "app.reference.extract:extract_reference")]
    found = [
        *extract_from_dir(ROOT / "templates", templates),
        *extract_from_dir(ROOT / "app" / "reference" / "data", reference),
    ]
    wanted = {_text(one[2]) for one in found}
    assert {"Sign in", "Stop these messages?", "Your daily mail"} <= wanted
    assert not sorted(wanted - said)


def _text(text: object) -> str:
    """A text by its first form, which is what Babel knows it by."""
    return str(text[0] if isinstance(text, tuple) else text)
