"""Makes a pretend right-to-left translation of every text, to find what was never translated.

It is called ar_001 (Arabic, of the world as a whole): Babel knows no private locale such as
ar-XB, it does know ar_001, writes it from right to left, and a real translation is kept under
`ar`. It is made at set-up for development and tests, never committed and never listed in LOCALES
of an installation. A text looks like this: ⟦نص تجريبي Welcome, %(name)s⟧. The brackets show where
a text was cut or put together; the Arabic letters turn its direction and make it longer.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
LOCALE = "ar_001"
TARGET = TRANSLATIONS / LOCALE / "LC_MESSAGES" / "messages.po"
FILLER = "نص تجريبي "


def pretend(text: str) -> str:
    """The text in brackets behind Arabic filler; placeholders and markup stay as they are."""
    core = text.strip()
    if not core:
        return text
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    filler = FILLER * (1 + len(core) // 30)
    return f"{lead}⟦{filler}{core}⟧{tail}"


def pretend_catalog(template: Catalog) -> Catalog:
    """A whole translation; each of the six Arabic plural forms is made from the English plural."""
    catalog = Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)
    for message in template:
        if isinstance(message.id, str):
            text: str | tuple[str, ...] = pretend(message.id)
        else:
            text = (pretend(message.id[1]),) * catalog.num_plurals
        if text:
            catalog.add(message.id, text, context=message.context, flags=message.flags)
    return catalog


def main() -> None:
    """Write the pseudo-locale if the list of texts is newer than it; silent when it is not."""
    if not TEMPLATE.exists():
        sys.exit(f"There is no {TEMPLATE.relative_to(ROOT)} yet; make check writes it.")
    if TARGET.exists() and TARGET.stat().st_mtime > TEMPLATE.stat().st_mtime:
        return
    with TEMPLATE.open("rb") as file:
        catalog = pretend_catalog(read_po(file))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("wb") as file:
        write_po(file, catalog, sort_output=True)


if __name__ == "__main__":
    main()
