"""Read pictures: integrity, capture time and fingerprint. The only module that uses Pillow's format names.

A JPEG is decoded at an eighth of its size: all its data is read, at a fraction of the time and memory. Formats that
cannot be decoded in parts are decoded one at a time, and only up to `WHOLE_MEGAPIXELS`.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from threading import Lock
from typing import BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ozon_returns.evidence.content import BadFileError, Content, Shot
from ozon_returns.evidence.eye import BROKEN, LEAST_SIDE, Eye, look
from ozon_returns.evidence.jpeg_scans import scan_count
from ozon_returns.period import YEARS
from ozon_returns.words import _

WHOLE_MEGAPIXELS = 64
"""Maximum size in megapixels of a picture whose fingerprint is computed, where it has to be decoded whole."""

_MEGAPIXELS = {"PNG": 80, "HEIF": 50, "AVIF": 40, "WEBP": 20}
"""Maximum size in megapixels of a picture that is decoded whole, in at most 500 MB; phones write at most 50 megapixels as HEIC."""

_MOST_SCANS, _MOST_PASSES = 20, 300
"""A JPEG has about ten scans; with more than this, and so many passes over a megapixel, it would be decoded for seconds."""

ORIENTATION, _EXIF, _SHOT_AT, _SHOT_OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that rotate the picture by 90 degrees."""

_AT_A_TIME = 4 << 20
"""Number of bytes passed to a decoder at a time.

With Pillow's 64 KB, concurrent decoders wait for one another and for Python at every block: validating fifty photos
while SQLModel was being imported took twice as long.
"""

_LARGE = 16_000_000
"""Number of pixels in memory above which a picture is large."""

_ONE_LARGE = Lock()
"""Lock held while a large picture is in memory, so that there is only one at a time."""


def judge_picture(file: BinaryIO, content: Content, *, max_megapixels: int, zone: ZoneInfo, eye: Eye | None = None) -> Shot:
    """Validate a picture; raise `BadFileError` if it is damaged, truncated or larger than the limit."""
    try:
        picture = opened(file, content)
    except (UnidentifiedImageError, *BROKEN) as error:
        raise BadFileError(_("the picture is damaged")) from error
    width, height = picture.size
    _limit(width * height / 1_000_000, max_megapixels, content, file)
    try:
        orientation, taken_at = shot_of(picture, zone)
        grey = _decoded(picture, file, content, orientation, eye)
    except BROKEN as error:
        raise BadFileError(_("the picture is damaged or truncated")) from error
    seen = look(grey, max(width, height), eye) if grey else None
    if orientation in _SIDEWAYS:
        width, height = height, width
    return Shot(width, height, taken_at, seen)


def opened(file: BinaryIO, content: Content) -> Image.Image:
    """Open a picture without decoding it."""
    Image.MAX_IMAGE_PIXELS = None  # max_megapixels is checked instead, before decoding
    if content.form == "HEIF":
        from pillow_heif import register_heif_opener  # noqa: PLC0415  takes 70 ms, needed only for HEIF

        register_heif_opener(thumbnails=False)
    picture = Image.open(file, formats=[content.form])
    if isinstance(picture, ImageFile.ImageFile):
        picture.decodermaxblock = _AT_A_TIME
    return picture


def _limit(megapixels: float, most: int, content: Content, file: BinaryIO) -> None:
    """Raise `BadFileError` for a picture that would take too much memory or time."""
    if megapixels > most:
        told = _("it has {megapixels:.0f} megapixels, the limit is {limit} (setting max_megapixels)")
        raise BadFileError(told.format(megapixels=megapixels, limit=most))
    if megapixels > _MEGAPIXELS.get(content.form, most):
        told = _("it has {megapixels:.0f} megapixels, the limit for {ending} is {limit}")
        raise BadFileError(told.format(megapixels=megapixels, ending=content.ending, limit=_MEGAPIXELS[content.form]))
    scans = max(_MOST_SCANS, int(_MOST_PASSES / megapixels))
    if content.form == "JPEG" and scan_count(file, scans) > scans:
        raise BadFileError(_("it consists of thousands of scans, as no camera writes them"))


def _decoded(picture: Image.Image, file: BinaryIO, content: Content, orientation: int, eye: Eye | None) -> Image.Image | None:
    """Decode the whole picture, which fails if it is damaged, and return it in grey, upright, no larger than it is looked at."""
    if content.form == "PNG":
        picture.verify()  # checks the checksums of the chunks
        if picture.width * picture.height > WHOLE_MEGAPIXELS * 1_000_000:
            return None
        file.seek(0)
        picture = opened(file, content)
    longest = max(picture.size)
    if eye and longest > eye.side:
        size = (max(1, picture.width * eye.side // longest), max(1, picture.height * eye.side // longest))
    else:
        size = picture.size if eye else (max(picture.width // 8, LEAST_SIDE), max(picture.height // 8, LEAST_SIDE))
    with loaded(picture, "L", size):
        return turned(picture.convert("L"), orientation)


@contextmanager
def loaded(picture: Image.Image, mode: str, size: tuple[int, int]) -> Iterator[None]:
    """Decode a picture; a large one only while no other large one is in memory.

    A JPEG is decoded in the given mode and no larger than the given size requires; but a progressive one is in memory whole.
    """
    pixels = picture.width * picture.height if picture.info.get("progressive") else 0
    picture.draft(mode, size)
    with _ONE_LARGE if max(pixels, picture.width * picture.height) > _LARGE else nullcontext():
        picture.load()
        yield


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """Return a picture transposed to its displayed orientation."""
    picture.info.pop("exif", None)  # it may be damaged
    picture.getexif()[ORIENTATION] = orientation
    return ImageOps.exif_transpose(picture)


def exif_of(picture: Image.Image) -> Image.Exif:
    """Return the EXIF data of a picture; for a PNG, Pillow's own method would decode the whole picture."""
    if picture.format != "PNG":
        return picture.getexif()
    exif = Image.Exif()
    exif.load(picture.info.get("exif", b""))
    return exif


def orientation_of(picture: Image.Image) -> int:
    """Return the EXIF orientation of a picture; 1 (upright) if there is none, or the EXIF data is damaged."""
    try:
        found = exif_of(picture).get(ORIENTATION, 1)
    except BROKEN:
        return 1
    return found if isinstance(found, int) else 1


def shot_of(picture: Image.Image, zone: ZoneInfo) -> tuple[int, datetime | None]:
    """Return a picture's orientation and capture time from its EXIF data; the time is `None` if implausible or unreadable."""
    orientation = orientation_of(picture)
    try:
        details = exif_of(picture).get_ifd(_EXIF)
    except BROKEN:
        return orientation, None
    taken, offset = str(details.get(_SHOT_AT, "")), str(details.get(_SHOT_OFFSET, ""))
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
