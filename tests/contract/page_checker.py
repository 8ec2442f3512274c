"""What every page must get right whatever it says; the tests call it on each page they open.

`check_page` takes a whole page or an htmx fragment. A fragment has no title or main heading of
its own, and may refer to ids of the page around it, so those rules are for whole pages alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import html5lib
from html5lib.constants import E as PARSE_ERRORS

Element = Any  # xml.etree.ElementTree.Element; comments have a function as their tag
Findings = Iterator[str]

HEADING = re.compile(r"h[1-6]")
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
LABELABLE = {"input", "select", "textarea", "button", "output", "meter", "progress"}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns")
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
ANOTHER_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
UNSEEN = {"script", "style", "template"}
DATA_BLOCKS = {"application/json", "application/ld+json"}
SVG_TITLE = "{http://www.w3.org/2000/svg}title"


@dataclass(frozen=True)
class Page:
    """A parsed page: its elements in order, and what the parser complained about."""

    root: Element
    errors: tuple[str, ...]
    is_whole: bool

    @cached_property
    def elements(self) -> list[Element]:
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def by_id(self) -> dict[str, Element]:
        return {element.get("id"): element for element in self.elements if element.get("id")}

    @cached_property
    def wrapped_by_label(self) -> set[Element]:
        return {inner for label in self.tagged("label") for inner in label.iter()}

    def tagged(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]


def check_page(html: str, url: str) -> list[str]:
    """Every finding as a sentence that starts with the url; an empty list for a good page."""
    page = parse(html)
    checks = (*ALWAYS, *WHOLE_PAGES) if page.is_whole else ALWAYS
    return [f"{url}: {finding}" for check in checks for finding in check(page)]


def parse(html: str) -> Page:
    """Read the HTML as a browser would, and keep what it would have had to repair."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    start = html.lstrip()[:9].lower()
    is_whole = start.startswith(("<!doctype", "<html"))
    if is_whole:
        root = parser.parse(html)
    else:
        root = parser.parseFragment(html, container="tbody" if start.startswith("<tr") else "div")
    errors = tuple(
        f"invalid HTML at line {line}: {PARSE_ERRORS[code] % values}"
        for (line, _column), code, values in parser.errors
    )
    return Page(root, errors, is_whole)


def text_of(element: Element) -> str:
    """The words inside an element, alternative texts of pictures included."""
    words = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            words.append(child.get("alt", "") if child.tag == "img" else text_of(child))
        words.append(child.tail or "")
    return " ".join("".join(words).split())


def name_of(element: Element, page: Page) -> str:
    """What a screen reader calls the element, as far as its own markup says."""
    referred = [page.by_id.get(key) for key in element.get("aria-labelledby", "").split()]
    names = [text_of(target) for target in referred if target is not None]
    return "".join([*names, element.get("aria-label", "").strip(), text_of(element)])


def describe(element: Element) -> str:
    """The opening tag, shortened, so that a finding can be looked for."""
    kept = [
        f'{key}="{element.get(key)}"'
        for key in ("id", "name", "href", "class", "type")
        if element.get(key) is not None
    ]
    return f"<{' '.join([element.tag.rpartition('}')[2], *kept])}>"[:120]


def parse_errors(page: Page) -> Findings:
    yield from page.errors


def one_main_heading(page: Page) -> Findings:
    if (count := len(page.tagged("h1"))) != 1:
        yield f"there are {count} h1 headings, not one"


def title_language_direction(page: Page) -> Findings:
    head = page.root.find("head")
    title = None if head is None else head.find("title")
    if title is None or not text_of(title):
        yield "the page has no title"
    if not page.root.get("lang"):
        yield "<html> has no lang"
    if page.root.get("dir") not in {"ltr", "rtl"}:
        yield "<html> has no dir"


def ids(page: Page) -> Findings:
    counts = Counter(element.get("id") for element in page.elements if "id" in element.attrib)
    for name, count in counts.items():
        if count > 1:
            yield f"the id {name!r} is used {count} times"
        if not name or re.search(r"\s", name):
            yield f"{name!r} is not an id"


