"""How fast adverts are taken in, end to end on SQLite: `python -m benchmarks.imports [FILE...]`.

Each file goes through the command into a new database, the start of Python included; prints
adverts a second, first import and again. Exits 1 below the target, 2 when a file is not there.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NHS_JOBS = ROOT.parent / "shared" / "data" / "nhs-jobs"
USUAL = (NHS_JOBS / "west-midlands.jsonl", NHS_JOBS / "england-sample.jsonl.gz")
ADVERTS_A_SECOND = 100


def flask(database: Path, *words: str) -> str:
    """What a command of the product prints, against a database of its own."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    surroundings = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    return done.stdout


def speed(database: Path, file: Path) -> float:
    """Adverts a second of one run of the import."""
    start = time.perf_counter()
    said = flask(database, "import-vacancies", str(file), "--json", "--replay-from", "2020-11-06")
    seconds = time.perf_counter() - start
    report = json.loads(said)
    return sum(report[name] for name in ("new", "changed", "unchanged")) / seconds


def main(files: list[Path]) -> int:
    if missing := [file.name for file in files if not file.exists()]:
        print(f"not there: {', '.join(missing)}")
        return 2
    slowest = float("inf")
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "imports.sqlite3"
            flask(database, "migrate")
            first, again = speed(database, file), speed(database, file)
        slowest = min(slowest, first, again)
        print(f"{file.name}: {first:.0f} adverts a second, {again:.0f} when imported again")
    return 0 if slowest >= ADVERTS_A_SECOND else 1


if __name__ == "__main__":
    sys.exit(main([Path(name).resolve() for name in sys.argv[1:]] or list(USUAL)))
