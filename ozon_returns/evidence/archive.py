"""One file that contains a whole home: an uncompressed ZIP with a manifest of every file's size and SHA-256.

Nothing in it is compressed, so it never unpacks to more than its own size, and any tool can read it. Entries are
checked against rules that a malicious file would have to break: an allowed path, a regular file, the stated size, and
the checksum in the manifest.
"""

import hashlib
import json
import os
import re
import stat
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from uuid import uuid4

from ozon_returns.errors.home import BackupDamagedError, BackupRefusedError
from ozon_returns.files import create, private, sync_folder
from ozon_returns.words import _, quote

FORMAT = "ozon-returns-backup/1"
MANIFEST, STORE, SETTINGS, LETTERS = "manifest.json", "cases.db", "settings.toml", "letters"
_CHUNK = 1 << 20
_MOST_OF_ONE = 600
"""Maximum size of a manifest per file, in bytes."""

_ALLOWED = re.compile(
    r"cases\.db|settings\.toml|manifest\.json|cases/\d{6,12}/(?:ticket-\d{1,6}/)?(?!\.)[\w .()+=,;@-]{1,200}"
    r"|letters/(?:(?!\.)[\w .()+=,;@-]{1,100}/){0,3}(?!\.)[\w .()+=,;@-]{1,200}"
)
"""Pattern of the paths allowed in a backup."""

_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OSError,
    TypeError,
    AttributeError,
)
"""Exceptions raised when reading a damaged ZIP."""


@dataclass
class Packed:
    """A backup being written, with its manifest so far."""

    zip: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, source: BinaryIO, made: time.struct_time) -> str:
        """Add a file, streamed, and return its SHA-256; `made` is its timestamp, as returned by `time.localtime`."""
        about = zipfile.ZipInfo(
            name, (min(2107, max(1980, made.tm_year)), made.tm_mon, made.tm_mday, made.tm_hour, made.tm_min, made.tm_sec)
        )
        about.external_attr = (stat.S_IFREG | 0o600) << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(about, "w", force_zip64=True) as packed:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                packed.write(chunk)
        if name != MANIFEST:
            self.files.append({"path": name, "bytes": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()


@contextmanager
def packing(target: Path) -> Iterator[Packed]:
    """Write a backup next to its target, and move it into place when it is complete and flushed to disk."""
    beside = target.with_name(f".{os.getpid()}-{uuid4().hex}-{target.name[:60]}.part")
    try:
        with create(beside) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
                yield Packed(packed)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def may_hold(name: str) -> bool:
    """Return whether a backup may contain a file with this name."""
    return _ALLOWED.fullmatch(name) is not None


def is_backup(path: Path) -> bool:
    """Return whether a file is a backup of this program, so that a newer one may replace it."""
    try:
        with zipfile.ZipFile(path) as packed:
            return MANIFEST in packed.namelist()
    except _BROKEN:
        return False


def manifest_of(path: Path) -> dict[str, Any]:
    """Return the manifest of a backup after checking every entry; raise `BackupRefusedError` if any is unsafe."""
    try:
        with zipfile.ZipFile(path) as packed:
            _judge(path, packed)
            return _manifest(path, packed)
    except _BROKEN as error:
        raise BackupRefusedError(str(path), _("it is not a backup or is truncated")) from error


def unpack(path: Path, manifest: dict[str, Any], folder: Path) -> None:
    """Unpack a checked backup into an empty folder and verify every file.

    Raise `BackupDamagedError` if a file differs from its manifest entry.
    """
    with zipfile.ZipFile(path) as packed:
        for told in manifest["files"]:
            target = folder / told["path"]
            private(target.parent)
            with create(target) as file:
                try:
                    found = _unpacked(packed, told, file)
                except _BROKEN as error:
                    if isinstance(error, OSError) and error.errno:
                        raise
                    raise BackupDamagedError(str(path), told["path"]) from error
                file.flush()
                os.fsync(file.fileno())
            if found != told["sha256"]:
                raise BackupDamagedError(str(path), told["path"])


def _unpacked(packed: zipfile.ZipFile, told: dict[str, Any], file: BinaryIO) -> str:
    """Unpack one file, up to its stated size, and return its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with packed.open(told["path"]) as content:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > told["bytes"]:
                raise EOFError
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _judge(path: Path, packed: zipfile.ZipFile) -> None:
    """Raise `BackupRefusedError` if any entry of the backup is unsafe."""
    seen: set[str] = set()
    room = path.stat().st_size
    for entry in packed.infolist():
        name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
        if not _ALLOWED.fullmatch(name) or name.lower() in seen:
            raise BackupRefusedError(str(path), _("{name} is not allowed in a backup").format(name=quote(name)))
        if kind not in (0, stat.S_IFREG) or entry.is_dir():
            raise BackupRefusedError(str(path), _("{name} is not a regular file").format(name=quote(name)))
        if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size or entry.flag_bits & _ENCRYPTED:
            raise BackupRefusedError(str(path), _("{name} is compressed, but files in a backup never are").format(name=quote(name)))
        seen.add(name.lower())
        room -= entry.file_size
    if room < 0:
        raise BackupRefusedError(str(path), _("its declared size is larger than the file itself"))


def _manifest(path: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    """Parse the manifest and compare the entries with it."""
    if packed.getinfo(MANIFEST).file_size > _MOST_OF_ONE * (len(packed.infolist()) + 10):
        raise BackupRefusedError(str(path), _("its manifest is too large"))
    told: dict[str, Any] = json.loads(packed.read(MANIFEST))
    if told["format"] != FORMAT:
        raise BackupRefusedError(
            str(path), _("its format is {format}, but this version reads {known}").format(format=told["format"], known=FORMAT)
        )
    listed = {each["path"]: each["bytes"] for each in told["files"] if _is_listed(each)}
    found = {entry.filename: entry.file_size for entry in packed.infolist() if entry.filename != MANIFEST}
    folders = {str(parent) for name in found for parent in PurePosixPath(name).parents}
    counted = all(type(told.get(each)) is int for each in ("cases", "photos"))
    if listed != found or STORE not in listed or len(listed) != len(told["files"]) or folders & set(found) or not counted:
        raise BackupRefusedError(str(path), _("its manifest does not match its contents"))
    return told


def _is_listed(each: dict[str, Any]) -> bool:
    """Return whether an entry of the manifest is complete."""
    return type(each["path"]) is str and type(each["bytes"]) is int and re.fullmatch("[0-9a-f]{64}", each["sha256"]) is not None
