"""Mail goes encrypted to a server whose certificate is trusted, and a password never otherwise."""

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask

from app.notifications import mail_server
from app.notifications.models import Message, MessageStatus
from app.notifications.sending import send_due
from tests.factories.messages import a_message
from tests.post_office import PostOffice

pytestmark = [
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
    pytest.mark.usefixtures("context"),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate"),
]
PASSWORD = "pass:word/@"
Open = Callable[..., PostOffice]


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two self-made ones: `ours` for this machine, `theirs` for another name."""
    folder = tmp_path_factory.mktemp("certificates")
    for name, holder in (("ours", "IP:127.0.0.1"), ("theirs", "DNS:elsewhere.example")):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2",
             "-subj", f"/CN={name}", "-addext", f"subjectAltName={holder}",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
    return folder


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands on this machine and is spoken to as if it did not."""
    monkeypatch.setattr(mail_server, "LOCAL_HOSTS", ())


@pytest.fixture
def opened(app: Flask, certificates: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a post office that shows a certificate, and sends through it."""
    with ExitStack() as stack:

        def open_office(certificate: str, *, trusts: str, sign_in: str = "", **how: Any):  # type: ignore[no-untyped-def]
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(
                certificates / f"{certificate}.pem", certificates / f"{certificate}.key"
            )
            if how.get("scheme") == "smtps":  # of which aiosmtpd does not know that it is encrypted
                office = PostOffice(ssl_context=context, auth_require_tls=False, **how)
            else:
                office = PostOffice(tls_context=context, **how)
            office.start()
            stack.callback(office.stop)
            monkeypatch.setenv("SSL_CERT_FILE", str(certificates / f"{trusts}.pem"))
            url = office.url.replace("://", f"://{sign_in}@") if sign_in else office.url
            monkeypatch.setitem(app.config, "MAIL_URL", url)
            return office

        yield open_office


def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    is_right = given.login == b"portal@lw.example" and given.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=False)  # aiosmtpd says no itself


SIGN_IN = "portal%40lw.example:pass%3Aword%2F%40"


@pytest.mark.usefixtures("far_away")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_whose_certificate_is_trusted_gets_the_mail_encrypted(
    opened: Open, scheme: str
) -> None:
    office = opened(
        "ours", trusts="ours", scheme=scheme, sign_in=SIGN_IN,
        authenticator=known, auth_required=True, require_starttls=scheme == "smtp",
    )  # fmt: skip
    message = a_message()
    assert (send_due().sent, office.ids) == (1, [message.mail_id])


@pytest.mark.usefixtures("far_away")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize(
    ("shown", "trusted", "why"),
    [("ours", "theirs", "self-signed certificate"), ("theirs", "theirs", "IP address mismatch")],
)
def test_a_certificate_that_is_not_right_gets_nothing_and_says_why(
    app: Flask, opened: Open, scheme: str, shown: str, trusted: str, why: str
) -> None:
    office = opened(shown, trusts=trusted, scheme=scheme)
    message = a_message()
    run = send_due()
    assert "its certificate is not trusted" in run.stopped
    assert why in run.stopped
    assert office.tries == []
    row = Message.get_by_id(message.id)
    assert (row.status, row.attempts, row.claimed_by) == (MessageStatus.WAITING, 0, None)
    result = app.test_cli_runner().invoke(args=["send-messages"])
    assert result.exit_code == 1
    assert "its certificate is not trusted" in result.output


@pytest.mark.usefixtures("far_away")
def test_a_password_is_not_sent_where_encryption_was_taken_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody on the way may hide that the server offers STARTTLS."""
    seen: list[str] = []
    office = PostOffice(
        authenticator=lambda *given: seen.append("a password") or AuthResult(success=True),
        auth_require_tls=False,
    )
    office.start()
    try:
        url = office.url.replace("://", f"://{SIGN_IN}@")
        monkeypatch.setitem(app.config, "MAIL_URL", url)
        message = a_message()
        assert "does not offer encryption" in send_due().stopped
    finally:
        office.stop()
    assert seen == office.tries == []
    assert Message.get_by_id(message.id).attempts == 0


@pytest.mark.usefixtures("far_away")
def test_a_wrong_password_is_said_so_and_stops_the_run(opened: Open) -> None:
    office = opened(
        "ours", trusts="ours", scheme="smtps", sign_in="portal%40lw.example:wrong",
        authenticator=known, auth_required=True,
    )  # fmt: skip
    message = a_message()
    assert "refused our sign-in" in send_due().stopped
    assert office.tries == []
    assert Message.get_by_id(message.id).attempts == 0


def test_a_server_on_this_machine_needs_no_certificate(opened: Open) -> None:
    office = opened("theirs", trusts="ours")
    a_message()
    assert send_due().sent == 1
    assert len(office.delivered) == 1
