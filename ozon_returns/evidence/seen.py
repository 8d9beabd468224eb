"""What is seen in photos besides that they are whole: their barcodes, and what makes them poor evidence."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ozon_returns.evidence.barcodes import Codes, read_codes
from ozon_returns.evidence.content import HEAD, BadFileError, content_of
from ozon_returns.evidence.intake import AT_ONCE, JudgedPhoto, Named, judge
from ozon_returns.evidence.picture import BROKEN, loaded, opened, orientation_of, turned
from ozon_returns.evidence.picture_quality import Wanted, faults

_SIDE = 2000
"""Pixels of the longest side at which barcodes are read: a label that fills a third of the photo has three pixels a bar."""


class SeenPhoto(NamedTuple):
    """A photo, its barcodes, and its faults as sentences."""

    photo: JudgedPhoto
    codes: Codes
    faults: Sequence[str]


def examine(photos: Sequence[Named], wanted: Wanted, *, max_megapixels: int, zone: ZoneInfo) -> list[SeenPhoto]:
    """Validate all files and return what is seen in each picture; raise `PhotosRefusedError` with every bad file."""
    good = judge(photos, max_megapixels=max_megapixels, zone=zone)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda photo: _seen(photo, wanted), good))


def _seen(photo: JudgedPhoto, wanted: Wanted) -> SeenPhoto:
    """Look at one photo; one that cannot be decoded shows nothing."""
    if not (photo.mime.startswith("image/") and photo.width and photo.height):
        return SeenPhoto(photo, Codes(), ())
    try:
        with photo.path.open("rb") as file:
            content = content_of(file.read(HEAD))
            file.seek(0)
            picture = opened(file, content)
            turn = orientation_of(picture)
            with loaded(picture, "L", (min(picture.width, _SIDE), min(picture.height, _SIDE))):
                grey = turned(picture.convert("L"), turn)
    except (BadFileError, *BROKEN):
        return SeenPhoto(photo, Codes(), ())
    grey.thumbnail((_SIDE, _SIDE))
    return SeenPhoto(photo, read_codes(grey), faults(grey, max(photo.width, photo.height), wanted))
