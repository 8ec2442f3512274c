"""Says whether the list of texts to translate is up to date; with --write it brings it up to date.

The list (messages.pot) holds no dates and no line numbers, and is sorted, so that two people who
add a text each seldom collide. A text without a translation is no fault here: a page in its
language shows it in English. What visitors and clients read must be whole, which a test checks.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
PSEUDO_LOCALE = "ar_001"
KEYWORDS = ("lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "lazy_npgettext:1c,2,3")

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
MARKUP = re.compile(r"</?[a-z][^>]*>|&\w+;")
# Marks that turn text around unseen: what is isolated is isolated by the page.
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Key = tuple[object, str | None]


def extract(target: Path) -> Catalog:
    """Collect the texts of the code and the templates into `target`."""
    keywords = [word for keyword in KEYWORDS for word in ("--keyword", keyword)]
    # Run as a module, so that the project's own extraction method can be imported.
    pybabel = [sys.executable, "-m", "babel.messages.frontend"]
    options = ("--mapping-file", "babel.cfg", "--no-location", "--sort-output", "--omit-header")
    command = [*pybabel, "--quiet", "extract", *options, *keywords, "--output", str(target), "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The texts could not be extracted:\n{done.stderr}")
    return read(target)


def read(path: Path, *, locale: str | None = None) -> Catalog:
    """The catalogue in a .po or .pot file."""
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def texts(catalog: Catalog) -> dict[Key, Message]:
    """The messages but for the header, by text (and plural) and context."""
    return {(tuple(m.id) if m.pluralizable else m.id, m.context): m for m in catalog if m.id}


def translations() -> Iterator[tuple[Path, Catalog]]:
    """Every translation that people keep; the pseudo-locale is made, not kept."""
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        locale = path.parts[-3]
        if locale != PSEUDO_LOCALE:
            yield path, read(path, locale=locale)


def findings(fresh: Catalog) -> Iterator[str]:
    """What is not up to date, a sentence each."""
    wanted = texts(fresh)
    kept = texts(read(TEMPLATE)) if TEMPLATE.exists() else {}
    yield from (f"missing from messages.pot: {key[0]!r}" for key in wanted.keys() - kept.keys())
    yield from (f"no longer in the code: {key[0]!r}" for key in kept.keys() - wanted.keys())
    for path, catalog in translations():
        name = path.relative_to(TRANSLATIONS)
        for message in catalog:
            if message.id and any(forms(message)):
                yield from (f"{name}: {message.id!r}: {fault}" for fault in faults(message))
        # What would stop the compiling of the file: `75% of` looks like a placeholder to it.
        for message, errors in catalog.check():
            yield from (f"{name}: {message.id!r}: {error}" for error in errors)


def forms(message: Message) -> tuple[str, ...]:
    """A message's translation: one form, or one for each kind of number."""
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said)


def faults(message: Message) -> Iterator[str]:
    """What is wrong with a translation, whatever it says: each a few words."""
    said = forms(message)
    if not all(said):
        yield "a plural form is missing"
        return
    # The last form serves every number that has none of its own; the others may spell theirs out.
    original = message.id if isinstance(message.id, str) else message.id[1]
    needed = Counter(PLACEHOLDER.findall(original))
    numbers = Counter({one: n for one, n in needed.items() if one.endswith("d")})
    for number, form in enumerate(said):
        found = Counter(PLACEHOLDER.findall(form))
        spelt = numbers if message.pluralizable and number < len(said) - 1 else Counter()
        if found - needed or needed - found - spelt:
            yield f"its placeholders differ: {form!r}"
        if Counter(MARKUP.findall(form)) != Counter(MARKUP.findall(original)):
            yield f"its tags differ: {form!r}"
        if BIDI_CONTROLS.search(form):
            yield f"it holds a character that turns text around: {form!r}"


def write(fresh: Catalog) -> None:
    """Bring every translation up to date; it holds what is translated, and nothing obsolete.

    Who adds a text therefore changes no translation, and two who add one never collide there.
    """
    for path, catalog in translations():
        catalog.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
        for message in [one for one in catalog if one.id and not any(forms(one))]:
            catalog.delete(message.id, message.context)
        with path.open("wb") as file:
            write_po(file, catalog, width=0, no_location=True, ignore_obsolete=True)


def main() -> None:
    """Check, or write when asked to or when there is no list yet."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        fresh = extract(target)
        if "--write" in sys.argv[1:] or not TEMPLATE.exists():
            TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
            TEMPLATE.write_bytes(target.read_bytes())
            write(fresh)
            print(f"Wrote {len(texts(fresh))} texts to {TEMPLATE.relative_to(ROOT)}")
    found = sorted(findings(fresh))
    if found:
        listed = "\n".join(found)
        sys.exit(f"{listed}\nTo mend it: .venv/bin/python scripts/check_translations.py --write")


if __name__ == "__main__":
    main()
