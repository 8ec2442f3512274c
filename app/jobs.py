"""Background jobs: what runs when, and the worker that runs it.

Each job looks by itself at what is to be done, so that it may run twice, late, or on two machines
at once; the queue between its clock and its threads holds nothing that must not be lost.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey, crontab

from app.clients.merging.late import hand_on_late_rows
from app.clients.merging.undoing import prune_journals
from app.clients.reminders import ask_to_confirm, warn_of_expiring_english
from app.db import database
from app.notifications.sending import send_due
from app.referrals.escalation import escalate_waiting_referrals, wake_parked_referrals
from app.referrals.self_referrals.services import delete_abandoned
from app.support.checking import ask_to_check_services
from app.support.escalation import escalate_late_requests
from app.web.once import forget_old_forms

log = logging.getLogger(__name__)
EVERY_MINUTE = crontab()
EVERY_HOUR = crontab(minute="7")  # a day's work too: a machine that was off at its hour catches up
THREADS = 2


@dataclass(frozen=True)
class Job:
    name: str
    run: Callable[[], Any]
    when: Callable[..., bool]
    setting: str = ""  # it has nothing to do while this one is empty


JOBS = (
    Job("send-messages", send_due, EVERY_MINUTE, setting="MAIL_URL"),
    Job("escalate-referrals", escalate_waiting_referrals, EVERY_HOUR),
    Job("ask-to-confirm", ask_to_confirm, EVERY_HOUR),
    Job("warn-of-expiring-english", warn_of_expiring_english, EVERY_HOUR),
    Job("escalate-support", escalate_late_requests, EVERY_HOUR),
    Job("ask-to-check-services", ask_to_check_services, EVERY_HOUR),
    Job("wake-parked-referrals", wake_parked_referrals, EVERY_HOUR),
    Job("hand-on-late-rows", hand_on_late_rows, EVERY_HOUR),
    Job("prune-merge-journals", prune_journals, EVERY_HOUR),
    Job("delete-abandoned-drafts", delete_abandoned, EVERY_HOUR),
    Job("forget-old-forms", forget_old_forms, EVERY_HOUR),
)


def init_app(app: Flask) -> None:
    app.cli.add_command(worker)


def jobs_of(app: Flask) -> list[Job]:
    """The jobs that have anything to do under the app's settings."""
    return [job for job in JOBS if not job.setting or app.config[job.setting]]


def queue_of(app: Flask) -> Huey:
    """The queue with the app's jobs: beside the database, and in the tests no queue at all."""
    queue = _empty_queue(app)
    for job in jobs_of(app):
        queue.periodic_task(job.when, name=job.name)(_in_app(app, job))
    return queue


@click.command()
def worker() -> None:
    """Run the background jobs until stopped; ends at once when there are none."""
    app = click.get_current_context().obj.load_app()
    if not jobs_of(app):
        click.echo("No job has anything to do.")
        return
    queue = queue_of(app)
    consumer = queue.create_consumer(workers=THREADS, graceful_signal="TERM", shutdown_timeout=20)
    consumer.run()


def _empty_queue(app: Flask) -> Huey:
    url = app.config["DATABASE_URL"]
    if app.config["TESTING"]:
        return MemoryHuey("pathways", immediate=True)
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///")).with_suffix(".jobs.sqlite3")
        return SqliteHuey("pathways", filename=str(file), results=False)
    return PostgresHuey("pathways", dsn=url, results=False)


def _in_app(app: Flask, job: Job) -> Callable[[], None]:
    """The job as the queue runs it: one at a time here, with a connection, its faults logged."""
    running = threading.Lock()

    def run() -> None:
        if not running.acquire(blocking=False):
            return
        try:
            with app.app_context(), database.connection_context():
                job.run()
        except Exception as error:  # the next run may succeed, and the other jobs go on
            # Not the error's own words: they may quote a whole row.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("job %s: %s\n%s", job.name, type(error).__name__, where)
        finally:
            running.release()

    return run
