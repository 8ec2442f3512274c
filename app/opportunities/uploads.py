"""Uploaded files: read out of the request's process, kept until their sender confirms."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import NotFound
from app.opportunities.models import Upload, UploadPurpose
from app.opportunities.unusable import N_, UnusableFile
from app.policy import Viewer
from app.web.forms import tidy

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 10 * 1024 * 1024
SECONDS = 25  # below the server's own limit for a request
KEPT_FOR = timedelta(days=1)


def keep_upload(actor: Viewer, file: FileStorage, *, purpose: UploadPurpose) -> Upload:
    """Read a file and keep what was found; raises `UnusableFile` with one plain sentence.

    The file itself is not kept, and neither is its path: only the last part of its name.
    """
    try:
        content = file.stream.read(LARGEST + 1)
    finally:
        file.close()
    if not content:
        raise UnusableFile(N_("The file is empty."))
    if len(content) > LARGEST:
        raise UnusableFile(N_("The file is larger than 10 MB."))
    found = read_apart(content, purpose=purpose)
    with atomic():
        Upload.delete().where(Upload.created_at < clock.now() - KEPT_FOR).execute()
        upload = Upload.create(
            account=actor.account_id,
            purpose=purpose,
            file_name=_last_part(file.filename or ""),
            file_sha256=hashlib.sha256(content).hexdigest(),
            found=found,
            created_at=clock.now(),
        )
        record(actor, "upload.read", upload, purpose=purpose)
    return upload


def upload(actor: Viewer, number: int, *, purpose: UploadPurpose) -> Upload:
    """An upload of the actor's own that waits to be confirmed; NotFound otherwise."""
    found = Upload.get_or_none(
        Upload.id == number, Upload.account == actor.account_id, Upload.purpose == purpose
    )
    if found is None:
        raise NotFound("upload")
    return found


def read_apart(content: bytes, *, purpose: UploadPurpose) -> dict[str, Any]:
    """What a file holds, read by a process with limits; raises `UnusableFile`."""
    with _on_disk(content) as path:
        command = [sys.executable, "-m", "app.opportunities.reading", purpose, str(path)]
        try:
            done = subprocess.run(  # noqa: S603 -- our own module, a path of our own
                command, capture_output=True, timeout=SECONDS, cwd=ROOT, env=_surroundings(),
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise UnusableFile(N_("Reading the file took too long. Divide it in parts.")) from error
    if done.returncode:
        raise UnusableFile(N_("The file cannot be read."))
    found: dict[str, Any] = json.loads(done.stdout)
    if "unusable" in found:
        raise UnusableFile(found["unusable"], **found["words"])
    return found


@contextmanager
def _on_disk(content: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(prefix="upload-") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def _surroundings() -> dict[str, str]:
    """The child's environment: where programs and libraries are, and none of our secrets."""
    kept = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _last_part(name: str) -> str:
    return tidy(name).replace("\\", "/").rpartition("/")[2][:200] or "file"
