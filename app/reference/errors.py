"""How reference data says that it is broken, or that a key is not in it."""

from collections.abc import Sequence


class BrokenReference(Exception):
    """The files cannot be used; every problem names its file and place."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The reference data is broken:\n  " + "\n  ".join(self.problems))


class UnknownKey(KeyError):
    """Nothing in the reference data has this key."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind, self.key = kind, key
        super().__init__(f"There is no {kind} '{key}' in the reference data")

    def __str__(self) -> str:
        return str(self.args[0])
