"""Plans as PDF files: made in a child process; the last of each client and language is kept."""

import hashlib
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import current_app, render_template
from flask_babel import get_locale, gettext
from markupsafe import Markup

from app.pathways import render
from app.pathways.sheet import EVERYTHING, PlanSheet

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 20
# Raised when the renderer's own output changes, so that no older file answers for a new one.
RENDERER_VERSION = "weasyprint-70.0/1"
SCRIPT = Path(render.__file__)


class NoPdf(Exception):
    """The PDF could not be made now; the sentence is for the person who waits for it."""


@dataclass(frozen=True)
class Document:
    """A finished PDF; `digest` names what it holds."""

    digest: str
    content: bytes


def plan_pdf(sheet: PlanSheet) -> Document:
    """The sheet as a PDF in the present language, from the store when nothing has changed.

    What an organisation reads is made for each reading and kept nowhere, so that no copy outlives
    the client's consent. Raises NoPdf.
    """
    html = plan_html(sheet)
    made_of = f"{RENDERER_VERSION}\n{sheet.audience}\n{html}"
    digest = hashlib.sha256(made_of.encode()).hexdigest()
    if sheet.audience != EVERYTHING:
        return Document(digest, render_in_child(html))
    shelf = Path(current_app.config["DOCUMENTS"]) / sheet.reference
    name = f"{get_locale()}-{digest}.pdf"
    try:
        return Document(digest, (shelf / name).read_bytes())
    except OSError:  # not there yet, or a store that cannot be read
        content = render_in_child(html)
        _keep(shelf, name, content)
        return Document(digest, content)


def plan_html(sheet: PlanSheet) -> str:
    """Everything that goes into the PDF but its fonts."""
    return render_template("pdf/plan.html", sheet=sheet, styles=_styles(_folders()))


def render_in_child(html: str) -> bytes:
    """Render in a process of its own, which a document cannot outlive or bring down.

    The libraries that draw text crash now and then, whatever the document: a process that a
    signal has ended is tried once more.
    """
    done = _rendered(html)
    if done.returncode < 0:
        log.warning("no PDF, signal %s: tried again", -done.returncode)
        done = _rendered(html)
    if done.returncode == render.CANNOT_START:
        log.error("no PDF: %s", done.stderr.decode())
        raise NoPdf(done.stderr.decode())
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        log.error("no PDF, exit %s: %s", done.returncode, done.stderr.decode()[-2000:])
        raise NoPdf(gettext("The PDF could not be made. Use the page for printing."))
    return done.stdout


def _rendered(html: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", str(SCRIPT), str(_folders()[0] / "vendor")]
    try:
        return subprocess.run(  # noqa: S603 -- our own script, no shell
            command, input=html.encode(), capture_output=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        log.error("a PDF took more than %s seconds", TIMEOUT_SECONDS)
        raise NoPdf(
            gettext("The PDF takes too long to make. Try again, or use the page for printing.")
        ) from error


def _keep(shelf: Path, name: str, content: bytes) -> None:
    """Put the file on the client's shelf whole or not at all, in place of its language's last.

    A full disk loses only the copy. What a crash left half written goes with the next file.
    """
    try:
        shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
        older = [*shelf.glob(f"{_language(name)}-*")]
        _write(shelf / name, content)
        for one in older:
            if one.name != name:
                one.unlink(missing_ok=True)
    except OSError as error:
        log.error("a PDF could not be kept: %s", error.strerror)


def _write(path: Path, content: bytes) -> None:
    prefix = f"{_language(path.name)}-"
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=prefix, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.replace(file.name, path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _language(name: str) -> str:
    return name.partition("-")[0]


def _folders() -> tuple[Path, Path]:
    """Where the static files and the templates are."""
    app = current_app
    return Path(app.static_folder or ""), Path(app.root_path) / str(app.template_folder)


@cache
def _styles(folders: tuple[Path, Path]) -> Markup:
    static, templates = folders
    sheets = (static / "css" / "plan.css", templates / "pdf" / "plan.css")
    return Markup("".join(sheet.read_text(encoding="utf-8") for sheet in sheets))  # noqa: S704
