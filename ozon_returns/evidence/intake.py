"""Judges photos before anything is written: what they are by their content, whether they are whole, when they were shot."""

import os
import stat
import struct
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image, UnidentifiedImageError

from ozon_returns.failures import PhotosRefusedError
from ozon_returns.kinds import Role
from ozon_returns.period import YEARS
from ozon_returns.words import _

_FORMATS = {"JPEG": ("image/jpeg", ".jpg"), "MPO": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
"""What Pillow calls a picture, its media type and the ending it gets. MPO is a phone's JPEG with a second picture inside."""

_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError, MemoryError, struct.error)
"""What Pillow raises on damaged pictures."""

_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that turn the picture by a quarter."""

_ORIENTATION, _EXIF, _SHOT_AT, _SHOT_OFFSET = 0x0112, 0x8769, 0x9003, 0x9011


@dataclass(frozen=True)
class Named:
    """A photo as the seller named it: the file, and what it shows if he said so."""

    path: Path
    role: Role | None = None


@dataclass(frozen=True)
class Photo:
    """A photo found good. Width and height are as it is looked at, turned by its orientation; `bytes` is its size."""

    path: Path
    role: Role | None
    mime: str
    ending: str
    bytes: int
    width: int
    height: int
    taken_at: datetime | None


class _BadPhotoError(Exception):
    """Why one photo cannot be taken."""


def named(text: str) -> Named:
    """Read `PATH` or `ROLE=PATH`; a file whose name has an `=` is still found."""
    role, sign, rest = text.partition("=")
    if sign and rest and role.lower() in set(Role) and not Path(text).exists():
        return Named(Path(rest), Role(role.lower()))
    return Named(Path(text))


def judge(photos: list[Named], *, max_megapixels: int, zone: ZoneInfo) -> list[Photo]:
    """Judge all photos, then give them, or refuse them all and name every bad one (`PhotosRefusedError`)."""
    good: list[Photo] = []
    faults: list[tuple[str, str]] = []
    missing = 0
    for photo in photos:
        try:
            good.append(_judged(photo, max_megapixels, zone))
        except FileNotFoundError:
            missing += 1
            roles = _("; before “=” may stand: {roles}").format(roles=", ".join(Role)) if "=" in photo.path.name else ""
            faults.append((str(photo.path), _("there is no such file") + roles))
        except _BadPhotoError as error:
            faults.append((str(photo.path), str(error)))
    if faults:
        raise PhotosRefusedError(faults, all_missing=missing == len(faults))
    return good


def _judged(photo: Named, max_megapixels: int, zone: ZoneInfo) -> Photo:
    """Judge one photo; `FileNotFoundError` or `_BadPhotoError`."""
    try:
        opened = os.open(photo.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError from None
    except (OSError, ValueError) as error:
        raise _BadPhotoError(getattr(error, "strerror", None) or str(error)) from error
    about = os.fstat(opened)
    fault = _not_a_file(about)
    if fault:
        os.close(opened)
        raise _BadPhotoError(fault)
    with os.fdopen(opened, "rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _opened(file, photo, about.st_size, max_megapixels, zone)


def _not_a_file(about: os.stat_result) -> str:
    """Say why something cannot be a photo whatever is in it; empty where it can."""
    if stat.S_ISDIR(about.st_mode):
        return _("it is a folder; name the photos in it")
    if not stat.S_ISREG(about.st_mode):
        return _("it is not a file")
    return "" if about.st_size else _("the file is empty")


def _opened(file: BinaryIO, photo: Named, size: int, max_megapixels: int, zone: ZoneInfo) -> Photo:
    """Judge what is in a file."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is the seller's, and is checked below before a pixel is decoded
    try:
        picture = Image.open(file, formats=["JPEG", "PNG", "WEBP"])
    except UnidentifiedImageError as error:
        raise _BadPhotoError(_("it is not a picture (JPEG, PNG, WebP)")) from error
    except _BROKEN as error:
        raise _BadPhotoError(_("the picture is damaged")) from error
    width, height = picture.size
    megapixels = width * height / 1_000_000
    if megapixels > max_megapixels:
        told = _("it has {megapixels:.0f} megapixels, the limit is {limit} (setting max_megapixels)")
        raise _BadPhotoError(told.format(megapixels=megapixels, limit=max_megapixels))
    mime, ending = _FORMATS[picture.format or ""]
    try:
        orientation, taken_at = _shot(picture, zone)
        _decode(picture)
    except _BROKEN as error:
        raise _BadPhotoError(_("the picture is damaged or cut off")) from error
    if orientation in _SIDEWAYS:
        width, height = height, width
    return Photo(photo.path, photo.role, mime, ending, size, width, height, taken_at)


def _decode(picture: Image.Image) -> None:
    """Go through the whole picture, which fails where it is damaged.

    A JPEG is decoded at an eighth of its size: all its data is read, at a fraction of the time and memory. A PNG is
    proved by its checksums.
    """
    if picture.format == "PNG":
        picture.verify()
        return
    picture.draft("L", (picture.width // 8, picture.height // 8))
    picture.load()


def _exif(picture: Image.Image) -> Image.Exif:
    """Give the EXIF of a picture; Pillow's own way to that of a PNG would decode the whole of it."""
    if picture.format != "PNG":
        return picture.getexif()
    exif = Image.Exif()
    exif.load(picture.info.get("exif", b""))
    return exif


def _shot(picture: Image.Image, zone: ZoneInfo) -> tuple[int, datetime | None]:
    """Give a picture's orientation and the moment of the shot from its EXIF, if they make sense."""
    exif = _exif(picture)
    details = exif.get_ifd(_EXIF)
    taken, offset = str(details.get(_SHOT_AT, "")), str(details.get(_SHOT_OFFSET, ""))
    orientation = exif.get(_ORIENTATION, 1)
    try:
        shot = datetime.strptime(taken[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return orientation, None
    if shot.year not in YEARS:
        return orientation, None
    try:
        return orientation, datetime.fromisoformat(f"{shot:%Y-%m-%dT%H:%M:%S}{offset.strip()}").astimezone(zone) if offset else shot
    except ValueError:
        return orientation, shot
