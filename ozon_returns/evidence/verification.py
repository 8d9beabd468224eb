"""Proves the files: every photo there, of its size, with its hash; and finds what lies about that nobody points to."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ozon_returns.errors.file import reason
from ozon_returns.evidence.intake import AT_ONCE
from ozon_returns.evidence.shelf import abandoned, fingerprint
from ozon_returns.vocabulary.problem import Problem, ProblemKind
from ozon_returns.words import _

_PART = 512
_PLACE = re.compile(r"cases/\d{6,}/(?!\.)[^/\\]+")
"""Where a photo can lie."""

_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that systems put into folders by themselves."""


class Kept(NamedTuple):
    """A photo as the store knows it."""

    case: int
    file: str
    sha256: str
    bytes: int


def photo_faults(home: Path, photos: Sequence[Kept], *, quick: bool) -> Iterator[Problem]:
    """Give the photos that are not what was taken in; `quick` looks at their sizes alone."""
    judge = partial(_fault, home, quick=quick)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part in (photos[at : at + _PART] for at in range(0, len(photos), _PART)):
            yield from (fault for fault in pool.map(judge, part) if fault)


class _ChangedError(Exception):
    """In which way a photo is not what was taken in."""


def _fault(home: Path, photo: Kept, *, quick: bool) -> Problem | None:
    """Say what is wrong with a photo, if anything is."""
    try:
        _prove(home / photo.file, photo, quick=quick)
    except _ChangedError as error:
        return Problem(ProblemKind.PHOTO_CHANGED, str(error), photo.case, photo.file)
    except FileNotFoundError:
        return Problem(ProblemKind.PHOTO_MISSING, _("the file is gone"), photo.case, photo.file)
    except OSError as error:
        told = _("it cannot be read: {why}").format(why=reason(error))
        return Problem(ProblemKind.PHOTO_UNREADABLE, told, photo.case, photo.file)
    return None


def _prove(path: Path, photo: Kept, *, quick: bool) -> None:
    """Prove one photo; `_ChangedError`, or `OSError` where it cannot be read."""
    if not _PLACE.fullmatch(photo.file):
        raise _ChangedError(_("it is not in the folder of a case"))
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise _ChangedError(_("something else stands in its place"))
    if about.st_size != photo.bytes:
        told = _("it has {found} bytes, {kept} were taken in")
        raise _ChangedError(told.format(found=about.st_size, kept=photo.bytes))
    if quick:
        path.open("rb").close()
    elif fingerprint(path) != photo.sha256:
        raise _ChangedError(_("it is not what was taken in: its SHA-256 differs"))


def attachment_faults(home: Path, attachments: Sequence[tuple[int, str, str]], now: datetime) -> Iterator[Problem]:
    """Give the attachments of tickets that are not there but could be: each with its case, its file, and what it is made of."""
    if _at_work(home, now):
        return
    for case, file, source in attachments:
        if not (home / file).is_file() and (not source or (home / source).is_file()):
            told = _("an attachment of a ticket is not there; it can be made again")
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
    """Say that nobody points to a file."""
    number = file.split("/")[1]
    case = int(number) if number.isdecimal() and file.count("/") > 1 else None
    return Problem(ProblemKind.STRAY_FILE, _("nobody points to this file"), case, file)


def leftovers(home: Path, now: datetime) -> Iterator[Problem]:
    """Give what killed commands have left on its way: in the home, and beside it."""
    beside = [(left, left.name.removeprefix(f".{home.name}.")) for left in restoring(home, "restoring", "restored")]
    within = [*(home / "cases" / ".incoming").glob("*"), *(home / "backups").glob(".*-*.part")]
    for left, number in sorted([*beside, *((each, each.name) for each in within)]):
        try:
            if abandoned(number, left.stat().st_mtime, now):
                told = _("a command that was killed has left it")
                yield Problem(ProblemKind.LEFTOVER, told, file=os.path.relpath(left, home).replace(os.sep, "/"))
        except FileNotFoundError:
            continue


def restoring(home: Path, *endings: str) -> list[Path]:
    """Give the folders beside a home that a restore makes: on their way, or proved and waiting for its name."""
    name = re.compile(rf"\.{re.escape(home.name)}\.\d+-[0-9a-f]{{32}}\.(?:{'|'.join(endings)})")
    return [each for each in home.parent.iterdir() if name.fullmatch(each.name)] if home.parent.is_dir() else []


def _at_work(home: Path, now: datetime) -> bool:
    """Tell whether a command is just laying something out."""
    try:
        return any(not abandoned(each.name, each.stat().st_mtime, now) for each in (home / "cases" / ".incoming").iterdir())
    except FileNotFoundError:
        return False
