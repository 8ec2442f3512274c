"""A real browser against the real app, with and without JavaScript."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, sync_playwright
from werkzeug.serving import make_server

from tests.journeys.person import Person

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
# Debian's Chromium as root, and nothing that calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (package chromium).")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The app served on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Every journey is made twice."""
    return bool(request.param == "with JavaScript")


@pytest.fixture
def people(chromium: Browser, address: str, javascript: bool) -> Iterator["People"]:
    crowd = People(chromium, address, javascript)
    yield crowd
    crowd.leave()


class People:
    """Opens a browser of their own for each person of a journey."""

    def __init__(self, chromium: Browser, address: str, javascript: bool) -> None:
        self.chromium, self.address, self.javascript = chromium, address, javascript
        self.persons: list[Person] = []

    def person(self, *, width: int = 1280) -> Person:
        person = Person(self.chromium, self.address, self.javascript, width)
        self.persons.append(person)
        return person

    def leave(self) -> None:
        """Close every browser; what the pages did wrong on the way fails the journey."""
        faults = [fault for person in self.persons for fault in person.leave()]
        assert not faults, "\n".join(faults)
