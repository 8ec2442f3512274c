"""Unsafe settings stop the start with a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import request

from app import create_app
from app.db import database
from config import UnsafeSettings, load

GOOD = {
    "APP_ENV": "production",
    "BASE_URL": "https://pathways.example",
    "SECRET_KEY": "k3J8x0Zq-9vBn4Lr2TmWp7YsD5fHg1Ca",
}


def test_production_cookies_are_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    config = load(GOOD, instance=tmp_path)
    assert config.SESSION_COOKIE_NAME == "__Host-session"
    assert config.SESSION_COOKIE_SECURE is True
    assert config.TRUSTED_HOSTS == ["pathways.example"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 40}, "SECRET_KEY"),
        ({"BASE_URL": "http://pathways.example"}, "https"),
        ({"DEMO_PASSWORD": "anything"}, "DEMO_PASSWORD"),
        ({"APP_ENV": "development"}, "APP_ENV=production"),
        ({"APP_ENV": "prod"}, "APP_ENV"),
        ({"MAIL_URL": "smtp://me:pass%C3%A9@mail.example"}, "plain letters"),
        ({"MAIL_URL": "mail.example:587"}, "MAIL_URL"),
    ],
)
def test_unsafe_settings_are_refused(tmp_path: Path, change: dict[str, str], word: str) -> None:
    with pytest.raises(UnsafeSettings, match=word):
        load(GOOD | change, instance=tmp_path)


def test_a_development_secret_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = load({}, instance=tmp_path).SECRET_KEY
    assert first == load({}, instance=tmp_path).SECRET_KEY
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_production_counts_the_visitors_address_and_not_the_proxys(tmp_path: Path) -> None:
    assert load(GOOD, instance=tmp_path).PROXIES == 1
    assert load(GOOD | {"PROXIES": "2"}, instance=tmp_path).PROXIES == 2
    assert load({}, instance=tmp_path).PROXIES == 0
    with pytest.raises(UnsafeSettings, match="PROXIES"):
        load(GOOD | {"PROXIES": "all"}, instance=tmp_path)


@pytest.fixture
def binding() -> Iterator[None]:
    """Puts the database handle back that a second app of the process takes over."""
    bound = database.obj
    yield
    database.initialize(bound)


@pytest.mark.usefixtures("binding")
def test_behind_a_proxy_each_visitor_is_counted_alone(tmp_path: Path) -> None:
    seen = []
    for proxies in (0, 1):
        config = load({"PROXIES": str(proxies)}, instance=tmp_path)
        app = create_app(config)
        app.before_request_funcs[None] = [lambda: seen.append(request.remote_addr)]
        app.test_client().get("/nothing", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    assert seen == ["127.0.0.1", "203.0.113.7"]
