"""The app on a database of its own for every test, and people who use it like a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask

import config as settings
from app import create_app, db
from app.accounts import passwords
from app.commands import migrate_up
from tests import postgres
from tests.cast import Cast
from tests.visitor import Visitor

# A busy machine is no fault of the code. In CI, hypothesis draws the same examples every time.
hypothesis.settings.register_profile(
    "suite",
    parent=hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")

ENGINE = os.environ.get("TEST_DATABASE", "sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts PostgreSQL once; xdist's workers find it running."""
    if ENGINE == "postgresql" and not hasattr(config, "workerinput"):
        config.stash[SERVER] = postgres.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server is not None:
        server.stop()


SERVER = pytest.StashKey[postgres.Server]()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """The same hash with less work: every test signs people in, and half of its time went there.

    What a real installation spends on a password is held by a test of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        )
        yield


@pytest.fixture(scope="session")
def template_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """A migrated database: the file every SQLite test copies, or this worker's PostgreSQL one."""
    if ENGINE == "postgresql":
        server = postgres.running()
        assert server is not None
        return server.create_database(f"pathways_{worker_id}")
    return f"sqlite:///{tmp_path_factory.mktemp('db') / 'template.sqlite3'}"


@pytest.fixture(scope="session")
def migrated_app(template_url: str) -> Flask:
    """The one app of this test process."""
    config = settings.load(
        {"APP_ENV": "testing", "DATABASE_URL": template_url}, instance=Path("/nonexistent")
    )
    app = create_app(config)
    with app.app_context():
        migrate_up()
    db.database.close_all()
    return app


@pytest.fixture(scope="session")
def seeded_rows(migrated_app: Flask) -> postgres.Rows:
    """What the migrations made, put back after every test that PostgreSQL ran."""
    with migrated_app.app_context(), db.database.connection_context():
        return postgres.rows_of("trust", "programme")


@pytest.fixture
def app(
    migrated_app: Flask, template_url: str, seeded_rows: postgres.Rows, tmp_path: Path
) -> Iterator[Flask]:
    """The app with only what the migrations make in its database."""
    migrated_app.config["DOCUMENTS"] = str(tmp_path / "documents")
    if ENGINE == "sqlite":
        copy = tmp_path / "test.sqlite3"
        shutil.copyfile(template_url.removeprefix("sqlite:///"), copy)
        migrated_app.config["DATABASE_URL"] = f"sqlite:///{copy}"
        db.database.initialize(db.connect(f"sqlite:///{copy}"))
    yield migrated_app
    if not db.database.is_closed():
        db.database.close()
    if ENGINE == "postgresql":
        postgres.restore(seeded_rows)
    else:
        db.database.close_all()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An app context with an open connection, for calling services and queries."""
    with app.test_request_context():
        db.database.connect(reuse_if_open=True)
        yield


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people every test knows; each is made when first named."""
    return Cast(app)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app)
