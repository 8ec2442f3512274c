"""What a plan's PDF costs: warm in one process, in a fresh child, and from the store.

Run `python benchmarks/pdf.py`; it exits with 1 when a target is missed. The warm target is that
of a two-page plan on a machine of 2 cores; the others are ratios to it. Warm and store are the
process's own time, so that a busy machine tells the same; a child is timed by the clock.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import config as settings  # noqa: E402
from app import create_app  # noqa: E402
from app.clients.services import create_client  # noqa: E402
from app.commands import migrate_up  # noqa: E402
from app.organisations.models import Programme  # noqa: E402
from app.pathways import documents, render  # noqa: E402
from app.pathways.services import make_plan  # noqa: E402
from app.pathways.sheet import plan_sheet  # noqa: E402
from app.policy import SYSTEM  # noqa: E402

ROUNDS = 15
WARM_TARGET_MS = 300
STORE_TARGET = 1 / 10  # of the warm time


def milliseconds(
    action: Callable[[], object], *, rounds: int = ROUNDS, clock: Callable[[], float]
) -> list[float]:
    taken = []
    for _ in range(rounds):
        start = clock()
        action()
        taken.append((clock() - start) * 1000)
    return taken


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings.load({"APP_ENV": "testing"}, instance=Path(folder)))
        with app.app_context():
            migrate_up()
        with app.test_request_context():
            return measure()


def measure() -> int:
    client = create_client(
        SYSTEM,
        programme=Programme.select().get(),
        name="Hana Tesfaye ሃና ተስፋይ حنا تسفاي Ханна",
        profession="nurse",
        goal="Work as a nurse on a children's ward again",
    )
    sheet = plan_sheet(SYSTEM, make_plan(SYSTEM, client))
    html = documents.plan_html(sheet)
    fonts = ROOT / "static" / "vendor"
    render.to_pdf(html, fonts=fonts)
    cpu, wall = time.process_time, time.perf_counter
    warm = milliseconds(lambda: render.to_pdf(html, fonts=fonts), clock=cpu)
    child = milliseconds(lambda: documents.render_in_child(html), rounds=5, clock=wall)
    documents.plan_pdf(sheet)
    store = milliseconds(lambda: documents.plan_pdf(sheet), clock=cpu)
    best = {"warm": min(warm), "child": min(child), "store": min(store)}
    for name, taken in {"warm": warm, "child": child, "store": store}.items():
        print(f"{name:6} {min(taken):7.1f} ms at best, {statistics.median(taken):7.1f} ms median")
    print(f"targets: warm {WARM_TARGET_MS} ms, store {STORE_TARGET:.0%} of warm")
    missed = best["warm"] > WARM_TARGET_MS or best["store"] > STORE_TARGET * best["warm"]
    print("missed" if missed else "reached")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
