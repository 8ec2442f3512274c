"""Fetches the pinned third-party assets into static/vendor and records what was fetched.

A developer runs it by hand when a pin changes; it needs npm. Nothing here runs in the product:
what it writes is committed, and tests/contract/test_vendored_assets.py checks it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SHEET = ROOT / "scripts" / "vendoring" / "nhsuk.scss"
BUILD_TOOLS = ("sass@1.108.2", "rtlcss@4.3.0")


@dataclass(frozen=True)
class Package:
    """A pinned npm package and the files we take from it, as {path in package: path in folder}."""

    folder: str
    name: str
    version: str
    licence: str
    files: dict[str, str]


IMAGES = ("arrow-down", "arrow-up", "arrow-up-down", "cross")

PACKAGES = (
    Package(
        "nhsuk-frontend",
        "nhsuk-frontend",
        "10.6.1",
        "MIT",
        {"dist/nhsuk/nhsuk-frontend.min.js": "nhsuk-frontend.min.js"}
        | {
            f"dist/nhsuk/assets/images/nhsuk-icon-{name}.svg": f"images/nhsuk-icon-{name}.svg"
            for name in IMAGES
        },
    ),
    Package(
        "htmx",
        "htmx.org",
        "4.0.1",
        "0BSD",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENCE.txt"},
    ),
    Package(
        "noto-sans",
        "@expo-google-fonts/noto-sans",
        "0.4.2",
        "OFL-1.1",
        {
            "400Regular/NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
            "700Bold/NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
            "LICENSE_FONT": "LICENCE.txt",
        },
    ),
    Package(
        "vazirmatn",
        "@expo-google-fonts/vazirmatn",
        "0.4.1",
        "OFL-1.1",
        {
            "400Regular/Vazirmatn_400Regular.ttf": "Vazirmatn-Regular.ttf",
            "700Bold/Vazirmatn_700Bold.ttf": "Vazirmatn-Bold.ttf",
            "LICENSE_FONT": "LICENCE.txt",
        },
    ),
    Package(
        "noto-sans-ethiopic",
        "@expo-google-fonts/noto-sans-ethiopic",
        "0.4.2",
        "OFL-1.1",
        {
            "400Regular/NotoSansEthiopic_400Regular.ttf": "NotoSansEthiopic-Regular.ttf",
            "700Bold/NotoSansEthiopic_700Bold.ttf": "NotoSansEthiopic-Bold.ttf",
            "LICENSE_FONT": "LICENCE.txt",
        },
    ),
)

# nhsuk-frontend states its licence in package.json but ships no licence file.
LICENCES = {"nhsuk-frontend": ROOT / "scripts" / "vendoring" / "nhsuk-frontend-LICENCE.txt"}


def run(*command: str, cwd: Path) -> None:
    """Run a build command; its complaint is shown and ends the script."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")


def fetch(package: Package, *, into: Path) -> Path:
    """Unpack the package as published; returns the folder that holds its files."""
    place = into / package.folder
    place.mkdir(parents=True)
    run("npm", "pack", "--silent", f"{package.name}@{package.version}", cwd=place)
    archive = next(place.glob("*.tgz"))
    shutil.unpack_archive(archive, place, filter="data")
    return place / "package"


def copy_files(package: Package, *, unpacked: Path, target: Path) -> None:
    """Copy the wanted files, without a pointer to a source map that we do not ship."""
    for source, name in package.files.items():
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(unpacked / source, destination)
        if destination.suffix == ".js":
            lines = destination.read_text(encoding="utf-8").split("//# sourceMappingURL=")
            destination.write_text(lines[0].rstrip() + "\n", encoding="utf-8")
    if licence := LICENCES.get(package.folder):
        shutil.copyfile(licence, target / "LICENCE.txt")


def build_sheets(*, unpacked: Path, target: Path) -> None:
    """Write the left-to-right sheet and, mirrored by rtlcss, the right-to-left one."""
    place = unpacked.parent
    run("npm", "install", "--silent", "--no-save", "--ignore-scripts", *BUILD_TOOLS, cwd=place)
    shutil.move(unpacked, place / "node_modules" / "nhsuk-frontend")
    sheet = target / "nhsuk-frontend.css"
    sass = ("node_modules/.bin/sass", "--load-path=node_modules", "--style=compressed")
    run(*sass, "--no-source-map", str(SHEET), str(sheet), cwd=place)
    mirrored = sheet.with_suffix(".rtl.css")
    run("node_modules/.bin/rtlcss", "--silent", str(sheet), str(mirrored), cwd=place)
    text = mirrored.read_text(encoding="utf-8")
    mirrored.write_text(re.sub(r"polygon\(([^()]*)\)", mirror_polygon, text), encoding="utf-8")


def mirror_polygon(polygon: re.Match[str]) -> str:
    """Swap left and right in polygon(x% y%, ...), which rtlcss leaves as it is: chevrons."""
    points = (point.split() for point in polygon[1].split(","))
    mirrored = (f"{100 - float(x.rstrip('%')):g}% {y}" for x, y in points)
    return f"polygon({', '.join(mirrored)})"


def record(package: Package, target: Path) -> dict[str, Any]:
    """What VENDORED.json says of one package."""
    return {
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": {
            path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(target.rglob("*"))
            if path.is_file()
        },
    }


def main() -> None:
    """Replace everything under static/vendor by a fresh copy of the pinned packages."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    records = {}
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            unpacked = fetch(package, into=Path(scratch))
            target = VENDOR / package.folder
            copy_files(package, unpacked=unpacked, target=target)
            if package.folder == "nhsuk-frontend":
                build_sheets(unpacked=unpacked, target=target)
            records[package.folder] = record(package, target)
            print(
                f"{package.name} {package.version}: {len(records[package.folder]['files'])} files"
            )
    text = json.dumps(records, indent=2, ensure_ascii=False)
    (VENDOR / "VENDORED.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
