"""Runs a command of the product at another hour: `python -m tests.at_hour HOUR COMMAND...`.

People are not written to at night, and tests and benchmarks must not depend on when they run.
Settings come from the environment, as for `flask --app wsgi`.
"""

import os
import sys
from pathlib import Path

import time_machine


def run(hour: str, arguments: list[str]) -> None:
    """The command, with clocks that start at the hour and go on; never returns."""
    with time_machine.travel(hour):
        import config as settings
        from app import create_app

        app = create_app(settings.load(os.environ, instance=Path("/nonexistent")))
        from flask.cli import ScriptInfo

        app.cli.main(args=arguments, obj=ScriptInfo(create_app=lambda: app))


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
