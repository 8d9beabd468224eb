"""Whether two pictures are the same where one lies on the other.

Compared are a stored thumbnail and what another picture shows in its place, in 5 x 5 blocks, each with its own brightness and contrast, and
without the corner that differs most, which may be covered. What differs is divided by how steep the thumbnail is there, so that the
error is about the square of how far the two are apart, in points of the thumbnail: a shift, and not a shade.
"""

import math
from base64 import b64decode
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import mul

from PIL import Image

from ozon_returns.evidence.alignment import Lying
from ozon_returns.evidence.keypoints import SMOOTH

SIDE = 32
"""The side of a thumbnail in pixels."""

SAME = 0.035
"""The error up to which two pictures are the same.

Measured on 20 photographs of the sample sets of scikit-image and scikit-learn, each changed in 15 ways: less for the same picture in more
than nine of ten, more for any other.
"""

_BLOCKS, _NOISE = 5, 1.0
"""Blocks along each side, and what is added to the steepness of each point, as of noise."""

_LEAST = 0.75
"""The share of both pictures, across and down, that has to overlap."""

_HOPELESS = 1.5
"""The error from which no alignment gets better."""

_STEPS = ((0.02, 1.2), (0.01, 0.5), (0.005, 0.25), (0.0025, 0.12), (0.00125, math.inf))
"""By how much an alignment is altered, in shares, and the error above which it is given up after that."""

_TURNS, _STRETCH, _EXACT = 3, 0.006, 0.008
"""How often each step is tried, how much a picture may be stretched, and the error below which nothing has to get better."""

_EDGES = ((0, 1), (_BLOCKS - 2, _BLOCKS - 1))
_CORNERS = [[row * _BLOCKS + column for row in rows for column in columns] for rows in _EDGES for columns in _EDGES]


class Thumbnail:
    """A stored thumbnail, to be compared with other pictures."""

    def __init__(self, encoded: str) -> None:
        """Read one in base64; raise `ValueError` if it is none."""
        points = b64decode(encoded, validate=True)
        if len(points) != SIDE * SIDE:
            raise ValueError(encoded)
        self._rows = rows = [points[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
        above, below = [rows[0], *rows[:-1]], [*rows[1:], rows[-1]]
        self._steepness = [_steepness(*three) for three in zip(above, rows, below, strict=True)]
        self._blocks = cache(self._blocks_of)

    def error(self, fine: Image.Image, lying: Lying) -> float:
        """Return the error of a picture on which this one lies so; infinite where too little overlaps."""
        left, top = lying.x - lying.width / 2, lying.y - lying.height / 2
        first_x, after_x = _within(left, lying.width)
        first_y, after_y = _within(top, lying.height)
        across, down = after_x - first_x, after_y - first_y
        if min(across, down, across * lying.width, down * lying.height) < SIDE * _LEAST:
            return math.inf
        box = (
            max(0.0, (left + first_x * lying.width / SIDE) * fine.width),
            max(0.0, (top + first_y * lying.height / SIDE) * fine.height),
            min(float(fine.width), (left + after_x * lying.width / SIDE) * fine.width),
            min(float(fine.height), (top + after_y * lying.height / SIDE) * fine.height),
        )
        other = fine.resize((across, down), SMOOTH, box).tobytes()
        rows = [other[at : at + across] for at in range(0, across * down, across)]
        pairs = zip(self._blocks(first_x, first_y, after_x, after_y), _cut(0, across, 0, down), strict=True)
        told = [block.against(_points(rows, part)) for block, part in pairs]
        differences, steepness = sum(each[0] for each in told), sum(each[1] for each in told)
        return min(
            (differences - sum(told[at][0] for at in corner)) / (steepness - sum(told[at][1] for at in corner)) for corner in _CORNERS
        )

    def best_error(self, fine: Image.Image, lying: Lying) -> float:
        """Return the least error near an alignment: moved, resized and stretched a little at a time for as long as that helps."""
        least = self.error(fine, lying)
        if least > _HOPELESS:
            return math.inf
        altered = [lying.x, lying.y, 0.0, 0.0]
        for step, most in _STEPS:
            for _again in range(_TURNS):
                better = self._better(fine, lying, altered, step, least)
                if better is None:
                    break
                least, altered = better
                if least < _EXACT:
                    return least
            if least > most:
                return math.inf
        return least

    def _better(
        self, fine: Image.Image, lying: Lying, altered: Sequence[float], step: float, least: float
    ) -> tuple[float, list[float]] | None:
        """Alter an alignment by a step in every way that lowers the error; `None` where none does."""
        now, before = list(altered), least
        for axis in range(4 if step < _STEPS[1][0] else 3):
            for by in (step, -step):
                tried = list(now)
                tried[axis] += by * (2 if axis == 2 else 1)  # noqa: PLR2004  the size
                x, y, size, stretch = tried
                if abs(stretch) > _STRETCH:
                    continue
                error = self.error(fine, Lying(x, y, lying.width * math.exp(size + stretch), lying.height * math.exp(size - stretch)))
                if error < least:
                    least, now = error, tried
                    break
        return (least, now) if least < before else None

    def _blocks_of(self, first_x: int, first_y: int, after_x: int, after_y: int) -> list["_Block"]:
        """Return the blocks of a part of this thumbnail."""
        return [
            _Block(_points(self._rows, part), sum(sum(row[part[0] : part[1]]) for row in self._steepness[part[2] : part[3]]))
            for part in _cut(first_x, after_x, first_y, after_y)
        ]


def _steepness(above: bytes, row: bytes, below: bytes) -> list[float]:
    """Return the square of the slope at each point of a row."""
    slopes = zip(row[:1] + row[:-1], row[1:] + row[-1:], above, below, strict=True)
    return [((right - left) ** 2 + (under - over) ** 2) / 4 for left, right, over, under in slopes]


class _Block:
    """A block of a thumbnail."""

    def __init__(self, points: bytes, steepness: float) -> None:
        """Take its points and how steep they are in all."""
        self._points, self._sum = points, sum(points)
        self._variance = sum(map(mul, points, points)) - self._sum * self._sum / len(points)
        self._steepness = steepness + _NOISE * len(points)

    def against(self, other: bytes) -> tuple[float, float]:
        """Return what is left of the difference when brightness and contrast are fitted, and the steepness."""
        total = sum(other)
        variance = sum(map(mul, other, other)) - total * total / len(other)
        common = sum(map(mul, self._points, other)) - self._sum * total / len(other)
        less, more = sorted((self._variance, variance))
        return (more - common * common / less if common > 0 and less > 0 else more), self._steepness


_Part = tuple[int, int, int, int]
"""First and after the last column, first and after the last row."""


def _within(start: float, length: float) -> tuple[int, int]:
    """Return the first point of a thumbnail that lies on the picture, and the one after the last, along one side."""
    return max(0, math.ceil(-start / length * SIDE - 0.05)), min(SIDE, math.floor((1 - start) / length * SIDE + 0.05))


def _cut(first_x: int, after_x: int, first_y: int, after_y: int) -> Iterator[_Part]:
    """Yield the blocks of a part, row by row."""
    columns = [first_x + round((after_x - first_x) * at / _BLOCKS) for at in range(_BLOCKS + 1)]
    rows = [first_y + round((after_y - first_y) * at / _BLOCKS) for at in range(_BLOCKS + 1)]
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            yield left, right, top, bottom


def _points(rows: Sequence[bytes], part: _Part) -> bytes:
    """Return the points of a part, row by row."""
    return b"".join([row[part[0] : part[1]] for row in rows[part[2] : part[3]]])
