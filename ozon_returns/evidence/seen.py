"""What is seen in photos besides that they are whole: their barcodes, and what makes them poor evidence."""

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PIL import Image

from ozon_returns.evidence.barcodes import Codes, read_codes
from ozon_returns.evidence.intake import JudgedPhoto, Named, judge
from ozon_returns.evidence.picture_quality import Wanted, faults


class SeenPhoto(NamedTuple):
    """A photo, its barcodes, and its faults as sentences."""

    photo: JudgedPhoto
    codes: Codes
    faults: Sequence[str]


class _Look:
    """What is seen in one photo; nothing in one that is no picture, or too large to be decoded whole."""

    side = 1600
    """At this size a label that fills a third of the photo has three pixels a bar."""

    def __init__(self, wanted: Wanted) -> None:
        """Have seen nothing yet."""
        self.wanted = wanted
        self.codes = Codes()
        self.faults: Sequence[str] = ()

    def __call__(self, grey: Image.Image, longest: int, /) -> None:
        """Look at a picture."""
        small = grey.copy()
        small.thumbnail((self.side, self.side))
        self.codes, self.faults = read_codes(small), faults(small, longest, self.wanted)


def examine(photos: Sequence[Named], wanted: Wanted, *, max_megapixels: int, zone: ZoneInfo) -> list[SeenPhoto]:
    """Validate all files and return what is seen in each picture; raise `PhotosRefusedError` with every bad file."""
    looks = {photo.path: _Look(wanted) for photo in photos}
    good = judge(photos, max_megapixels=max_megapixels, zone=zone, eye=looks.__getitem__)
    return [SeenPhoto(photo, looks[photo.path].codes, looks[photo.path].faults) for photo in good]
