"""Opens pictures: whether they are whole, when they were shot, how they look. The only place that knows Pillow's names.

A JPEG is decoded at an eighth of its size: all its data is read, at a fraction of the time and the memory. What cannot
be decoded in parts is decoded one at a time, and only up to `WHOLE_MEGAPIXELS`.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from threading import Lock
from typing import BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ozon_returns.evidence.content import BadFileError, Content, Shot
from ozon_returns.evidence.perceptual_hash import GRID, Look, look
from ozon_returns.period import YEARS
from ozon_returns.words import _

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    ZeroDivisionError,
    MemoryError,
    RuntimeError,
    OverflowError,
    struct.error,
)
"""What Pillow and its decoders raise on damaged pictures."""

WHOLE_MEGAPIXELS = 64
"""A picture that has to be decoded whole takes three or four bytes a pixel; 48 megapixels are the most that phones write so."""

ORIENTATION, _EXIF, _SHOT_AT, _SHOT_OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that turn the picture by a quarter."""

_AT_A_TIME = 4 << 20
"""Bytes that a decoder is given at a time. With Pillow's 64 KB, several at once wait for one another and for Python, at
every piece: judging fifty photos while SQLModel is imported took twice as long."""

_LARGE = 16_000_000
"""So many pixels in memory are many."""

_ONE_LARGE = Lock()
"""Held while a large picture is in memory, so that two never fill it together."""

_SEEN = 256
"""A picture is looked at no smaller than this, so that a large one and its small copy lose the same details."""


def judge_picture(file: BinaryIO, content: Content, *, max_megapixels: int, zone: ZoneInfo) -> Shot:
    """Judge a picture; `BadFileError` where it is damaged, cut off or larger than the limit."""
    try:
        picture = opened(file, content)
    except (UnidentifiedImageError, *BROKEN) as error:
        raise BadFileError(_("the picture is damaged")) from error
    width, height = picture.size
    _limit(width * height / 1_000_000, max_megapixels, content)
    try:
        orientation, taken_at = _shot(picture, zone)
        seen = _decoded(picture, file, content, orientation)
    except BROKEN as error:
        raise BadFileError(_("the picture is damaged or cut off")) from error
    if orientation in _SIDEWAYS:
        width, height = height, width
    return Shot(width, height, taken_at, seen)


def opened(file: BinaryIO, content: Content) -> Image.Image:
    """Open a picture without decoding it."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is the seller's, and is checked before a pixel is decoded
    if content.form == "HEIF":
        from pillow_heif import register_heif_opener  # noqa: PLC0415  70 ms, for who has an iPhone

        register_heif_opener(thumbnails=False)
    picture = Image.open(file, formats=[content.form])
    if isinstance(picture, ImageFile.ImageFile):
        picture.decodermaxblock = _AT_A_TIME
    return picture


def _limit(megapixels: float, most: int, content: Content) -> None:
    """Refuse a picture that would fill the memory."""
    if megapixels > most:
        told = _("it has {megapixels:.0f} megapixels, the limit is {limit} (setting max_megapixels)")
        raise BadFileError(told.format(megapixels=megapixels, limit=most))
    if content.form not in ("JPEG", "PNG") and megapixels > WHOLE_MEGAPIXELS:
        told = _("it has {megapixels:.0f} megapixels, the limit for {ending} is {limit}")
        raise BadFileError(told.format(megapixels=megapixels, ending=content.ending, limit=WHOLE_MEGAPIXELS))


def _decoded(picture: Image.Image, file: BinaryIO, content: Content, orientation: int) -> Look | None:
    """Go through the whole picture, which fails where it is damaged, and give how it looks."""
    if content.form == "PNG":
        picture.verify()  # by its checksums
        if picture.width * picture.height > WHOLE_MEGAPIXELS * 1_000_000:
            return None
        file.seek(0)
        picture = opened(file, content)
    with loaded(picture, "L", (max(picture.width // 8, _SEEN), max(picture.height // 8, _SEEN))):
        return look(turned(picture.convert("L").resize((GRID, GRID), Image.Resampling.BOX), orientation))


@contextmanager
def loaded(picture: Image.Image, mode: str, size: tuple[int, int]) -> Iterator[None]:
    """Decode a picture, a JPEG in a mode and no larger than needed for a size; a large one while no other is decoded."""
    picture.draft(mode, size)
    with _ONE_LARGE if picture.width * picture.height > _LARGE else nullcontext():
        picture.load()
        yield


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """Turn a picture as it is looked at."""
    picture.getexif()[ORIENTATION] = orientation
    return ImageOps.exif_transpose(picture)


def exif_of(picture: Image.Image) -> Image.Exif:
    """Give the EXIF of a picture; Pillow's own way to that of a PNG would decode the whole of it."""
    if picture.format != "PNG":
        return picture.getexif()
    exif = Image.Exif()
    exif.load(picture.info.get("exif", b""))
    return exif


def _shot(picture: Image.Image, zone: ZoneInfo) -> tuple[int, datetime | None]:
    """Give a picture's orientation and the moment of the shot from its EXIF, if they make sense."""
    exif = exif_of(picture)
    details = exif.get_ifd(_EXIF)
    taken, offset = str(details.get(_SHOT_AT, "")), str(details.get(_SHOT_OFFSET, ""))
    orientation = exif.get(ORIENTATION, 1)
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
