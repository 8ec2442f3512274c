"""The PostgreSQL that the tests start for themselves."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres

pytestmark = pytest.mark.postgresql

KILLED_RUN = """
import os, signal
from tests import postgres
folder = postgres.start().folder
print((folder / "data" / "postmaster.pid").read_text().split()[0], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


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
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_RUN], capture_output=True, text=True, check=False
    )
    server = int(killed.stdout)
    subprocess.run(["tail", f"--pid={server}", "-f", "/dev/null"], check=True, timeout=20)
    assert not Path(f"/proc/{server}").exists()


def test_a_stopped_server_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := postgres.missing():
        pytest.skip(reason)
    monkeypatch.setenv(postgres.SOCKET_VARIABLE, "/kept")
    server = postgres.start()
    server.stop()
    assert not server.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url("postgres"))
