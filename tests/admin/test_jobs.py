"""The background jobs."""

import logging
from datetime import datetime

import pytest
from flask import Flask

from app import jobs
from app.jobs import EVERY_HOUR, Job, jobs_of, queue_of

SEVEN_PAST = datetime(2026, 11, 24, 12, 7)  # noqa: DTZ001 -- as huey asks


def names(app: Flask) -> set[str]:
    return {job.name for job in jobs_of(app)}


def test_messages_are_sent_by_the_worker_once_there_is_a_mail_server(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "send-messages" not in names(app)
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:2525")
    assert "send-messages" in names(app)


def test_jobs_have_names_of_their_own() -> None:
    assert len({job.name for job in jobs.JOBS}) == len(jobs.JOBS)


def test_every_job_of_the_queue_runs(app: Flask) -> None:
    due = queue_of(app).read_periodic(SEVEN_PAST)
    assert len(due) == len(jobs_of(app))
    for task in due:
        task.execute()


def test_the_worker_ends_when_no_job_has_anything_to_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "JOBS", ())
    result = app.test_cli_runner().invoke(args=["worker"])
    assert result.exit_code == 0
    assert "No job" in result.output


def test_a_job_that_fails_is_logged_without_its_words_and_stops_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = "Failing row contains (Hana Tesfaye)"

    def fails() -> None:
        raise ValueError(told)

    monkeypatch.setattr(jobs, "JOBS", (Job("broken", fails, EVERY_HOUR),))
    with caplog.at_level(logging.ERROR):
        for task in queue_of(app).read_periodic(SEVEN_PAST):
            task.execute()
    assert "job broken: ValueError" in caplog.text
    assert "Hana" not in caplog.text
