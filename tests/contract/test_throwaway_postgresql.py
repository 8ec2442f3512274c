"""The PostgreSQL that the tests start for themselves."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if reason := postgres.missing():
        pytest.skip(reason)
    already = os.environ.get(postgres.SOCKET_VARIABLE)
    own = postgres.start()
    yield own
    own.stop()
    if already:
        os.environ[postgres.SOCKET_VARIABLE] = already


def test_a_database_speaks_utf8_and_listens_on_no_network_port(server: postgres.Server) -> None:
    with psycopg.connect(server.create_database("words")) as connection:
        assert connection.execute("SELECT length('ጤና یک')").fetchone() == (5,)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_making_a_database_again_empties_it(server: postgres.Server) -> None:
    with psycopg.connect(server.create_database("again")) as connection:
        connection.execute("CREATE TABLE left_over (id integer)")
    with psycopg.connect(server.create_database("again")) as connection:
        assert connection.execute("SELECT to_regclass('left_over')").fetchone() == (None,)


def test_a_worker_finds_the_server_that_was_started(server: postgres.Server) -> None:
    assert postgres.running() == server


def test_the_server_of_a_killed_run_ends_too() -> None:
    if reason := postgres.missing():
        pytest.skip(reason)
    code = (
        "import os, signal\nfrom tests import postgres\nprint(postgres.start().folder, flush=True)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", f"{code}\nos.kill(os.getpid(), signal.SIGKILL)"],
        capture_output=True,
        text=True,
        check=False,
    )
    folder = Path(killed.stdout.strip())
    assert folder.name.startswith("pathways-pg-")
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not folder.exists()


def test_a_stopped_server_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := postgres.missing():
        pytest.skip(reason)
    monkeypatch.setenv(postgres.SOCKET_VARIABLE, "/kept")
    server = postgres.start()
    server.stop()
    assert not server.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url("postgres"))
