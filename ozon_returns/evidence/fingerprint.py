"""Fingerprints of pictures: what is stored of how a picture looks, and the comparison with those that are stored.

The same picture is recognized after it was saved again, resized, brightened, cropped by up to a tenth, turned by 90 degrees, mirrored,
shown in a screenshot, or with a corner covered. What keypoints two pictures share tells how one would lie on the other
(`alignment`), and comparing them there decides (`overlap`).
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from ozon_returns.evidence import overlap
from ozon_returns.evidence.keypoints import SMOOTH, Keypoint, View
from ozon_returns.evidence.screenshot import photo_within


@dataclass(frozen=True)
class Fingerprint:
    """How a picture looks: width and height in pixels without the page of a screenshot, a thumbnail in base64, keypoints.

    `views` are what it is looked up by: that without the page, and the whole where there is one.
    """

    width: int
    height: int
    thumbnail: str
    keypoints: Sequence[Keypoint]
    views: Sequence[View] = field(repr=False, compare=False)


def fingerprint(grey: Image.Image) -> Fingerprint:
    """Return the fingerprint of a grayscale picture, which should have at least 256 pixels across."""
    whole = (0.0, 0.0, float(grey.width), float(grey.height))
    box = photo_within(grey)
    view = View.of(grey, box)
    thumbnail = view.fine.resize((overlap.SIDE, overlap.SIDE), SMOOTH)
    return Fingerprint(
        max(1, round(box[2] - box[0])),
        max(1, round(box[3] - box[1])),
        b64encode(thumbnail.tobytes()).decode(),
        view.keypoints(),
        (view,) if box == whole else (view, View.of(grey, whole)),
    )
