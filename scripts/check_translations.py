"""Says whether the list of texts to translate is up to date; with --write it brings it up to date.

The list (messages.pot) holds no dates and no line numbers, and is sorted, so that two people who
add a text each seldom collide.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
PSEUDO_LOCALE = "ar_001"
KEYWORDS = ("lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "lazy_npgettext:1c,2,3")

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
        known = texts(catalog)
        yield from (f"missing from {name}: {key[0]!r}" for key in wanted.keys() - known.keys())
        for message, errors in catalog.check():
            yield from (f"{name}: {message.id!r}: {error}" for error in errors)


def write(fresh: Catalog) -> None:
    """Bring messages.pot and every translation up to date; obsolete texts are dropped."""
    for path, catalog in translations():
        catalog.update(fresh, no_fuzzy_matching=True)
        with path.open("wb") as file:
            write_po(file, catalog, omit_header=False, no_location=True, ignore_obsolete=True)


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