def references(page: Page) -> Findings:
    for element in page.elements:
        for attribute in REFERENCES:
            for name in element.get(attribute, "").split():
                if name not in page.by_id:
                    yield f"{attribute} of {describe(element)} refers to no element: {name!r}"
        target = element.get("href", "") if element.tag == "a" else ""
        if target.startswith("#") and target not in {"#", "#top"} and target[1:] not in page.by_id:
            yield f"{describe(element)} leads to no element"


def labels(page: Page) -> Findings:
    for label in page.tagged("label"):
        if (name := label.get("for")) is None:
            continue
        target = page.by_id.get(name)
        if target is None or target.tag not in LABELABLE:
            yield f"a label is for no field: {name!r}"


def fields(page: Page) -> Findings:
    labels_with_text = [label for label in page.tagged("label") if text_of(label)]
    labelled = {label.get("for") for label in labels_with_text} - {None}
    for field in page.tagged("input", "select", "textarea"):
        if field.tag == "input" and field.get("type", "text").lower() in UNLABELLED_INPUTS:
            continue
        if field.get("id") in labelled or field in page.wrapped_by_label:
            continue
        if not field.get("aria-label", "").strip() and not field.get("aria-labelledby"):
            yield f"{describe(field)} has no label"


def images(page: Page) -> Findings:
    for image in page.tagged("img"):
        if "alt" not in image.attrib:
            yield f"an image has no alt: {image.get('src', '')[:80]!r}"


def links_and_buttons(page: Page) -> Findings:
    for element in page.tagged("a", "button"):
        if element.tag == "a" and "href" not in element.attrib:
            continue
        drawn = any(text_of(title) for title in element.iter(SVG_TITLE))
        if not drawn and not name_of(element, page):
            yield f"{describe(element)} has no name"
    for field in page.tagged("input"):
        if field.get("type") == "button" and not field.get("value", "").strip():
            yield f"{describe(field)} has no name"


def forms(page: Page) -> Findings:
    for form in page.tagged("form"):
        if form.get("method", "get").lower() != "post":
            continue
        tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token"]
        if not any(field.get("value") for field in tokens):
            yield f"a form posts to {form.get('action', 'its own page')!r} without csrf_token"


def content_security(page: Page) -> Findings:
    for element in page.elements:
        if element.tag == "style":
            yield "there is an inline <style>"
        is_inline = element.tag == "script" and "src" not in element.attrib
        if is_inline and element.get("type") not in DATA_BLOCKS:
            yield "there is an inline <script>"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith(("on", "hx-on")):
                yield f"{describe(element)} has an inline {attribute}"
            if value.lstrip().lower().startswith("javascript:"):
                yield f"{describe(element)} has a script in its {attribute}"


def other_hosts(page: Page) -> Findings:
    for element in page.tagged(*LOADED):
        if element.get("rel") in {"canonical", "alternate"}:
            continue
        if ANOTHER_HOST.match(element.get(LOADED[element.tag], "")):
            yield f"{describe(element)} is loaded from another host"


def headings(page: Page) -> Findings:
    before = 1
    for heading in page.elements:
        if not HEADING.fullmatch(heading.tag):
            continue
        level = int(heading.tag[1])
        if not text_of(heading):
            yield f"a heading is empty: {describe(heading)}"
        if page.is_whole and level > before + 1:
            yield f"a heading jumps from h{before} to h{level}: {text_of(heading)[:60]!r}"
        before = level


def seen_texts(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag not in UNSEEN:
            yield element.text or ""
            yield from (child.tail or "" for child in element)


def leaks(page: Page) -> Findings:
    for text in seen_texts(page):
        if text.strip() == "None":
            yield "the page says None"
        if re.search(r"\{\{|\{%|%\}|\}\}", text):
            yield f"the page shows its template: {text.strip()[:60]!r}"
    for element in page.elements:
        for attribute, value in element.attrib.items():
            if value == "None" or "{{" in value or re.search(r"/None(?:[/?#]|$)", value):
                yield f"{describe(element)} has {attribute}={value[:60]!r}"


Check = Callable[[Page], Findings]
WHOLE_PAGES: tuple[Check, ...] = (
    one_main_heading,
    title_language_direction,
    references,
    labels,
)
ALWAYS: tuple[Check, ...] = (
    parse_errors,
    ids,
    fields,
    images,
    links_and_buttons,
    forms,
    content_security,
    other_hosts,
    headings,
    leaks,
)
