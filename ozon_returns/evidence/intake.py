"""Judges files before anything is written: what they are by their content, whether they are whole, when they were shot."""

import os
import stat
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from ozon_returns.errors.file import PhotosRefusedError
from ozon_returns.evidence.content import HEAD, BadFileError, Content, ContentKind, Shot, content_of
from ozon_returns.evidence.pdf import judge_paper
from ozon_returns.evidence.perceptual_hash import Look
from ozon_returns.evidence.picture import judge_picture
from ozon_returns.evidence.video import judge_film
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _

AT_ONCE = 3
"""So many files are judged, or copied, at once: while one waits for the disk another is decoded."""

_USUAL_ROLES = {ContentKind.FILM: Role.VIDEO, ContentKind.PAPER: Role.DOCUMENT}
"""What a file shows if nothing else was said."""


@dataclass(frozen=True)
class Named:
    """A photo as the seller named it: the file, and what it shows if he said so."""

    path: Path
    role: Role | None = None


@dataclass(frozen=True)
class JudgedPhoto:
    """A photo, video or document found good. Width and height are as it is looked at, `bytes` is its size."""

    path: Path
    role: Role | None
    mime: str
    ending: str
    bytes: int
    width: int | None
    height: int | None
    taken_at: datetime | None
    look: Look | None = None


def named(text: str) -> Named:
    """Read `PATH` or `ROLE=PATH`; a file whose name has an `=` is still found."""
    role, sign, rest = text.partition("=")
    if sign and rest and role.lower() in set(Role) and not Path(text).exists():
        return Named(Path(rest), Role(role.lower()))
    return Named(Path(text))


def judge(photos: Sequence[Named], *, max_megapixels: int, zone: ZoneInfo) -> list[JudgedPhoto]:
    """Judge all files, then give them, or refuse them all and name every bad one (`PhotosRefusedError`)."""
    judging = _Judging(max_megapixels, zone)
    with warnings.catch_warnings(), ThreadPoolExecutor(AT_ONCE) as pool:
        warnings.simplefilter("ignore")  # what Pillow finds odd about a picture that it reads all the same
        judged = list(pool.map(judging.found, photos))
    faults = [(str(photo.path), found) for photo, found in zip(photos, judged, strict=True) if isinstance(found, str)]
    if faults:
        raise PhotosRefusedError(faults, all_missing=not any(os.path.lexists(Path(path)) for path, _why in faults))
    return [found for found in judged if isinstance(found, JudgedPhoto)]


@dataclass(frozen=True)
class _Judging:
    """By what files are judged."""

    max_megapixels: int
    zone: ZoneInfo

    def found(self, photo: Named) -> JudgedPhoto | str:
        """Judge one file; gives what is wrong with it where it cannot be taken."""
        try:
            with os.fdopen(_opened(photo.path), "rb") as file:
                return self._judged(file, photo)
        except (FileNotFoundError, NotADirectoryError):
            roles = _("; before “=” may stand: {roles}").format(roles=", ".join(Role)) if "=" in photo.path.name else ""
            return _("there is no such file") + roles
        except BadFileError as error:
            return str(error)
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or str(error)

    def _judged(self, file: BinaryIO, photo: Named) -> JudgedPhoto:
        """Judge what is in a file."""
        size = os.fstat(file.fileno()).st_size
        content = content_of(file.read(HEAD))
        role = photo.role or _USUAL_ROLES.get(content.kind)
        if role is Role.VIDEO and content.kind is not ContentKind.FILM:
            raise BadFileError(_("it is no video, so its role cannot be “video”"))
        file.seek(0)
        shot = self._shot(file, content, size)
        return JudgedPhoto(photo.path, role, content.mime, content.ending, size, shot.width, shot.height, shot.taken_at, shot.look)

    def _shot(self, file: BinaryIO, content: Content, size: int) -> Shot:
        """Judge a file by the rules of its sort."""
        if content.kind is ContentKind.PICTURE:
            return judge_picture(file, content, max_megapixels=self.max_megapixels, zone=self.zone)
        return judge_film(file, size) if content.kind is ContentKind.FILM else judge_paper(file, size)


def _opened(path: Path) -> int:
    """Open a file to read it, whatever it is; `BadFileError` for what is no file, or is empty."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    fault = _not_a_file(os.fstat(opened))
    if fault:
        os.close(opened)
        raise BadFileError(fault)
    return opened


def _not_a_file(about: os.stat_result) -> str:
    """Say why something cannot be a photo whatever is in it; empty where it can."""
    if stat.S_ISDIR(about.st_mode):
        return _("it is a folder; name the photos in it")
    if not stat.S_ISREG(about.st_mode):
        return _("it is not a file")
    return "" if about.st_size else _("the file is empty")
