"""Validate files before anything is written: type by content, integrity, and capture time."""

import os
import stat
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from ozon_returns.errors.file import PhotosRefusedError
from ozon_returns.evidence.content import HEAD, BadFileError, Content, ContentKind, Shot, content_of
from ozon_returns.evidence.eye import Eye
from ozon_returns.evidence.fingerprint import Fingerprint
from ozon_returns.evidence.pdf import judge_paper
from ozon_returns.evidence.picture import judge_picture
from ozon_returns.evidence.video import judge_film
from ozon_returns.typed import meant
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _

AT_ONCE = 3
"""Number of files validated or copied concurrently: while one waits for the disk, another is decoded."""

_USUAL_ROLES = {ContentKind.FILM: Role.VIDEO, ContentKind.PAPER: Role.DOCUMENT}
"""Default roles by kind of file."""


@dataclass(frozen=True)
class Named:
    """A photo as specified by the seller: the file, and its role if specified."""

    path: Path
    role: Role | None = None

    def __str__(self) -> str:
        """Return it as it is typed."""
        return f"{self.role}={self.path}" if self.role else str(self.path)


@dataclass(frozen=True)
class JudgedPhoto:
    """A validated photo, video or document; width and height are as displayed, `bytes` is the file size."""

    path: Path
    role: Role | None
    mime: str
    ending: str
    bytes: int
    width: int | None
    height: int | None
    taken_at: datetime | None
    fingerprint: Fingerprint | None = None


def named(text: str) -> Named:
    """Parse `PATH` or `ROLE=PATH`; an existing file with `=` in its name takes precedence."""
    role, sign, rest = text.partition("=")
    if sign and rest and (found := meant(role, Role)) and not Path(text).exists():
        return Named(Path(rest), found)
    return Named(Path(text))


def judge(photos: Sequence[Named], *, max_megapixels: int, zone: ZoneInfo, eye: Callable[[Path], Eye] | None = None) -> list[JudgedPhoto]:
    """Validate all files and return them, or raise `PhotosRefusedError` with every bad file; `eye` gives what looks at a picture."""
    judging = _Judging(max_megapixels, zone, eye)
    with warnings.catch_warnings(), ThreadPoolExecutor(AT_ONCE) as pool:
        warnings.simplefilter("ignore")  # Pillow warns about pictures that it can still read
        judged = list(pool.map(judging.found, photos))
    faults = [(str(photo.path), found) for photo, found in zip(photos, judged, strict=True) if isinstance(found, str)]
    if faults:
        raise PhotosRefusedError(faults, all_missing=not any(os.path.lexists(Path(path)) for path, _why in faults))
    return [found for found in judged if isinstance(found, JudgedPhoto)]


@dataclass(frozen=True)
class _Judging:
    """The settings for validating files."""

    max_megapixels: int
    zone: ZoneInfo
    eye: Callable[[Path], Eye] | None

    def found(self, photo: Named) -> JudgedPhoto | str:
        """Validate one file; return the error message if it cannot be accepted."""
        try:
            with os.fdopen(_opened(photo.path), "rb") as file:
                return self._judged(file, photo)
        except (FileNotFoundError, NotADirectoryError):
            roles = _("; before “=” use one of: {roles}").format(roles=", ".join(Role)) if "=" in photo.path.name else ""
            return _("there is no such file") + roles
        except BadFileError as error:
            return str(error)
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or str(error)

    def _judged(self, file: BinaryIO, photo: Named) -> JudgedPhoto:
        """Validate the content of an open file."""
        size = os.fstat(file.fileno()).st_size
        content = content_of(file.read(HEAD))
        role = photo.role or _USUAL_ROLES.get(content.kind)
        if role is Role.VIDEO and content.kind is not ContentKind.FILM:
            raise BadFileError(_("it is not a video, so its role cannot be “video”"))
        file.seek(0)
        shot = self._shot(file, photo.path, content, size)
        return JudgedPhoto(photo.path, role, content.mime, content.ending, size, shot.width, shot.height, shot.taken_at, shot.fingerprint)

    def _shot(self, file: BinaryIO, path: Path, content: Content, size: int) -> Shot:
        """Validate a file by the rules for its kind."""
        if content.kind is ContentKind.PICTURE:
            eye = self.eye(path) if self.eye else None
            return judge_picture(file, content, max_megapixels=self.max_megapixels, zone=self.zone, eye=eye)
        return judge_film(file, size) if content.kind is ContentKind.FILM else judge_paper(file, size)


def _opened(path: Path) -> int:
    """Open a path of any type for reading; raise `BadFileError` if it is not a regular file or is empty."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    fault = _not_a_file(os.fstat(opened))
    if fault:
        os.close(opened)
        raise BadFileError(fault)
    return opened


def _not_a_file(about: os.stat_result) -> str:
    """Return why a path cannot be a photo regardless of its content; empty if it can."""
    if stat.S_ISDIR(about.st_mode):
        return _("it is a folder; specify the photos in it")
    if not stat.S_ISREG(about.st_mode):
        return _("it is not a file")
    return "" if about.st_size else _("the file is empty")
