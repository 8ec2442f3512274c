"""Matching beside the naive loop, in one run: prints the figures, exits 1 when a target is missed.

    python -m benchmarks.matching            10,000 x 1,000, and one client against 10,000
    python -m benchmarks.matching --large    100,000 x 10,000 as well, naive extrapolated

Both sides start from rows already prepared (columns here, plain tuples there); the preparation
is printed beside them. The answers are compared pair for pair.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import argparse
import gc
import resource
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from app.matching import best_opportunities, best_pairs, encode_clients, encode_opportunities
from app.matching.model import Facts, Requirements
from app.matching.selection import Best
from benchmarks import matching_naive as naive
from benchmarks.matching_programme import TODAY, programme

SEED = "benchmark"
ALL_PAIRS, ONE_CLIENT, LARGE, LARGE_MB = 50, 10, 300, 200
SLICE = 200


def timed(action: Callable[[], Any], rounds: int = 1) -> tuple[float, Any]:
    """The least seconds of some rounds, and the last result."""
    least, result = float("inf"), None
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        result = action()
        least = min(least, time.perf_counter() - start)
    return least, result


def resident_mb() -> float:
    """This process's resident memory now."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1e6


def growth_mb(action: Callable[[], Any]) -> float:
    """How far resident memory rises above its start while the action runs, looked at often."""
    done = threading.Event()
    start = highest = resident_mb()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.002):
            highest = max(highest, resident_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    action()
    done.set()
    watcher.join()
    return highest - start


def naive_rows(clients: list[Facts], posts: list[Requirements]) -> tuple[Any, ...]:
    """What the naive loop takes."""
    return (
        [naive.client_row(each) for each in clients],
        [naive.opportunity_row(each, TODAY) for each in posts],
        naive.turns(clients, posts, SEED),
        naive.turns(posts, clients, SEED),
    )


def lists(side: Best) -> list[list[tuple[int, bool, int]]]:
    """The arrays' answer in the form of the naive one."""
    columns = zip(side.index.tolist(), side.is_ready.tolist(), side.points.tolist(), strict=True)
    return [[each for each in zip(*row, strict=True) if each[0] >= 0] for row in columns]


def check(name: str, ratio: float, target: float) -> bool:
    """Say how many times faster, and whether that is enough."""
    print(
        f"  {name}: {ratio:.1f} times (at least {target})  {'ok' if ratio >= target else 'MISSED'}"
    )
    return ratio >= target


def all_pairs() -> bool:
    """10,000 x 1,000, the best ten for every client and every opportunity."""
    print("All pairs, 10,000 clients x 1,000 opportunities, best ten both ways")
    clients, posts = programme(10_000, 1_000)
    encoding, (left, right) = timed(
        lambda: (
            encode_clients(clients, seed=SEED),
            encode_opportunities(posts, today=TODAY, seed=SEED),
        )
    )
    preparing, rows = timed(lambda: naive_rows(clients, posts))
    growth = growth_mb(lambda: best_pairs(left, right))
    seconds, found = timed(lambda: best_pairs(left, right), 7)
    slow, answer = timed(lambda: naive.scan(*rows, today=TODAY.toordinal()), 2)
    print(f"  arrays {seconds * 1000:.0f} ms (encoding {encoding * 1000:.0f} ms), +{growth:.0f} MB")
    print(f"  naive {slow * 1000:.0f} ms (rows {preparing * 1000:.0f} ms)")
    for side, keys, turns in zip(found, answer, (rows[3], rows[2]), strict=True):
        expected = [naive.unpacked(*each) for each in zip(keys, turns, strict=True)]
        if lists(side) != expected:
            print("  The answers differ.  MISSED")
            return False
    print("  the same answers, both ways")
    return check("all pairs", slow / seconds, ALL_PAIRS)


def one_client() -> bool:
    """One client against 10,000 opportunities, the best ten with full reasons."""
    print("One client against 10,000 opportunities, the best ten explained (mean of 40 clients)")
    clients, posts = programme(40, 10_000)
    encoded = encode_opportunities(posts, today=TODAY, seed=SEED)
    known, asked, _, post_turns = naive_rows(clients, posts)
    own_turn = [[0]] * len(posts)

    def fast() -> None:
        for each in clients:
            best_opportunities(each, encoded)

    def slow() -> None:
        for row, turns in zip(known, post_turns, strict=True):
            naive.scan([row], asked, own_turn, [turns], today=TODAY.toordinal())

    ours, theirs = float("inf"), float("inf")
    for _ in range(7):
        ours, theirs = min(ours, timed(fast)[0]), min(theirs, timed(slow)[0])
    print(
        f"  explained {ours / 40 * 1000:.2f} ms, naive without reasons {theirs / 40 * 1000:.2f} ms"
    )
    return check("one client", theirs / ours, ONE_CLIENT)


def large() -> bool:
    """100,000 x 10,000; the naive loop runs over some clients and is extrapolated."""
    print(f"All pairs, 100,000 x 10,000 (naive extrapolated from {SLICE} clients)")
    clients, posts = programme(100_000, 10_000)
    left = encode_clients(clients, seed=SEED)
    right = encode_opportunities(posts, today=TODAY, seed=SEED)
    growth = growth_mb(lambda: best_pairs(left, right))
    seconds, _ = timed(lambda: best_pairs(left, right), 3)
    rows = naive_rows(clients[:SLICE], posts)
    part, _ = timed(lambda: naive.scan(*rows, today=TODAY.toordinal()), 2)
    slow = part * len(clients) / SLICE
    print(
        f"  arrays {seconds:.2f} s, +{growth:.0f} MB (under {LARGE_MB}); naive about {slow:.0f} s"
    )
    return check("large", slow / seconds, LARGE) and growth < LARGE_MB


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="100,000 x 10,000 as well")
    wanted = [all_pairs, one_client] + ([large] if parser.parse_args().large else [])
    return 0 if all([measure() for measure in wanted]) else 1


if __name__ == "__main__":
    sys.exit(main())
