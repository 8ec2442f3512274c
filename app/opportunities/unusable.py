"""The one error for a file that cannot be read whole and safely."""


class UnusableFile(Exception):
    """A file is refused as a whole; the text is one plain sentence for the person who sent it."""
