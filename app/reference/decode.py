"""Turns parsed YAML into frozen dataclasses, strictly, and names the place of every misfit."""

import dataclasses
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

NAMED_BY = ("key", "code", "outward", "iso2")


class MisfitError(Exception):
    """A value that does not fit its type; the place is known to the caller."""


def decode(kind: Any, value: object, *, place: str, problems: list[str]) -> Any:
    """`value` as a `kind`, or None with the reasons added to `problems`."""
    try:
        return _decode(kind, value, place, problems)
    except MisfitError as misfit:
        problems.append(f"{place}: {misfit}")
        return None


def _decode(kind: Any, value: object, place: str, problems: list[str]) -> Any:
    if get_origin(kind) is UnionType:
        (kind,) = [part for part in get_args(kind) if part is not type(None)]
    if get_origin(kind) is tuple:
        return _items(get_args(kind)[0], value, place, problems)
    if dataclasses.is_dataclass(kind):
        return _record(kind, value, place, problems)
    if issubclass(kind, tuple):
        return _pair(kind, value, place, problems)
    return _scalar(kind, value)


def _record(kind: Any, value: object, place: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        raise MisfitError(f"must be a mapping, not {_shown(value)}")
    known, needed = _fields(kind)
    unknown = [f"{place}: unknown key '{key}'" for key in value if key not in known]
    missing = [f"{place}: '{key}' is missing" for key in needed if key not in value]
    before = len(problems)
    problems += unknown + missing
    facts = {
        key: decode(known[key], part, place=_below(place, key), problems=problems)
        for key, part in value.items()
        if key in known
    }
    return kind(**facts) if len(problems) == before else None


@cache
def _fields(kind: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    needed = tuple(
        field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING
    )
    hints = _hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}, needed


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _items(kind: Any, value: object, place: str, problems: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise MisfitError(f"must be a list, not {_shown(value)}")
    return tuple(
        decode(kind, item, place=_item_place(place, index, item), problems=problems)
        for index, item in enumerate(value)
    )


def _pair(kind: Any, value: object, place: str, problems: list[str]) -> Any:
    hints = _hints(kind)
    if not isinstance(value, list) or len(value) != len(hints):
        raise MisfitError(f"must be a list of least and most, not {_shown(value)}")
    before = len(problems)
    parts = [
        decode(part, item, place=f"{place}[{index}]", problems=problems)
        for index, (part, item) in enumerate(zip(hints.values(), value, strict=True))
    ]
    if len(problems) > before:
        return None
    least, most = parts
    if not 0 <= least <= most:
        raise MisfitError(f"least {least} and most {most} are not in order, or under zero")
    return kind(least, most)


def _scalar(kind: Any, value: object) -> Any:
    if issubclass(kind, StrEnum):
        if value not in list(kind):
            raise MisfitError(f"'{value}' is not one of {', '.join(kind)}")
        return kind(value)
    if kind is Decimal and type(value) in (int, float):
        return Decimal(str(value))
    if type(value) is not kind or kind not in (str, int, bool, date):
        raise MisfitError(f"must be {_NAMES.get(kind, kind.__name__)}, not {_shown(value)}")
    if value == "" or (isinstance(value, str) and value != value.strip()):
        raise MisfitError("must not be empty or have space around it")
    return value


_NAMES = {str: "text", int: "a whole number", bool: "true or false", date: "a date"}
_NAMES[Decimal] = "a number"


def _shown(value: object) -> str:
    return f"{type(value).__name__} '{value}'"[:80]


def _below(place: str, key: str) -> str:
    return f"{place}.{key}" if ": " in place else f"{place}: {key}"


def _item_place(place: str, index: int, item: object) -> str:
    """`file.yaml: its_key` for an entry of a file, `list[index]` further down."""
    file, _, inner = place.partition(": ")
    if "." in inner or not isinstance(item, dict):
        return f"{place}[{index}]"
    name = next((item[key] for key in NAMED_BY if isinstance(item.get(key), str)), None)
    return f"{file}: {name}" if name and "[" not in inner else f"{place}[{index}]"
