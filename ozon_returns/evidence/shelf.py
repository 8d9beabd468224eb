"""The case folders: photos are copied in, verified, and only then belong to a case.

A photo is copied to `cases/.incoming`, flushed to disk, read back and compared; then, inside the transaction that
writes its row, it is moved to its final path. Only one process at a time is between that move and the commit, so a
file without a row is always left over from a killed process.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.errors.home import HomeError
from ozon_returns.evidence.intake import AT_ONCE, JudgedPhoto
from ozon_returns.files import create, make_private, private, sync_folder
from ozon_returns.words import _

_CHUNK = 1 << 20
_OLD = timedelta(days=1)


@dataclass(frozen=True)
class Copied:
    """A photo whose copy is on disk and verified, ready to be moved to its final path."""

    photo: JudgedPhoto
    copy: Path
    sha256: str


@dataclass
class Incoming:
    """The photos of one change, not yet committed."""

    home: Path
    photos: list[Copied]
    placed: list[str] = field(default_factory=list)

    def place(self, copied: Copied, number: int, position: int) -> str:
        """Move a photo into the folder of its case and return its path relative to the home."""
        folder = self.home / folder_of(number)
        if position == 1 and folder.exists():
            _set_aside(folder)
        private(folder)
        taken = [int(each.name.partition("-")[0]) for each in folder.iterdir() if each.name.partition("-")[0].isdecimal()]
        free = max([position, *(number + 1 for number in taken)])  # never overwrite an existing file
        file = f"{folder_of(number)}/{free:02d}-{copied.photo.role or 'photo'}{copied.photo.ending}"
        copied.copy.replace(self.home / file)
        self.placed.append(file)
        return file

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Remove the placed files if a change fails; use it inside the transaction of the change.

        Inside the transaction, no other process can use the same paths. Once the commit is attempted, nothing is removed: a
        file without a row does no harm, a row without its file would.
        """
        try:
            yield
        except BaseException:
            for file in self.placed:
                (self.home / file).unlink(missing_ok=True)
            for folder in {(self.home / file).parent for file in self.placed}:
                _remove_if_empty(folder)
            raise

    def settle(self) -> None:
        """Flush the moves to disk, before the rows that refer to them are committed."""
        for folder in {(self.home / file).parent for file in self.placed}:
            sync_folder(folder)
            sync_folder(folder.parent)


def folder_of(number: int) -> str:
    """Return the folder of a case, relative to the home."""
    return f"cases/{number:06d}"


@contextmanager
def taking(photos: list[JudgedPhoto], home: Path) -> Iterator[Incoming]:
    """Copy photos into the home for the duration of a change; copies that were not placed are removed at its end."""
    taken = Incoming(home, [])
    try:
        if not photos:
            yield taken
            return
        with in_passing(home) as mine, ThreadPoolExecutor(AT_ONCE) as pool:
            targets = [mine / f"{position}{photo.ending}" for position, photo in enumerate(photos)]
            taken.photos.extend(pool.map(_copy, photos, targets))
            yield taken
    except OSError as error:
        raise HomeError(str(home), reason(error)) from error


@contextmanager
def in_passing(home: Path) -> Iterator[Path]:
    """Yield a temporary folder of this process inside the home; it is removed afterwards.

    Its name contains the process ID, so that leftovers of a killed process can be told from work in progress.
    """
    mine = home / "cases" / ".incoming" / f"{os.getpid()}-{uuid4().hex}"
    private(mine)
    try:
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)


def abandoned(name: str, touched: float, now: datetime) -> bool:
    """Return whether a temporary file or folder, named as by `in_passing`, belongs to no running process."""
    number = name.lstrip(".").partition("-")[0]
    if touched < (now - _OLD).timestamp():
        return True
    if os.name == "nt" or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def flush_file(path: Path) -> None:
    """Make a new file readable by the owner only, and flush it to disk."""
    make_private(path)
    opened = os.open(path, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(photo: JudgedPhoto, target: Path) -> Copied:
    """Copy one photo, flush it to disk, and verify the copy by reading it back."""
    read = hashlib.sha256()
    try:
        source = photo.path.open("rb")
    except OSError as error:
        raise PathUnusableError(str(photo.path), reason(error)) from error
    with source, create(target) as copy:
        while chunk := source.read(_CHUNK):
            read.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    if fingerprint(target) != read.hexdigest() or target.stat().st_size != photo.bytes:
        raise PathUnusableError(str(photo.path), _("it changed while it was being copied"))
    return Copied(photo, target, read.hexdigest())


def _set_aside(folder: Path) -> None:
    """Move an existing folder out of the way of a new case; its files are preserved, since someone may need them."""
    aside = folder.parent / ".aside"
    private(aside)
    folder.replace(aside / f"{folder.name}-{uuid4().hex[:8]}")


def _remove_if_empty(folder: Path) -> None:
    """Remove a folder that a failed change created, if it is empty."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
