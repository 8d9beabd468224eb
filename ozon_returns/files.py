"""Files shipped with the program, private folders, and files of the user's that are written whole and flushed to the disk."""

import errno
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.words import _

_PRIVATE = 0o600
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NOT_SUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF)
"""What a file system answers that cannot flush a folder, or has no modes."""


_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\s*\.|\s*$)", re.IGNORECASE)
"""Names of devices, with or without an ending (Microsoft, Naming Files, Paths, and Namespaces)."""


def shipped_file(name: str) -> Path:
    """Return the path of a file that is installed with the program, such as `store/views.sql`.

    `importlib.resources` would find it in a zip archive too, but costs a twentieth of the run time of `list`.
    """
    return Path(__file__).parent / name


def private(folder: Path) -> Path:
    """Make a folder, and what is missing above it, readable by the user alone; return it. New names are flushed to the disk."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_folder(each.parent)
    return folder


def create(path: Path) -> BinaryIO:
    """Create a file that the user alone may read, and open it for writing. Raise `FileExistsError` if anything has that name."""
    return os.fdopen(os.open(path, _NEW, _PRIVATE), "wb")


def make_private(path: Path, mode: int = _PRIVATE) -> None:
    """Set the mode of a file, where the file system has modes: a USB stick may have none."""
    try:
        path.chmod(mode)
    except OSError as error:
        if error.errno not in (*_NOT_SUPPORTED, errno.EPERM, errno.EACCES):
            raise


def require_name(path: str) -> None:
    """Raise `PathUnusableError` for the name of a device, such as `aux.csv`: Windows would write to that and keep nothing."""
    if os.name == "nt" and _DEVICE.match(Path(path).name):
        raise PathUnusableError(path, _("Windows keeps this name for a device"))


def save(path: str, document: str | bytes) -> None:
    """Write a document, a text in UTF-8, to a file of the user's, whole or not at all, and flush it to the disk before returning.

    The mode of a file that is replaced is kept, a new one is readable by the user alone. What is no regular file is written to
    as it is. Raise `PathUnusableError`.
    """
    require_name(path)
    target, data = Path(os.path.realpath(path)), document.encode("utf-8") if isinstance(document, str) else document
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _PRIVATE
        _replace(target, data, mode)
    except OSError as error:
        raise PathUnusableError(path, reason(error)) from error


def _replace(target: Path, data: bytes, mode: int) -> None:
    """Write a file beside its place, flush it, and move it there; nothing is left over where that fails."""
    beside = target.parent / f".{target.name[:100]}.{uuid4().hex}"
    try:
        with os.fdopen(os.open(beside, _NEW, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        make_private(beside, mode)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the file system can; Windows does that by itself."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
    finally:
        os.close(opened)
