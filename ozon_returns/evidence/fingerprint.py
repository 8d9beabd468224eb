"""Fingerprints of pictures: what is stored of how a picture looks, and the comparison with those that are stored.

The same picture is recognized after it was saved again, resized, brightened, cropped by up to a tenth, turned by 90 degrees, mirrored,
shown in a screenshot, or with a corner covered. What keypoints two pictures share tells how one would lie on the other
(`alignment`), and comparing them there decides (`overlap`).
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PIL import Image

from ozon_returns.evidence import overlap
from ozon_returns.evidence.keypoints import SMOOTH, Keypoint, View
from ozon_returns.evidence.screenshot import Box, photo_within


class Appearance(NamedTuple):
    """How a picture, or the photo within a screenshot, looks: width and height in pixels, a thumbnail in base64, keypoints."""

    width: int
    height: int
    thumbnail: str
    keypoints: Sequence[Keypoint]


@dataclass(frozen=True)
class Fingerprint:
    """How a picture looks: without the page of a screenshot, and as a whole where there is one; `views` are what it is looked up by."""

    parts: Sequence[Appearance]
    views: Sequence[View] = field(repr=False, compare=False)


def fingerprint(grey: Image.Image) -> Fingerprint:
    """Return the fingerprint of a grayscale picture, which should have at least 256 pixels across."""
    whole = (0.0, 0.0, float(grey.width), float(grey.height))
    box = photo_within(grey)
    boxes = [whole] if box == whole else [box, whole]
    views = [View.of(grey, each) for each in boxes]
    return Fingerprint([_part(view, each) for view, each in zip(views, boxes, strict=True)], views)


def _part(view: View, box: Box) -> Appearance:
    """Return what is stored of a view of a box."""
    thumbnail = view.fine.resize((overlap.SIDE, overlap.SIDE), SMOOTH)
    width, height = (max(1, round(box[axis + 2] - box[axis])) for axis in (0, 1))
    return Appearance(width, height, b64encode(thumbnail.tobytes()).decode(), view.keypoints())
