"""Plain text from the HTML and the odd characters that adverts arrive with."""

import html
import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "header", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "section", "table", "tr", "ul"),
    )
)
_HIDDEN = frozenset({"script", "style", "template", "title"})
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")
_BULLET_ONLY = re.compile(r"^[•·●▪*-]\s*$")
_MAX_UNESCAPES = 3


def one_line(value: object) -> str:
    """A short field's text: entities unescaped, unprintable characters and extra space gone."""
    if not isinstance(value, str):
        return ""
    return " ".join(_UNPRINTABLE.sub("", html.unescape(value)).split())


def plain_text(markup: str) -> str:
    """Plain text of (possibly escaped) HTML: a line a paragraph, "- " before a list item, no tags.

    Adverts arrive escaped once, sometimes twice, so unescaping stops when nothing changes.
    Never raises, whatever the text.
    """
    text = markup
    for _ in range(_MAX_UNESCAPES):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
    reader = _Reader()
    reader.feed(_UNPRINTABLE.sub("", text))
    reader.close()
    return _tidy(_without_tags("".join(reader.pieces)))


class _Reader(HTMLParser):
    """Collects the visible text; blocks become line breaks and list items get a dash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag == "br" or tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """Skip an unfinished or unknown marked section instead of failing on it."""
        end = self.rawdata.find(">", i)
        return len(self.rawdata) if end < 0 else end + 1


def _without_tags(text: str) -> str:
    """Text without whatever still looks like a tag, until removing makes no new one."""
    while _TAG.search(text):
        text = _TAG.sub(" ", text)
    return text


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not _BULLET_ONLY.match(line))
