"""The one error for a file that cannot be read whole and safely."""

from collections.abc import Callable


def N_(text: str) -> str:  # noqa: N802 -- the mark that the message extractor looks for
    """Mark a message for translation where it stands; it is translated when it is said."""
    return text


class UnusableFile(Exception):
    """A file is refused as a whole; `text` is one plain sentence for the person who sent it.

    `words` go into the sentence. As a string it is English and begins with the `file`, where one
    is named, for whoever named it in a command.
    """

    def __init__(self, text: str, *, file: str = "", **words: str) -> None:
        super().__init__(": ".join(part for part in (file, text % words) if part))
        self.text, self.words = text, words

    def said(self, translate: Callable[[str], str]) -> str:
        """In the reader's language, words that are messages themselves too."""
        words = {name: translate(word) if word else "" for name, word in self.words.items()}
        return translate(self.text) % words
