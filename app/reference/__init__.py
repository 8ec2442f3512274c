"""The versioned reference data: professions, routes, lists, and their one loader."""

from app.reference.catalogue import Reference, outward_code, uncertain
from app.reference.errors import BrokenReference, UnknownKey
from app.reference.loader import load, reference

__all__ = [
    "BrokenReference",
    "Reference",
    "UnknownKey",
    "load",
    "outward_code",
    "reference",
    "uncertain",
]
