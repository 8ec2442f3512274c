"""Make of every translation the file that the product reads, where the text is newer.

Babel's own command takes "75% of" for a placeholder and refuses its translation; whether the
real placeholders agree is looked at by check_translations.py.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "app" / "translations"


def compile_translation(source: Path) -> None:
    """Write messages.mo beside messages.po."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3])
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def main() -> None:
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime:
            compile_translation(source)


if __name__ == "__main__":
    main()
