"""Reads one uploaded file in a process of its own: `python -m app.opportunities.reading KIND FILE`.

Prints JSON: what was found, or {"unusable": sentence, "words": {...}}. It runs with limits on
memory and time, so that a file made to do harm takes only this process with it.
"""

import gzip
import json
import resource
import sys
import zlib
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from app.opportunities.adverts import read_adverts, to_json
from app.opportunities.plan_contents import found_in
from app.opportunities.unusable import N_, UnusableFile

MEMORY = 1024**3
SECONDS = 30
MOST_ADVERTS = 3000
CHUNK, CHUNKS = 1024**2, 64


def adverts(path: Path) -> dict[str, Any]:
    """The adverts and rejections of a file."""
    _check_unpacked(path)
    found: list[dict[str, Any]] = []
    for one in read_adverts(path):
        if len(found) == MOST_ADVERTS:
            raise UnusableFile(
                N_(
                    "The file has more than %(most)s adverts. Divide it, or ask the administrator"
                    " to import it by command."
                ),
                most=f"{MOST_ADVERTS:,}",
            )
        found.append(to_json(one))
    if not found:
        raise UnusableFile(N_("The file holds no adverts."))
    return {"adverts": found}


def _check_unpacked(path: Path) -> None:
    """Refuse a packed file before its lines are read when it holds more than we would take."""
    with path.open("rb") as raw:
        if raw.read(2) != b"\x1f\x8b":
            return
        raw.seek(0)
        try:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                size = sum(map(len, islice(iter(lambda: unpacked.read(CHUNK), b""), CHUNKS)))
        except (OSError, EOFError, zlib.error):
            return  # damaged: read as far as it goes, and the line where it ends is rejected
    if size >= CHUNK * CHUNKS:
        raise UnusableFile(N_("The file unpacks to more than 64 MB. Divide it in parts."))


def plan(path: Path) -> dict[str, Any]:
    """The lines and rejected rows of a workforce plan."""
    return found_in(path.read_bytes())


READERS: dict[str, Callable[[Path], dict[str, Any]]] = {"adverts": adverts, "plan": plan}


def main(kind: str, path: str) -> None:
    """Take the limits on, read the file and print what was found as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = READERS[kind](Path(path))
    except UnusableFile as error:
        found = {"unusable": error.text, "words": error.words}
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])
