"""Photos of a folder by the occasions on which they were taken: what was photographed within minutes shows one item."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zoneinfo import ZoneInfo

from ozon_returns.evidence.content import HEAD, BadFileError, Content, ContentKind, content_of
from ozon_returns.evidence.eye import BROKEN
from ozon_returns.evidence.picture import opened, shot_of
from ozon_returns.evidence.video import judge_film

_PAUSE = timedelta(minutes=5)
"""So long a pause between two photos begins another item."""


class TakenFile(NamedTuple):
    """A file and when it was taken: as the camera says, else when it was last written."""

    path: Path
    at: datetime


def files_in(paths: Iterable[Path], zone: ZoneInfo, home: Path) -> list[TakenFile]:
    """Return the photos, videos and documents among files and in folders, in the order in which they were taken; others are left out.

    So are those in the folder `home`, unless it is named itself, or a file in it.
    """
    every = [file for path in paths for file in (_within(path, home) if path.is_dir() else [path])]
    found = [TakenFile(file, at) for file in every if file.is_file() and (at := _taken_at(file, zone))]
    return sorted(found, key=lambda each: (each.at, each.path.name))


def _within(folder: Path, home: Path) -> list[Path]:
    """Return what is in a folder and those below it, but for a folder among them."""
    own = home.resolve()
    return [file for file in sorted(folder.rglob("*")) if folder.resolve().is_relative_to(own) or not file.resolve().is_relative_to(own)]


def occasions(files: Sequence[TakenFile]) -> list[list[TakenFile]]:
    """Return files, in the order in which they were taken, in groups with pauses between them; the latest group first."""
    groups: list[list[TakenFile]] = []
    for each in files:
        if not groups or each.at - groups[-1][-1].at > _PAUSE:
            groups.append([])
        groups[-1].append(each)
    return groups[::-1]


def _taken_at(path: Path, zone: ZoneInfo) -> datetime | None:
    """Return when a file was taken; `None` for one that is no evidence."""
    try:
        with path.open("rb") as file:
            written = path.stat()
            content = content_of(file.read(HEAD))
            file.seek(0)
            taken = _told_by(file, content, written.st_size, zone)
    except (BadFileError, OSError):
        return None
    return (taken or datetime.fromtimestamp(written.st_mtime, UTC)).astimezone(zone)


def _told_by(file: BinaryIO, content: Content, size: int, zone: ZoneInfo) -> datetime | None:
    """Return when a camera says it took a file; `None` for a damaged one too, which is refused when it is validated."""
    try:
        if content.kind is ContentKind.PICTURE:
            return shot_of(opened(file, content), zone)[1]
        return judge_film(file, size).taken_at if content.kind is ContentKind.FILM else None
    except (BadFileError, *BROKEN):
        return None
