"""Backup of the whole home to a single file, while other commands may be writing."""

import io
import json
import os
import re
import stat
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ozon_returns import __version__
from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.errors.home import StoreDamagedError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.evidence import archive
from ozon_returns.files import private
from ozon_returns.home.check import attachments_of
from ozon_returns.settings import Places
from ozon_returns.store import inventory
from ozon_returns.store.connection import copy_store
from ozon_returns.store.head import Head
from ozon_returns.store.revision import NEWEST
from ozon_returns.words import _

_SECRET = re.compile(r"^\s*[\w.-]*(?:key|token|secret|password)[\w.-]*\s*=.*$", re.IGNORECASE | re.MULTILINE)
"""Pattern for a line of the settings that contains, or refers to, a secret."""


@dataclass
class Backup:
    """A backup that was made; `damaged` lists the missing or modified photos, each with the reason."""

    file: Path
    cases: int = 0
    photos: int = 0
    bytes: int = 0
    head: Head | None = None
    damaged: list[str] = field(default_factory=list)


def back_up(places: Places, target: Path, now: datetime) -> Backup:
    """Make a backup at `target`, a file or a folder.

    An existing file is replaced only by an undamaged backup with at least as many cases and photos. Raise `InvalidError`
    if it is not a backup or holds more.
    """
    if target.is_dir():
        target /= f"ozon-returns-{now:%Y%m%d-%H%M%S}.zip"
    if target.exists() and not archive.is_backup(target):
        raise InvalidError(_("{file} is not a backup, so it was not overwritten.").format(file=target), _("Specify another file."))
    made = Backup(target)
    try:
        private(target.parent)
        with archive.packing(target) as packed:
            _pack(places, packed, made, now)
            _replaceable(made)
        made.bytes = target.stat().st_size
    except OSError as error:
        raise PathUnusableError(str(target), reason(error)) from error
    return made


def _pack(places: Places, packed: archive.Packed, made: Backup, now: datetime) -> None:
    """Write the store, the files it refers to, the settings and the manifest to a backup."""
    stamp = now.timetuple()
    copy = made.file.with_name(f".{_own(made.file)}.db.part")
    try:
        copy_store(places.store, copy)
        held = inventory.read_copy(copy)
        if held.problem:
            raise StoreDamagedError(str(places.store), held.problem)
        made.cases, made.head = held.cases, held.head
        with copy.open("rb") as store:
            packed.add(archive.STORE, store, stamp)
    finally:
        copy.unlink(missing_ok=True)
    for photo in held.photos:
        _add(places, packed, made, (photo.file, photo.sha256))
    for piece in attachments_of(held.tickets):
        _add(places, packed, made, (piece.file, ""))
    if places.settings_file.is_file():
        told = _SECRET.sub("", places.settings_file.read_text(encoding="utf-8", errors="replace"))
        packed.add(archive.SETTINGS, io.BytesIO(told.encode()), stamp)
    about = {"format": archive.FORMAT, "made_at": now.isoformat(), "version": __version__, "revision": NEWEST}
    manifest = {**about, "cases": made.cases, "photos": made.photos, "files": packed.files}
    if made.head:
        manifest |= {"events": made.head.events, "head": made.head.hash}
    packed.add(archive.MANIFEST, io.BytesIO(json.dumps(manifest, ensure_ascii=False, indent=1).encode()), stamp)


def _replaceable(made: Backup) -> None:
    """Raise `InvalidError` if the backup is damaged or smaller than the one it would replace."""
    if not made.file.exists():
        return
    held = archive.manifest_of(made.file)
    if made.damaged or made.cases < held.get("cases", 0) or made.photos < held.get("photos", 0):
        why = "; ".join(made.damaged) or _("it contains more: {cases} cases, {photos} photos").format(**held)
        told = _("{file} was not overwritten: {why}.").format(file=made.file, why=why)
        raise InvalidError(told, _("Specify another file, and run: ozon-returns check"))


def _own(target: Path) -> str:
    """Return a temporary file name with the process ID, in the form that `evidence.shelf.abandoned` parses."""
    return f"{os.getpid()}-{target.name[:100]}"


def _add(places: Places, packed: archive.Packed, made: Backup, known: tuple[str, str]) -> None:
    """Add one file to the backup; a missing or modified photo is listed in `damaged`."""
    file, sha256 = known
    path = places.home / file
    try:
        about = path.lstat()
        if not archive.may_hold(file) or not stat.S_ISREG(about.st_mode):
            made.damaged.append(_("{file} has changed since it was stored").format(file=file))
            return
        source = path.open("rb")
    except OSError:
        made.damaged += [_("{file} is missing").format(file=file)] if sha256 else []
        return
    with source:
        found = packed.add(file, source, time.localtime(about.st_mtime))
    made.photos += bool(sha256)
    if sha256 and found != sha256:
        made.damaged.append(_("{file} has changed since it was stored").format(file=file))
