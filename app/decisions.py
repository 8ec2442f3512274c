"""The shape of a decision: whether a move takes words, and for whom. Pure."""

from enum import StrEnum


class Text(StrEnum):
    """Whether a move takes a text."""

    NONE = "none"
    OPTIONAL = "optional"
    NEEDED = "needed"
