"""A mail server of the tests' own, over real SMTP, that can be told to misbehave."""

import asyncio
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# What the server says after a mail's last dot; None is to take it, DROP to take it and hang up.
Answer = str | None
DROP = "drop"


class _OnAnyPort(Controller):
    """aiosmtpd looks in on its own server by the port it was given, which here is any."""

    def _trigger_server(self) -> None:
        self.port = port_of(self)
        super()._trigger_server()


def port_of(controller: Controller) -> int:
    assert isinstance(controller.server, asyncio.Server)
    return int(controller.server.sockets[0].getsockname()[1])


class PostOffice:
    """Keeps what was delivered; `on_recipient` and `on_mail` may refuse.

    `scheme` is that of its address; `options` are those of aiosmtpd, such as its certificate.
    """

    def __init__(self, *, scheme: str = "smtp", **options: Any) -> None:
        self.scheme = scheme
        self.delivered: list[EmailMessage] = []
        self.tries: list[str] = []
        self.on_recipient: Callable[[str], Answer] = lambda _address: None
        self.on_mail: Callable[[EmailMessage], Answer] = lambda _mail: None
        self.seconds_for_a_mail = 0.0
        self.controller = _OnAnyPort(self, hostname="127.0.0.1", port=0, **options)

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{port_of(self.controller)}"

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.delivered]

    async def handle_RCPT(  # noqa: N802 -- the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.tries.append(address)
        if answer := self.on_recipient(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        if self.seconds_for_a_mail:
            await asyncio.sleep(self.seconds_for_a_mail)
        answer = self.on_mail(mail)
        if answer not in (None, DROP):
            return str(answer)
        self.delivered.append(mail)
        if answer == DROP:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"
