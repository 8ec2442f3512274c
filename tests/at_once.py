"""Several people at the same moment, with real threads and connections of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from flask import Flask

from app.db import database
from tests.conftest import ENGINE

Action = Callable[[], object]
MOMENT, MOST_MOMENTS = 0.02, 500


def at_once(app: Flask, actions: Sequence[Action]) -> list[object]:
    """Start all actions at the same moment; what each returned or was refused with."""
    gate, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(number: int, action: Action) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[number] = action()  # type: ignore[call-overload]
            except Exception as error:
                results[number] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results: Sequence[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def meanwhile(app: Flask, action: Action) -> Future[object]:
    """Let somebody else act now: it is done on return, or waits for our transaction's end."""

    def run() -> object:
        with app.app_context():
            return action()

    executor = ThreadPoolExecutor(1)
    other = executor.submit(run)
    executor.shutdown(wait=False)
    for _moment in range(MOST_MOMENTS):
        if wait([other], MOMENT).done or _somebody_waits():
            break
    return other


def _somebody_waits() -> bool:
    """Whether a connection waits for a lock; on SQLite whoever writes waits for us by now."""
    if ENGINE == "sqlite":
        return True
    return bool(database.execute_sql("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall())
