"""Keypoints of a picture: small places that stand out, each with a descriptor that survives turns, mirrors and other saves.

A descriptor is made of the signs of the lowest frequencies of the patch around a place, turned and mirrored such that the slopes across
and down are positive and the one across is the steeper one; so that of a mirrored picture is the same.

Own code, since the libraries for it require NumPy or OpenCV, which take longer to import than this takes to work.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from PIL import Image, ImageMath

from ozon_returns.evidence.extrema import Extremum, extrema, floats, spread
from ozon_returns.evidence.turn import Turn

SMOOTH = Image.Resampling.HAMMING
_GRID, _FINER = 64, 2
"""The side of a square as large as the picture in which keypoints are looked for, and by how much that of the patches is larger."""

_HALF, _PATCH = 11.0, 16
"""Half the side of a patch in points of the grid, and its side in pixels when it is described."""

_MOST = 20
"""Number of keypoints of a picture."""

_BITS = 21
_FREQUENCIES = sorted(((u, v) for u in range(6) for v in range(6) if u + v > 1), key=lambda each: (sum(each), each[0]))[:_BITS]
_NEEDED = sorted({(1, 0), (0, 1), *_FREQUENCIES, *((v, u) for u, v in _FREQUENCIES)})

_SCALES = (0.92, 1.0, 1.08)
"""Scales at which the keypoints of a picture are looked up: a cropped picture is enlarged to the same area."""

_LEVEL, _EVEN = 0.25, 0.72
"""A slope so small beside the other may have had the other sign, and one so large may have been the steeper one."""

_UNSURE = 2
"""Number of the weakest bits of a descriptor that may have been different."""

Waves = Mapping[tuple[int, int], float]
"""The strength of each frequency (across, down) of a patch."""


class Keypoint(NamedTuple):
    """A keypoint as it is stored: 22 bits of descriptor, and 19 bits of place (x and y in 256ths of width and height, turn)."""

    descriptor: int
    place: int

    @staticmethod
    def at(place: int) -> tuple[float, float, Turn]:
        """Return the position in shares of width and height, and the turn, of a stored place."""
        turn = Turn(bool(place & 4), bool(place & 2), bool(place & 1))
        return ((place >> 11 & 255) + 0.5) / 256, ((place >> 3 & 255) + 0.5) / 256, turn


class Probe(NamedTuple):
    """What a descriptor that is looked up stands for: position in shares of width and height, scale, turn."""

    x: float
    y: float
    scale: float
    turn: Turn


@dataclass(frozen=True)
class View:
    """A part of a picture as its keypoints are looked for: `fine` has an area of 128 x 128 pixels, `aspect` is width by height."""

    fine: Image.Image
    aspect: float

    @classmethod
    def of(cls, grey: Image.Image, box: tuple[float, float, float, float]) -> "View":
        """Return the view of a box of a grayscale picture."""
        width, height = box[2] - box[0], box[3] - box[1]
        side = math.sqrt(width * height)
        size = (max(8, round(_GRID * width / side)) * _FINER, max(8, round(_GRID * height / side)) * _FINER)
        return cls(grey.resize(size, SMOOTH, box), width / height)

    @property
    def grid(self) -> tuple[int, int]:
        """Return width and height in points of the grid."""
        return self.fine.width // _FINER, self.fine.height // _FINER

    @cached_property
    def _ranked(self) -> list[Extremum]:
        """All extrema, the strongest first."""
        return extrema(self.fine.reduce(_FINER))

    def _extrema(self, half: float) -> list[Extremum]:
        """Return the strongest extrema that are at least about half a patch from the border."""
        width, height = self.grid
        border = math.ceil(half - 0.5)
        inside = (each for each in self._ranked if border <= each.column < width - border and border <= each.row < height - border)
        return spread(inside, _MOST)

    def keypoints(self) -> list[Keypoint]:
        """Return the keypoints to be stored."""
        return [
            Keypoint(
                _descriptor(waves, turn := _steepest(waves), where.bright)[0],
                self._256th(where.x, 0) << 11 | self._256th(where.y, 1) << 3 | turn.transposed << 2 | turn.across << 1 | turn.down,
            )
            for where, waves in self._described(self._extrema(_HALF), 1.0)
        ]

    def probes(self) -> dict[int, list[Probe]]:
        """Return the descriptors that a stored copy of this picture may have, with what each stands for."""
        found: dict[int, list[Probe]] = {}
        width, height = self.grid
        strongest = self._extrema(_HALF * min(_SCALES))
        for scale in _SCALES:
            for where, waves in self._described(strongest, scale):
                for turn in _turns(waves):
                    descriptor, weakest = _descriptor(waves, turn, where.bright)
                    told = Probe(where.x / width, where.y / height, scale, turn)
                    for flipped in (0, weakest[0], weakest[1], weakest[0] | weakest[1]):
                        found.setdefault(descriptor ^ flipped, []).append(told)
        return found

    def _256th(self, value: float, axis: int) -> int:
        """Return a position in 256ths of width (0) or height (1)."""
        return min(255, int(value / self.grid[axis] * 256))

    def _described(self, places: Sequence[Extremum], scale: float) -> Iterator[tuple[Extremum, Waves]]:
        """Yield places with the frequencies of the patch around them; those whose patch goes over the border are left out."""
        width, height = self.grid
        half = _HALF * scale
        inside = [each for each in places if half <= each.x <= width - half and half <= each.y <= height - half]
        strip = Image.new("L", (_PATCH * _MOST, _PATCH))
        for number, (_strength, _column, _row, x, y, _bright) in enumerate(inside):
            box = (_FINER * (x - half), _FINER * (y - half), _FINER * (x + half), _FINER * (y + half))
            strip.paste(self.fine.resize((_PATCH, _PATCH), SMOOTH, box), (number * _PATCH, 0))
        levels = strip.convert("F")
        strengths = {each: floats(_product(levels, wave).reduce(_PATCH)) for each, wave in _waves().items()}
        for number, where in enumerate(inside):
            yield where, {each: strength[number] for each, strength in strengths.items()}


@cache
def _waves() -> dict[tuple[int, int], Image.Image]:
    """Return the waves of the discrete cosine transform, each as often as there are patches."""
    cosines = [[math.cos((2 * x + 1) * wave * math.pi / (2 * _PATCH)) for x in range(_PATCH)] for wave in range(6)]
    found = {}
    for u, v in _NEEDED:
        wave = Image.new("F", (_PATCH, _PATCH))
        wave.putdata([down * across for down in cosines[v] for across in cosines[u]])
        found[u, v] = Image.new("F", (_PATCH * _MOST, _PATCH))
        for number in range(_MOST):
            found[u, v].paste(wave, (number * _PATCH, 0))
    return found


def _product(left: Image.Image, right: Image.Image) -> Image.Image:
    """Return the product of two pictures of floats, point by point."""
    return ImageMath.lambda_eval(lambda given: given["left"] * given["right"], left=left, right=right)  # type: ignore[no-any-return]


def _steepest(waves: Waves) -> Turn:
    """Return the turn by which the slopes of a patch become positive, and the one across the steeper one."""
    across, down = waves[1, 0], waves[0, 1]
    return Turn(abs(down) > abs(across), across < 0, down < 0)


def _turns(waves: Waves) -> list[Turn]:
    """Return all turns that may have been chosen for a patch much like this one."""
    across, down = waves[1, 0], waves[0, 1]
    steeper = max(abs(across), abs(down)) or 1.0
    both = (False, True)
    return [
        Turn(transposed, left, up)
        for transposed in (both if min(abs(across), abs(down)) > _EVEN * steeper else (abs(down) > abs(across),))
        for left in (both if abs(across) < _LEVEL * steeper else (across < 0,))
        for up in (both if abs(down) < _LEVEL * steeper else (down < 0,))
    ]


def _descriptor(waves: Waves, turn: Turn, bright: bool) -> tuple[int, list[int]]:  # noqa: FBT001
    """Return the descriptor of a patch after a turn, and its weakest bits, the weakest first."""
    bits, strengths = int(bright), []
    for number, (u, v) in enumerate(_FREQUENCIES, 1):
        across, down = (v, u) if turn.transposed else (u, v)
        strength = waves[across, down]
        if (across & 1 and turn.across) != (down & 1 and turn.down):
            strength = -strength
        bits |= (strength > 0) << number
        strengths.append((abs(strength), 1 << number))
    return bits, [bit for _strength, bit in sorted(strengths)[:_UNSURE]]
