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
from typing import Any
from uuid import uuid4

import tomli
import tomli_w

from ozon_returns import __version__
from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.errors.home import StoreDamagedError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.evidence import archive
from ozon_returns.files import private, require_name
from ozon_returns.home.check import attachments_of
from ozon_returns.settings import Places
from ozon_returns.store import inventory
from ozon_returns.store.connection import copy_store
from ozon_returns.store.head import Head
from ozon_returns.store.revision import NEWEST
from ozon_returns.words import _

_SECRET = re.compile(r"key|token|secret|password", re.IGNORECASE)
"""Pattern for the name of a setting that contains, or refers to, a secret."""

_MOST_EVENTS = 1 << 62


Manifest = dict[str, Any]


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

    An existing file is replaced only by a backup of an undamaged store and photos, whose history contains that of the file.
    Raise `InvalidError` if it is not a backup, or one of another history.
    """
    require_name(str(target))
    if target.is_dir():
        target /= f"ozon-returns-{now:%Y%m%d-%H%M%S}.zip"
    if target.exists() and not (target.is_file() and archive.is_backup(target)):
        raise InvalidError(_("{file} is not a backup, so it was not overwritten.").format(file=target), _("Specify another file."))
    made = Backup(target)
    try:
        held = archive.manifest_of(target) if target.exists() else None
        private(target.parent)
        with archive.packing(target) as packed:
            contains = _pack(places, packed, made, now, held)
            if held:
                _require_replaceable(made, held, contains=contains)
        made.bytes = target.stat().st_size
    except OSError as error:
        raise PathUnusableError(str(target), reason(error)) from error
    return made


def _pack(places: Places, packed: archive.Packed, made: Backup, now: datetime, held: Manifest | None) -> bool:
    """Write the store, the files it refers to, the settings and the manifest to a backup.

    Return whether its history contains that of the backup with the manifest `held`.
    """
    stamp = now.timetuple()
    copy = made.file.with_name(f".{_own(made.file)}.db.part")
    try:
        copy_store(places.store, copy)
        found = inventory.read_copy(copy, _head_in(held or {}), verified=held is not None)
        if found.problem:
            raise StoreDamagedError(str(places.store), found.problem)
        made.cases, made.head = found.cases, found.head
        made.damaged += [each.what for each in found.faults]
        with copy.open("rb") as store:
            packed.add(archive.STORE, store, stamp)
    finally:
        copy.unlink(missing_ok=True)
    for photo in found.photos:
        _add(places, packed, made, (photo.file, photo.sha256))
    for piece in attachments_of(found.tickets):
        _add(places, packed, made, (piece.file, ""))
    if places.settings_file.is_file():
        told = without_secrets(places.settings_file.read_text(encoding="utf-8-sig"))
        packed.add(archive.SETTINGS, io.BytesIO(told.encode()), stamp)
    own = places.settings_file.parent / archive.LETTERS
    for letter in sorted(each for each in own.rglob("*") if each.is_file()):
        name = f"{archive.LETTERS}/{letter.relative_to(own).as_posix()}"
        if not archive.may_hold(name):
            made.damaged.append(_("{file} is not in the backup, because of its name").format(file=name))
            continue
        with letter.open("rb") as source:
            packed.add(name, source, time.localtime(letter.stat().st_mtime))
    about = {"format": archive.FORMAT, "made_at": now.isoformat(), "version": __version__, "revision": NEWEST}
    manifest = {**about, "cases": made.cases, "photos": made.photos, "files": packed.files}
    if made.head:
        manifest |= {"events": made.head.events, "head": made.head.hash}
    packed.add(archive.MANIFEST, io.BytesIO(json.dumps(manifest, ensure_ascii=False, indent=1).encode()), stamp)
    return found.contains


def without_secrets(text: str) -> str:
    """Return settings without those whose names tell of a secret, and without comments, which may hold one."""
    return tomli_w.dumps(_stripped(tomli.loads(text)))


def _stripped(value: Any) -> Any:  # noqa: ANN401  any TOML value
    """Return a value of the settings without what tells of a secret."""
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    if isinstance(value, dict):
        return {name: _stripped(each) for name, each in value.items() if not _SECRET.search(name)}
    return value


def _require_replaceable(made: Backup, held: Manifest, *, contains: bool) -> None:
    """Raise `InvalidError` if the backup is damaged, or its history is not a continuation of that in the one it would replace."""
    is_less = made.cases < held["cases"] or made.photos < held["photos"]
    if made.damaged or not contains or (is_less and not _head_in(held)):
        other = _("it belongs to another data folder, or to another course of this one ({cases} cases, {photos} photos)")
        why = "; ".join(made.damaged) or other.format(**held)
        told = _("{file} was not overwritten: {why}.").format(file=made.file, why=why)
        raise InvalidError(told, _("Specify another file, and run: ozon-returns check"))


def _head_in(manifest: Manifest) -> Head | None:
    """Return the end of the history in a backup; `None` for one made by a version that did not note it."""
    events, last = manifest.get("events"), manifest.get("head")
    return Head(events, last, "") if type(events) is int and 0 < events < _MOST_EVENTS and isinstance(last, str) else None


def _own(target: Path) -> str:
    """Return a temporary file name with the process ID, in the form that `evidence.shelf.abandoned` parses."""
    return f"{os.getpid()}-{uuid4().hex}-{target.name[:60]}"


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
