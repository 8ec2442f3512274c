"""The one way in: reads the files, refuses broken ones whole, and answers look-ups."""

from functools import cache
from pathlib import Path
from typing import get_type_hints

from app.reference.catalogue import Reference
from app.reference.checks import problems_of
from app.reference.decode import decode
from app.reference.errors import BrokenReference
from app.reference.files import Files
from app.reference.yaml_file import read

DEFAULT = Path(__file__).parent / "data"


def load(folder: Path = DEFAULT) -> Reference:
    """The reference data in `folder`, checked.

    Raises BrokenReference with every fault of form at once or, when the form is right,
    every fault of sense (dangling names, cycles, sums) at once.
    """
    problems: list[str] = []
    parts = {}
    for name, kind in get_type_hints(Files).items():
        path = folder / f"{name}.yaml"
        try:
            parts[name] = decode(kind, read(path), place=path.name, problems=problems)
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise BrokenReference(problems)
    files = Files(**parts)
    if problems := list(problems_of(files)):
        raise BrokenReference(problems)
    return Reference(files)


@cache
def reference() -> Reference:
    """The product's own reference data, read once in a process."""
    return load()
