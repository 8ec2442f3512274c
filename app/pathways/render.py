"""Turns HTML into a tagged PDF; run by itself, from standard input to standard output.

It imports nothing of the product, so that the child process that runs it starts quickly, and it
loads nothing but `data:` addresses and the fonts handed to it. WeasyPrint is not thread-safe:
one process makes one document at a time.
"""

import sys
from pathlib import Path
from typing import Any

FONT_SCHEME = "font:"
CANNOT_START = 3
FONTS = (
    "noto-sans/NotoSans-Regular.ttf",
    "noto-sans/NotoSans-Bold.ttf",
    "vazirmatn/Vazirmatn-Regular.ttf",
    "vazirmatn/Vazirmatn-Bold.ttf",
    "noto-sans-ethiopic/NotoSansEthiopic-Regular.ttf",
    "noto-sans-ethiopic/NotoSansEthiopic-Bold.ttf",
)


class LibraryMissing(RuntimeError):
    """A system library that PDFs need is not installed; the sentence says which."""


def load() -> Any:
    """The WeasyPrint module, with the libraries it needs. Raises LibraryMissing."""
    try:
        import weasyprint
        from weasyprint.text import ffi
    except OSError as error:
        raise LibraryMissing(
            "PDFs need the system packages libpango-1.0-0 and libpangoft2-1.0-0."
        ) from error
    # Without it fonts are subset in Python, five times slower, and nothing says so.
    if ffi.harfbuzz_subset is None:
        raise LibraryMissing("PDFs need the system package libharfbuzz-subset0.")
    return weasyprint


def to_pdf(html: str, *, fonts: Path) -> bytes:
    """A PDF/UA-1 of the HTML; `fonts` is the folder of vendored fonts. Raises LibraryMissing."""
    weasyprint = load()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        """Deny everything but what a plan is made of."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(FONT_SCHEME)
            if url.startswith(FONT_SCHEME) and name in FONTS:
                return URLFetcherResponse(url, (fonts / name).read_bytes())
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise ValueError(f"a plan loads nothing from outside: {url[:80]}")

    document = weasyprint.HTML(string=html, url_fetcher=Fetcher())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", finisher=_print_links))


def _print_links(_document: Any, pdf: Any) -> None:
    """Give each link the flag that lets paper and screen be the same."""
    for part in pdf.objects:
        if isinstance(part, dict) and part.get("Subtype") == "/Link":
            part["F"] = 4


def main() -> int:
    """HTML on standard input, the folder of fonts as the argument."""
    try:
        pdf = to_pdf(sys.stdin.buffer.read().decode(), fonts=Path(sys.argv[1]))
    except LibraryMissing as error:
        sys.stderr.write(str(error))
        return CANNOT_START
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
