"""Plain text from the HTML and the odd characters that adverts arrive with."""

import html
import re

_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "header", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "section", "table", "tr", "ul"),
    )
)
_HIDDEN = frozenset({"script", "style", "template", "title"})
_TAG = re.compile(r"(<[a-zA-Z/!?][^<>]*>)")
_TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*>\Z")
_DECLARATION = re.compile(r"<[!?/][^<>]*>\Z")
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
    return _tidy(_without_tags(_UNPRINTABLE.sub("", text)))


def _without_tags(markup: str) -> str:
    """Text with its tags made line breaks, dashes or nothing; linear in the text's length.

    A "<" that still looks like a tag's start is pushed away from its name, so that nothing which
    removal joined up can become a tag.
    """
    pieces: list[str] = []
    hidden = 0
    for piece in _TAG.split(markup):
        name = _NAME.match(piece)
        if name is None:
            pieces.append("" if hidden or _DECLARATION.match(piece) else piece)
        elif name[2].lower() in _HIDDEN:
            hidden = max(0, hidden - 1) if name[1] else hidden + 1
        else:
            pieces.append(_space_for(name[2].lower(), is_end=bool(name[1])))
    return _TAG_START.sub("< ", "".join(pieces))


def _space_for(tag: str, *, is_end: bool) -> str:
    """What a tag leaves behind in plain text."""
    if tag == "li":
        return "\n" if is_end else "\n- "
    if tag == "br" or tag in _BLOCKS:
        return "\n"
    return " " if tag in ("td", "th") else ""


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not _BULLET_ONLY.match(line))
