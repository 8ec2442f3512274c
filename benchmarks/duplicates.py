"""How long the look for a known person takes among 100,000 clients.

The names are few and shared by hundreds each: more to compare than any real list would give.
usage: DATABASE_URL=... .venv/bin/python -m benchmarks.duplicates [--most MILLISECONDS]
"""

import argparse
import random
import sys
import time

from app import create_app
from app.clients.duplicates import Described, described, possible_duplicates
from app.clients.models import Client
from app.db import database
from app.organisations.models import Trust
from app.policy import Role, Viewer

ROUNDS = 500


def measured(viewer: Viewer, people: list[Described]) -> list[float]:
    """The milliseconds of each look, in order."""
    found = []
    for person in people:
        start = time.perf_counter()
        possible_duplicates(viewer, person)
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=float, default=250.0, help="p99 in milliseconds")
    wanted = parser.parse_args()
    with create_app().app_context(), database.connection_context():
        viewer = Viewer(account_id=None, role=Role.STAFF, trust_id=Trust.select().get().id)
        ids = [row.id for row in Client.select(Client.id)]
        chosen = random.Random(1).sample(ids, min(ROUNDS, len(ids)))
        people = [described(Client.get_by_id(key)) for key in chosen]
        without_year = [Described(one.name, phone=one.phone) for one in people]
        print(f"{len(ids):,} clients, {len(people)} looks each")
        worst = 0.0
        for label, asked in (("everything known", people), ("no year of birth", without_year)):
            took = measured(viewer, asked)
            p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
            worst = max(worst, p99)
            print(f"{label}: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return int(worst > wanted.most)


if __name__ == "__main__":
    sys.exit(main())
