"""The mail server of MAIL_URL: one connection, and what its answers mean."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from app.notifications.models import Problem

TIMEOUT_SECONDS = 30
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
TOO_LARGE = 552  # said of the mail, at the place where the sender is named
ENHANCED = re.compile(rb"5\.\d{1,3}\.\d{1,3}\b")
NOBODY = (b"5.1.", b"5.2.1")  # no such address, or one that is switched off
CLOSING = 421  # the server is going away, whatever it was asked


class ServerAway(Exception):
    """Nothing can be sent now, whoever it is for: the server, the way to it, or our sign-in."""


class NotTaken(Exception):
    """This one message was not taken; it may be another time unless that is permanent."""

    def __init__(self, problem: Problem, *, code: int = 0) -> None:
        super().__init__(f"{problem} {code}" if code else str(problem))
        self.problem = problem
        self.is_permanent = code >= 500


@dataclass
class MailServer:
    """Connects when first needed, and again after the connection broke."""

    url: str
    sender: str  # the envelope's, to whom a refusal would return
    connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.connection is not None:
            try:
                self.connection.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()

    def send(self, recipient: str, mail: bytes) -> None:
        """Hand a mail over; raises NotTaken for this mail, ServerAway for all."""
        connection = self._connected()
        options = () if recipient.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        try:
            connection.sendmail(self.sender, [recipient], mail, options)
        except smtplib.SMTPRecipientsRefused as error:
            raise self._not_taken(*_refusal(*error.recipients[recipient])) from None
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code == TOO_LARGE:
                raise self._not_taken(error.smtp_code, Problem.CONTENT_REFUSED) from None
            # Not this mail's fault: they all come from us.
            raise self._away(f"the sender was refused ({error.smtp_code})") from None
        except smtplib.SMTPDataError as error:
            raise self._not_taken(error.smtp_code, Problem.CONTENT_REFUSED) from None
        except smtplib.SMTPNotSupportedError:
            raise NotTaken(Problem.ADDRESS_REFUSED, code=553) from None
        except (smtplib.SMTPException, OSError):
            # Perhaps after the last dot: it may have arrived.
            self._drop()
            raise NotTaken(Problem.CONNECTION_LOST) from None

    def _not_taken(self, code: int, problem: Problem) -> Exception:
        if code == CLOSING:
            return self._away("the server is closing")
        return NotTaken(problem if code >= 500 else Problem.NOT_NOW, code=code)

    def _away(self, words: str) -> ServerAway:
        self._drop()
        return ServerAway(words)

    def _drop(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            try:
                self.connection = _connect(self.url, self.sender.rpartition("@")[2])
            except ssl.SSLCertVerificationError as error:
                # OpenSSL's words name the server alone.
                words = f"its certificate is not trusted ({error.verify_message})"
                raise ServerAway(words) from None
            except smtplib.SMTPAuthenticationError as error:
                raise ServerAway(f"it refused our sign-in ({error.smtp_code})") from None
            except smtplib.SMTPNotSupportedError:
                raise ServerAway("it offers no way to sign in with a password") from None
            except (smtplib.SMTPException, OSError) as error:
                raise ServerAway(f"no connection ({type(error).__name__})") from None
        return self.connection


def _refusal(code: int, words: bytes) -> tuple[int, Problem]:
    """Whether nobody reads at an address (RFC 3463), or the server will not carry this mail there.

    A server without such words says 550, 551 or 553 of the address, and 554 of itself.
    """
    said = ENHANCED.match(words)
    nobody = said.group().startswith(NOBODY) if said else code in (550, 551, 553)
    return code, Problem.ADDRESS_REFUSED if nobody else Problem.CONTENT_REFUSED


def _connect(url: str, own_name: str) -> smtplib.SMTP:
    """An open, signed-in connection; encrypted when offered, and always before a password.

    On this machine nothing is encrypted: its own server has seldom a certificate to check.
    """
    at = urlsplit(url)
    host = at.hostname or ""
    is_local = host in LOCAL_HOSTS
    if at.scheme == "smtps":
        made: smtplib.SMTP = smtplib.SMTP_SSL(
            host,
            at.port or 465,
            own_name,
            timeout=TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )
    else:
        port = at.port or (587 if at.username else 25)
        made = smtplib.SMTP(host, port, own_name, timeout=TIMEOUT_SECONDS)
    try:
        made.ehlo_or_helo_if_needed()
        if at.scheme == "smtp" and not is_local and made.has_extn("starttls"):
            made.starttls(context=ssl.create_default_context())
            made.ehlo()
        elif at.scheme == "smtp" and not is_local and at.username:
            raise ServerAway("it does not offer encryption, so the password is not sent")
        if at.username:
            made.login(unquote(at.username), unquote(at.password or ""))
    except BaseException:
        made.close()
        raise
    return made
