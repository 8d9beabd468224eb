"""Perceptual hashes of pictures, which hardly change when a picture is saved again or resized.

Own code, since the libraries for it require NumPy and SciPy to save forty lines.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

GRID = 32
_COARSE, _FINE = 8, 16
_WAVES = [[math.cos((2 * x + 1) * wave * math.pi / (2 * GRID)) for x in range(GRID)] for wave in range(1, _FINE + 1)]
"""The lowest frequencies of a discrete cosine transform, without the constant term."""


@dataclass(frozen=True)
class Look:
    """The perceptual hashes of a picture.

    `coarse` has 64 bits, as a signed SQLite integer, to find similar pictures; `fine` has 256 bits, in hexadecimal, to
    tell them apart.
    """

    coarse: int
    fine: str


def look(grey: Image.Image) -> Look:
    """Return the perceptual hashes of a grayscale picture of 32 x 32 pixels.

    Each bit is set if one of the lowest frequencies is stronger than their median (C. Zauner, Implementation and
    Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2.1). With 64 bits, photos of two kettles on one
    table are as close as two saves of one photo; with 256 they are not.
    """
    points = grey.tobytes()
    rows = [[float(point) for point in points[at : at + GRID]] for at in range(0, GRID * GRID, GRID)]
    across = [[_product(row, wave) for row in rows] for wave in _WAVES]
    strengths = [[_product(column, wave) for wave in _WAVES] for column in across]
    coarse = _bits([strength for line in strengths[:_COARSE] for strength in line[:_COARSE]])
    fine = _bits([strength for line in strengths for strength in line])
    return Look(coarse - (1 << 64) if coarse >> 63 else coarse, f"{fine:0{_FINE * _FINE // 4}x}")


def _bits(strengths: Sequence[float]) -> int:
    """Return one bit per strength: whether it is above the median."""
    median = sorted(strengths)[len(strengths) // 2]
    return sum((strength > median) << position for position, strength in enumerate(strengths))


def _product(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the inner product of two rows."""
    return sum(map(float.__mul__, left, right))
