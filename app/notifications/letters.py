"""A message as the mail that is sent: text and HTML, in the reader's language and direction."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses

from flask import current_app
from flask_babel import force_locale

from app import clock
from app.notifications.calendar_files import calendar_file, entries_of, is_off
from app.notifications.links import stop_link
from app.notifications.models import Message
from app.web import locales

# One long line for an address in a header: folded, Python would encode it beyond recognition.
POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")


def letter(message: Message) -> EmailMessage:
    """The mail with its headers; ValueError for an address that no header can hold."""
    if [address for _name, address in getaddresses([message.to_address])] != [message.to_address]:
        raise ValueError("more, or less, than one address")
    stop = stop_link(message)
    mail = EmailMessage(policy=POLICY.clone(utf8=not message.to_address.isascii()))
    mail["Subject"] = message.subject
    mail["From"] = current_app.config["MAIL_FROM"]
    mail["To"] = message.to_address
    mail["Reply-To"] = current_app.config["MAIL_REPLY_TO"]
    mail["Date"] = format_datetime(clock.local(clock.now()))
    mail["Message-ID"] = message.mail_id
    mail["Auto-Submitted"] = "auto-generated"
    if stop:
        mail["List-Unsubscribe"] = f"<{stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_drawn("emails/letter.txt", message, stop), cte="quoted-printable")
    mail.add_alternative(
        _drawn("emails/letter.html", message, stop), subtype="html", cte="quoted-printable"
    )
    _add_calendar(mail, message)
    # Last, as setting the content clears what is said about it.
    mail["Content-Language"] = locales.tag(message.locale)
    return mail


def _add_calendar(mail: EmailMessage, message: Message) -> None:
    """One file for each entry; of what is called off, one that takes it out of the calendar."""
    with force_locale(message.locale):
        entries = entries_of(message.calendar)
    for entry in entries:
        method = "CANCEL" if is_off(entry) else "PUBLISH"
        name = str(entry["uid"]).partition("@")[0]
        mail.add_attachment(
            calendar_file(entry, method=method), "text", "calendar", filename=f"{name}.ics",
            params={"charset": "utf-8", "method": method},
        )  # fmt: skip


def paragraphs(body: str) -> list[list[str]]:
    """A text's paragraphs, each as its lines; an empty line ends one."""
    found: list[list[str]] = [[]]
    for line in body.strip().splitlines():
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def addresses(body: str) -> list[str]:
    """The links of a text: the lines that are nothing else."""
    return [line.strip() for line in body.splitlines() if is_link(line.strip())]


def is_link(line: str) -> bool:
    return line.startswith(("https://", "http://")) and " " not in line


def _drawn(template: str, message: Message, stop: str | None) -> str:
    with force_locale(message.locale):
        return current_app.jinja_env.get_template(template).render(
            message=message,
            paragraphs=paragraphs(message.body),
            is_link=is_link,
            stop=stop,
            lang=locales.tag(message.locale),
            direction=locales.direction(message.locale),
            is_reviewed=locales.is_reviewed(message.locale),
        )
