"""Several people at the same moment, with real threads and connections of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from flask import Flask

Action = Callable[[], object]
HELD_UP = 0.3  # seconds after which somebody who is not done is taken to wait for a lock


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
    wait([other], HELD_UP)
    return other
