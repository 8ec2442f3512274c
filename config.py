"""Settings: read from the environment, checked at start, one class for each environment."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32


class UnsafeSettings(SystemExit):
    """The settings would make an unsafe installation; the sentence says which and why.

    An exit, so that whoever starts the product reads the sentence and no traceback.
    """


class Config:
    """What all environments share; values from the environment replace them in `load`."""

    APP_ENV = "development"
    DEBUG = False
    TESTING = False

    BASE_URL = "http://127.0.0.1:8000"
    DATABASE_URL = ""
    SECRET_KEY = ""
    MAIL_URL = ""
    MAIL_FROM = ""
    MAIL_REPLY_TO = ""
    DEMO_PASSWORD = ""
    DOCUMENTS = ""
    LOCALES: tuple[str, ...] | list[str] = ("en", "ar")
    TRUSTED_HOSTS: list[str] | None = None
    # How many proxies stand before it, each adding to X-Forwarded-For: whose tries are counted.
    PROXIES: int = 0

    # A form of a page left open over lunch must still be accepted.
    WTF_CSRF_TIME_LIMIT = None
    SESSION_COOKIE_NAME = "session"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    MAX_CONTENT_LENGTH = 12 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 1024 * 1024
    BABEL_DEFAULT_LOCALE = "en"
    BABEL_DEFAULT_TIMEZONE = "Europe/London"


class Development(Config):
    """A developer's or a visitor's own machine: plain cookies, so that http works."""


class Testing(Config):
    """The test suite: as development, with errors passed on. CSRF stays on."""

    APP_ENV = "testing"
    TESTING = True
    PROPAGATE_EXCEPTIONS = False
    SECRET_KEY = "only-for-tests-and-long-enough-to-pass"  # noqa: S105
    # The second is the pseudo-locale: right-to-left, and showing what was never translated.
    LOCALES = ("en", "ar_001")


class Production(Config):
    """A real installation behind https."""

    APP_ENV = "production"
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_SECURE = True
    PROXIES = 1


ENVIRONMENTS: dict[str, type[Config]] = {
    kind.APP_ENV: kind for kind in (Development, Testing, Production)
}
TEXT_SETTINGS = (
    "BASE_URL", "DATABASE_URL", "SECRET_KEY", "MAIL_URL", "MAIL_FROM", "MAIL_REPLY_TO",
    "DEMO_PASSWORD",
)  # fmt: skip
LIST_SETTINGS = ("LOCALES", "TRUSTED_HOSTS")


def load(environ: Mapping[str, str], *, instance: Path) -> Config:
    """The checked settings; raises UnsafeSettings with one sentence when they are unsafe."""
    name = environ.get("APP_ENV", "development")
    if name not in ENVIRONMENTS:
        raise UnsafeSettings(f"APP_ENV is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    config = ENVIRONMENTS[name]()
    for key in TEXT_SETTINGS:
        if environ.get(key):
            setattr(config, key, environ[key])
    for key in LIST_SETTINGS:
        if environ.get(key):
            setattr(config, key, [part.strip() for part in environ[key].split(",")])
    if environ.get("PROXIES"):
        config.PROXIES = _count("PROXIES", environ["PROXIES"])
    if "BASE_URL" not in environ and environ.get("PORT"):
        config.BASE_URL = f"http://127.0.0.1:{environ['PORT']}"
    check(config)
    _fill_defaults(config, instance)
    return config


def _count(key: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 1:
        raise UnsafeSettings(f"{key} is {text!r}; it must be a number from 0 to 9.")
    return int(text)


def check(config: Config) -> None:
    """Refuse settings that would put people's data at risk."""
    address = urlsplit(config.BASE_URL)
    if address.scheme == "https" and config.APP_ENV == "development":
        raise UnsafeSettings("BASE_URL is https, so set APP_ENV=production.")
    _check_mail(config)
    if config.APP_ENV != "production":
        return
    if address.scheme != "https":
        raise UnsafeSettings("In production BASE_URL must start with https://.")
    if len(config.SECRET_KEY) < SHORTEST_SECRET:
        raise UnsafeSettings(
            f"In production SECRET_KEY must be set, with at least {SHORTEST_SECRET} characters."
        )
    if len(set(config.SECRET_KEY)) < SHORTEST_SECRET // 4:
        raise UnsafeSettings("SECRET_KEY repeats too few characters; use a random one.")
    if config.DEMO_PASSWORD:
        raise UnsafeSettings("DEMO_PASSWORD must not be set in production.")


def _check_mail(config: Config) -> None:
    """A mail server that cannot be one, or a sender without address, is a slip of the keyboard."""
    if config.MAIL_URL:
        try:
            server = urlsplit(config.MAIL_URL)
            _port = server.port
        except ValueError:
            raise UnsafeSettings("MAIL_URL cannot be read; its port must be a number.") from None
        if server.scheme not in ("smtp", "smtps") or not server.hostname:
            raise UnsafeSettings("MAIL_URL must be smtp://user:password@host:port, or smtps://.")
        if not unquote(f"{server.username}{server.password}").isascii():
            raise UnsafeSettings("MAIL_URL: mail servers take a password of plain letters only.")
    for key in ("MAIL_FROM", "MAIL_REPLY_TO"):
        given = getattr(config, key)
        if given and not re.fullmatch(r"[^<>@]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+", given):
            raise UnsafeSettings(f"{key} must be an address, or a name and an address in <>.")


def _fill_defaults(config: Config, instance: Path) -> None:
    if not config.DATABASE_URL:
        config.DATABASE_URL = f"sqlite:///{instance / 'pathways.sqlite3'}"
    if not config.MAIL_FROM:
        config.MAIL_FROM = f"Pathways <pathways@{_mail_host(config.BASE_URL)}>"
    config.MAIL_REPLY_TO = config.MAIL_REPLY_TO or config.MAIL_FROM
    config.DOCUMENTS = str(instance / "documents")
    if not config.SECRET_KEY:
        config.SECRET_KEY = kept_secret(instance / "secret_key")
    if config.TRUSTED_HOSTS is None:
        host = urlsplit(config.BASE_URL).hostname or "127.0.0.1"
        local = ["127.0.0.1", "localhost"] if config.APP_ENV != "production" else []
        config.TRUSTED_HOSTS = [host, *local]


def _mail_host(base_url: str) -> str:
    """The host people know us by; a bare IP address is none that mail comes from."""
    host = urlsplit(base_url).hostname or ""
    return "localhost" if not host or ":" in host or host[-1].isdigit() else host


def kept_secret(path: Path) -> str:
    """A secret that survives restarts and that its owner alone can read."""
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(36)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the same start was quicker
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value)
    return value
