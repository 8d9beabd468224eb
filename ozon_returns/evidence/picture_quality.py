"""Whether a photo shows what it is to prove: bright enough, sharp, not tiny. It is measured and said, never refused."""

from typing import NamedTuple

from PIL import Image, ImageFilter, ImageStat

from ozon_returns.words import _

_SIDE = 1000
"""Longest side in pixels at which sharpness is measured, so that it does not depend on the camera."""

_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
"""The discrete Laplace operator; its variance is the usual measure of focus (Pech-Pacheco et al., ICPR 2000)."""


class Wanted(NamedTuple):
    """The least brightness (0 to 255), sharpness (variance of the Laplacian) and longest side in pixels of a good photo."""

    brightness: float
    sharpness: float
    pixels: int


def faults(grey: Image.Image, longest: int, wanted: Wanted) -> list[str]:
    """Return what a photo lacks, each with how to take it better; `grey` may be smaller than the photo's longest side."""
    small = grey.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.HAMMING)
    found = []
    brightness = ImageStat.Stat(small).mean[0]
    if longest < wanted.pixels:
        told = _("small ({pixels} pixels, {wanted} wanted): send the original file, not a copy from a messenger")
        found.append(told.format(pixels=longest, wanted=wanted.pixels))
    if brightness < wanted.brightness:
        told = _("dark ({brightness:.0f} of 255, {wanted:.0f} wanted): take it by a window or with a lamp")
        found.append(told.format(brightness=brightness, wanted=wanted.brightness))
    elif min(small.size) > 2 and (sharpness := _sharpness(small)) < wanted.sharpness:  # noqa: PLR2004  the operator takes 3 pixels
        told = _("blurred ({sharpness:.0f}, {wanted:.0f} wanted): hold the phone still and tap on the defect to focus")
        found.append(told.format(sharpness=sharpness, wanted=wanted.sharpness))
    return found


def _sharpness(grey: Image.Image) -> float:
    """Return the variance of the Laplacian of a picture, without its edge."""
    edges = grey.filter(_EDGES).crop((1, 1, grey.width - 1, grey.height - 1))
    return float(ImageStat.Stat(edges).var[0])
