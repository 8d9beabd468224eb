"""Verify the files: every photo exists with its size and checksum; and find files that nothing refers to."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ozon_returns.batches import batches
from ozon_returns.errors.file import reason
from ozon_returns.evidence.intake import AT_ONCE
from ozon_returns.evidence.shelf import abandoned, fingerprint
from ozon_returns.vocabulary.problem import Problem, ProblemKind
from ozon_returns.words import _

_PART = 512
_PLACE = re.compile(r"cases/\d{6,}/(?!\.)[^/\\]+")
"""Pattern of the paths of photos."""

_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that operating systems create in folders."""


class Kept(NamedTuple):
    """A photo as recorded in the store."""

    case: int
    file: str
    sha256: str
    bytes: int


def photo_faults(home: Path, photos: Sequence[Kept], *, quick: bool) -> Iterator[Problem]:
    """Yield problems of photos that differ from their import; with `quick`, only the sizes are checked."""
    judge = partial(_fault, home, quick=quick)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part in batches(photos, _PART):
            yield from (fault for fault in pool.map(judge, part) if fault)


class _ChangedError(Exception):
    """A difference between a photo and its record in the store."""


def _fault(home: Path, photo: Kept, *, quick: bool) -> Problem | None:
    """Return the problem of a photo, or `None`."""
    try:
        _prove(home / photo.file, photo, quick=quick)
    except _ChangedError as error:
        return Problem(ProblemKind.PHOTO_CHANGED, str(error), photo.case, photo.file)
    except FileNotFoundError:
        return Problem(ProblemKind.PHOTO_MISSING, _("the file is missing"), photo.case, photo.file)
    except OSError as error:
        told = _("it cannot be read: {why}").format(why=reason(error))
        return Problem(ProblemKind.PHOTO_UNREADABLE, told, photo.case, photo.file)
    return None


def _prove(path: Path, photo: Kept, *, quick: bool) -> None:
    """Verify one photo; raise `_ChangedError` if it differs, `OSError` if it cannot be read."""
    if not _PLACE.fullmatch(photo.file):
        raise _ChangedError(_("it is not in a case folder"))
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise _ChangedError(_("it is not a regular file"))
    if about.st_size != photo.bytes:
        told = _("its size is {found} bytes, but {kept} bytes were stored")
        raise _ChangedError(told.format(found=about.st_size, kept=photo.bytes))
    if quick:
        path.open("rb").close()
    elif fingerprint(path) != photo.sha256:
        raise _ChangedError(_("its content has changed since it was stored: the SHA-256 differs"))


def attachment_faults(home: Path, attachments: Sequence[tuple[int, str, str]], now: datetime) -> Iterator[Problem]:
    """Yield problems of missing ticket attachments that can be regenerated.

    `attachments` contains the case, the file and the source file of each.
    """
    if _at_work(home, now):
        return
    for case, file, source in attachments:
        if not (home / file).is_file() and (not source or (home / source).is_file()):
            told = _("a ticket attachment is missing; it can be recreated")
            yield Problem(ProblemKind.ATTACHMENT_MISSING, told, case, file)


def is_case_file(file: str) -> bool:
    """Return whether a path, relative to the home, is that of a photo or an attachment inside the folder of a case."""
    return re.fullmatch(r"cases/\d{6,12}/(?:ticket-\d{1,6}/)?(?!\.)[^/\\\0]+", file) is not None


def files_of_cases(home: Path) -> list[str]:
    """Return the files in the folders of the cases, relative to the home."""
    found = []
    for folder, folders, files in os.walk(home / "cases"):
        within = Path(folder).relative_to(home)
        folders[:] = [each for each in folders if within != Path("cases") or each not in (".incoming", ".aside")]
        links = [each for each in folders if (home / within / each).is_symlink()]
        found += [f"{within.as_posix()}/{each}" for each in (*files, *links) if each not in _OF_THE_SYSTEM]
    return sorted(set(found))


def stray_fault(file: str) -> Problem:
    """Return the problem for a file that nothing refers to."""
    number = file.split("/")[1]
    case = int(number) if number.isdecimal() and file.count("/") > 1 else None
    return Problem(ProblemKind.STRAY_FILE, _("no record refers to this file"), case, file)


def leftovers(home: Path, now: datetime) -> Iterator[Problem]:
    """Yield temporary files left by killed commands, in the home and next to it."""
    beside = [(left, left.name.removeprefix(f".{home.name}.")) for left in restoring(home, "restoring", "restored")]
    within = [*(home / "cases" / ".incoming").glob("*"), *(home / "backups").glob(".*-*.part")]
    for left, number in sorted([*beside, *((each, each.name) for each in within)]):
        try:
            if abandoned(number, left.stat().st_mtime, now):
                told = _("left behind by an interrupted command")
                yield Problem(ProblemKind.LEFTOVER, told, file=os.path.relpath(left, home).replace(os.sep, "/"))
        except FileNotFoundError:
            continue


def restoring_place(home: Path) -> Path:
    """Return the folder in which a restore unpacks: next to the home, or inside one that is a disk of its own."""
    return home if os.path.ismount(home) else home.parent


def restoring(home: Path, *endings: str) -> list[Path]:
    """Return the folders that a restore creates: in progress, or verified and not yet put into place."""
    name = re.compile(rf"\.{re.escape(home.name)}\.\d+-[0-9a-f]{{32}}\.(?:{'|'.join(endings)})")
    place = restoring_place(home)
    return [each for each in place.iterdir() if name.fullmatch(each.name)] if place.is_dir() else []


def _at_work(home: Path, now: datetime) -> bool:
    """Return whether a command is currently writing files."""
    try:
        return any(not abandoned(each.name, each.stat().st_mtime, now) for each in (home / "cases" / ".incoming").iterdir())
    except FileNotFoundError:
        return False
