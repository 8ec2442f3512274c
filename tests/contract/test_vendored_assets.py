"""What we serve of other people's work is what was recorded, and calls nobody."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
VENDOR = STATIC / "vendor"
RECORDS = json.loads((VENDOR / "VENDORED.json").read_text(encoding="utf-8"))
SERVED_CODE = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})
SHEETS = [path for path in SERVED_CODE if path.suffix == ".css"]

# What a browser would fetch by itself: url(), @import, import and fetch of a full address.
FETCHES = re.compile(
    r"""(?:url\(\s*|@import\s+|\bfrom\s*|\bimport\s*\(?\s*|\bfetch\(\s*|\bsrc\s*[=:]\s*)["']?"""
    r"""(?:[a-z][a-z+.-]*:)?//""",
    re.IGNORECASE,
)
# Namespaces are names, not addresses that anything opens.
NAMESPACES = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xlink|1999/xhtml)")


def test_every_vendored_file_is_the_one_that_was_recorded() -> None:
    recorded = {
        name: digest for entry in RECORDS.values() for name, digest in entry["files"].items()
    }
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.suffix not in {".json", ".gz", ".br"}
    }
    assert found == recorded


@pytest.mark.parametrize("folder", RECORDS)
def test_every_vendored_package_states_its_version_and_licence(folder: str) -> None:
    entry = RECORDS[folder]
    assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])
    assert entry["licence"] in {"MIT", "0BSD", "OFL-1.1"}
    assert f"{folder}/LICENCE.txt" in entry["files"]


@pytest.mark.parametrize("path", SERVED_CODE, ids=lambda path: path.name)
def test_nothing_we_serve_calls_another_host(path: Path) -> None:
    text = NAMESPACES.sub("", path.read_text(encoding="utf-8"))
    assert not FETCHES.search(text)
    assert "https://" not in text
    assert "http://" not in text


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_loads_no_font_and_only_images_that_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@font-face" not in text
    assert "Frutiger" not in text
    for name in re.findall(r"url\(([^)]*)\)", text):
        assert (path.parent / name.strip("\"'")).is_file(), name


def test_our_own_sheet_uses_logical_properties_only() -> None:
    text = (STATIC / "css" / "pathways.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert re.findall(r"\b(?:margin|padding|border)-(?:left|right)\b", rules) == []
    assert re.findall(r"[;{\s](?:left|right)\s*:|:\s*(?:left|right)\b", rules) == []


def test_the_right_to_left_sheet_mirrors_the_other() -> None:
    sheet = (VENDOR / "nhsuk-frontend" / "nhsuk-frontend.css").read_text(encoding="utf-8")
    mirrored = (VENDOR / "nhsuk-frontend" / "nhsuk-frontend.rtl.css").read_text(encoding="utf-8")
    assert sheet.count("margin-left:") == mirrored.count("margin-right:") > 0
    assert sheet.count("margin-right:") == mirrored.count("margin-left:") > 0


def test_chevrons_point_the_other_way_in_the_right_to_left_sheet() -> None:
    """rtlcss turns the rotation of a chevron but not the shape that is rotated."""
    sheet = (VENDOR / "nhsuk-frontend" / "nhsuk-frontend.css").read_text(encoding="utf-8")
    mirrored = (VENDOR / "nhsuk-frontend" / "nhsuk-frontend.rtl.css").read_text(encoding="utf-8")
    shapes = {
        "polygon(100% 100%, 100% 0, 0 0)": "polygon(0% 100%, 0% 0, 100% 0)",
        "polygon(0% 0%, 100% 50%, 0% 100%)": "polygon(100% 0%, 0% 50%, 100% 100%)",
    }
    for shape, other in shapes.items():
        assert sheet.count(shape) == mirrored.count(other) > 0
        assert shape not in mirrored


def test_a_public_page_has_ten_kilobytes_left_for_its_html() -> None:
    """The whole first page may weigh 60 kB gzipped; public pages load no htmx."""
    files = (
        VENDOR / "nhsuk-frontend" / "nhsuk-frontend.rtl.css",
        VENDOR / "nhsuk-frontend" / "nhsuk-frontend.min.js",
        *STATIC.glob("css/*.css"),
        *STATIC.glob("js/*.js"),
    )
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in files) <= 50_000
