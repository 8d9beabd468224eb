"""Places of a picture that stand out: extrema of the difference of two blurs.

(D. Lowe, Distinctive Image Features from Scale-Invariant Keypoints, 2004, section 3.)
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageMath

_RADII = (2, 3)
"""Radii of the two blurs; each is a mean over a square, taken twice."""

_CONTRAST, _APART = 0.35, 3
"""The levels by which the two blurs differ at least, and the points by which two extrema are apart."""


class Extremum(NamedTuple):
    """A place that is brighter, or darker, than what surrounds it: by how much, its point, and where exactly in points."""

    strength: float
    column: int
    row: int
    x: float
    y: float
    bright: bool


def extrema(grey: Image.Image) -> list[Extremum]:
    """Return the extrema of a grayscale picture, the strongest first; those nearer to the border than six points are of no use."""
    width, height = grey.size
    picture = grey.convert("F")
    fine, rough = (_mean(picture, radius) for radius in _RADII)
    difference = ImageMath.lambda_eval(lambda given: given["fine"] - given["rough"], fine=fine, rough=rough)
    values, most, least = (
        floats(each) for each in (difference, difference.filter(ImageFilter.MaxFilter(3)), difference.filter(ImageFilter.MinFilter(3)))
    )
    found = []
    for row in range(1, height - 1):
        for at in range(row * width + 1, (row + 1) * width - 1):
            value = values[at]
            if value == (most if value > 0 else least)[at] and abs(value) >= _CONTRAST:
                across, down = (_peak(values[at - step], value, values[at + step]) for step in (1, width))
                column = at - row * width
                found.append(Extremum(abs(value), column, row, column + 0.5 + across, row + 0.5 + down, value > 0))
    return sorted(found, reverse=True)


def spread(ranked: Iterable[Extremum], most: int) -> list[Extremum]:
    """Return the strongest extrema, at most so many, that are not too close to one another."""
    found: list[Extremum] = []
    for each in ranked:
        if not any(abs(each.column - other.column) <= _APART and abs(each.row - other.row) <= _APART for other in found):
            found.append(each)
            if len(found) == most:
                break
    return found


def floats(picture: Image.Image) -> "memoryview[float]":
    """Return the points of a picture of floats, row by row."""
    return memoryview(picture.tobytes()).cast("f")


def _mean(picture: Image.Image, radius: int) -> Image.Image:
    """Return the mean over a square around each point, taken twice; that of points near the border is of no use."""
    for across, down in ((1, 0), (0, 1)) * 2:
        shifted = [ImageChops.offset(picture, across * by, down * by) for by in range(-radius, radius + 1)]
        picture = ImageMath.lambda_eval(_mean_of, **{f"p{number}": each for number, each in enumerate(shifted)})
    return picture


def _mean_of(given: Mapping[str, Any]) -> Any:  # noqa: ANN401  what ImageMath makes of a picture
    """Return the mean of pictures, point by point."""
    names = [name for name in given if name[1:].isdigit()]
    return sum(given[name] for name in names) / len(names)


def _peak(before: float, value: float, after: float) -> float:
    """Return where between its neighbours an extremum lies, from -0.5 to 0.5, as a parabola through the three has it."""
    bend = before + after - 2 * value
    return max(-0.5, min(0.5, (before - after) / (2 * bend))) if bend else 0.0
