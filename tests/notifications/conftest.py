"""A mail server and an hour at which people may be written to."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.post_office import PostOffice

NOON = "2026-11-24 12:00:00+00:00"


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON) as traveller:
        yield traveller


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    office = PostOffice()
    office.start()
    monkeypatch.setitem(app.config, "MAIL_URL", office.url)
    yield office
    office.stop()
