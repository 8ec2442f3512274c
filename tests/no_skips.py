"""A pytest plugin for continuous integration: a skipped test fails the run.

Loaded with `-p tests.no_skips` when CI=true, where everything a test needs is installed.
"""

import pytest


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a green run with skips red; the summary has already the reason of each skip."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or exitstatus != pytest.ExitCode.OK:
        return
    if reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
