"""Reads one uploaded file in a process of its own: `python -m app.opportunities.reading KIND FILE`.

Prints JSON: what was found, or {"unusable": sentence}. It runs with limits on memory and time, so
that a file made to do harm takes only this process with it.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.opportunities.adverts import read_adverts, to_json
from app.opportunities.unusable import UnusableFile

MEMORY = 1024**3
SECONDS = 30
MOST_ADVERTS = 3000


def adverts(path: Path) -> dict[str, Any]:
    """The adverts and rejections of a file."""
    found: list[dict[str, Any]] = []
    for one in read_adverts(path):
        if len(found) == MOST_ADVERTS:
            raise UnusableFile(
                f"The file has more than {MOST_ADVERTS:,} adverts. Divide it, or ask the"
                " administrator to import it by command."
            )
        found.append(to_json(one))
    if not found:
        raise UnusableFile("The file holds no adverts.")
    return {"adverts": found}


READERS: dict[str, Callable[[Path], dict[str, Any]]] = {"adverts": adverts}


def main(kind: str, path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = READERS[kind](Path(path))
    except UnusableFile as error:
        found = {"unusable": str(error)}
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])
