"""A throwaway PostgreSQL for one test run: a temporary folder, a Unix socket, no fsync.

The controlling pytest process calls `start` once and `stop` at the end; the workers of
pytest-xdist find the same server through `running`, since they inherit its environment, and
each makes a database of its own.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.db import atomic, database

Rows = dict[str, list[dict[str, Any]]]
SOCKET_VARIABLE = "TEST_POSTGRESQL_SOCKET"
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
}
# Ends the server and its folder when the test process dies without saying goodbye.
WATCH = """
(
    while [ -d "$2" ] && kill -0 "$1" 2>/dev/null; do sleep 1; done
    [ -d "$2" ] || exit
    kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
    rm -rf "$2"
) >/dev/null 2>&1 &
"""


@dataclass(frozen=True)
class Server:
    """A running server; its folder holds the data, the log and the socket."""

    folder: Path

    def url(self, database: str) -> str:
        """The DATABASE_URL of one database; who runs the tests is its superuser."""
        return f"postgresql:///{database}?host={self.folder}"

    def create_database(self, name: str) -> str:
        """Make an empty database, in place of an older one of that name; returns its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            quoted = sql.Identifier(name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
        return self.url(name)

    def stop(self) -> None:
        """End the server and remove everything it wrote; a second call does nothing."""
        if self.folder.exists():
            data = str(self.folder / "data")
            _as_owner("pg_ctl", "stop", "-D", data, "-m", "immediate", "-w", check=False)
            shutil.rmtree(self.folder, ignore_errors=True)
        os.environ.pop(SOCKET_VARIABLE, None)


def missing() -> str:
    """Why no server can be started here, in a sentence; empty when one can."""
    if _programs() is None:
        return "PostgreSQL is not installed (package postgresql)."
    if os.geteuid() == 0 and _owner() is None:
        return "PostgreSQL does not run as root and there is no postgres account."
    return ""


def running() -> Server | None:
    """The server that this test run has already started, if any."""
    folder = os.environ.get(SOCKET_VARIABLE)
    return Server(Path(folder)) if folder else None


def start() -> Server:
    """Start a server in about a second; raises RuntimeError with PostgreSQL's own words."""
    if reason := missing():
        raise RuntimeError(reason)
    folder = Path(tempfile.mkdtemp(prefix="pathways-pg-"))
    server = Server(folder)
    if owner := _owner():
        shutil.chown(folder, owner)
    try:
        _initialise(folder)
        _launch(folder)
        subprocess.run(["sh", "-c", WATCH, "watch", str(os.getpid()), folder], check=True)
    except BaseException:
        server.stop()
        raise
    os.environ[SOCKET_VARIABLE] = str(folder)
    return server


def rows_of(*tables: str) -> Rows:
    """Every row of these tables, parents first: what `restore` puts back."""
    found = {}
    for table in tables:
        cursor = database.execute_sql(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def restore(rows: Rows) -> None:
    """Delete every row a test made, and give the migrations' own rows back their values."""
    with database.connection_context(), atomic():
        database.execute_sql("SET LOCAL session_replication_role = replica")
        for table in sorted(set(database.get_tables()) - {"schema_migration"}):
            database.execute_sql(f'DELETE FROM "{table}"')
        for table, listed in rows.items():
            for row in listed:
                columns = ", ".join(f'"{column}"' for column in row)
                places = ", ".join(["%s"] * len(row))
                database.execute_sql(
                    f'INSERT INTO "{table}" ({columns}) VALUES ({places})', list(row.values())
                )


def _initialise(folder: Path) -> None:
    superuser = pwd.getpwuid(os.geteuid()).pw_name
    data = str(folder / "data")
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    _as_owner("initdb", "-D", data, "-U", superuser, *options)


def _launch(folder: Path) -> None:
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    data, log = str(folder / "data"), str(folder / "log")
    _as_owner("pg_ctl", "start", "-D", data, "-w", "-t", "60", "-l", log, "-o", options)


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or where Debian keeps the newest version."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def _owner() -> str | None:
    """The account the server runs under when the tests run as root, which it refuses."""
    if os.geteuid() != 0:
        return None
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), None)


def _as_owner(program: str, *arguments: str, check: bool = True) -> None:
    programs = _programs()
    assert programs is not None
    # Output goes to a file: the server inherits it and would hold a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [programs / program, *arguments],
            user=_owner(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output.seek(0)
        said = output.read().decode(errors="replace")
    if check and done.returncode:
        raise RuntimeError(f"{program} failed:\n{said}")
