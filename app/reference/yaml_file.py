"""Reads one YAML file, refusing what YAML would let pass in silence: a key written twice."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml: ten times slower, the same answers
    from yaml import SafeLoader  # type: ignore[assignment]


class _Strict(SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key '{key.value}' is written twice",
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read(path: Path) -> object:
    """The parsed file. Raises ValueError with one line that names file, line and fault."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506 (a safe loader)
    except FileNotFoundError:
        raise ValueError(f"{path.name}: the file is missing") from None
    except (yaml.MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        raise ValueError(f"{path.name}:{line} {getattr(error, 'problem', error)}") from None
