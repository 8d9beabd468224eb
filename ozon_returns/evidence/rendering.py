"""Pictures for other people: upright, in sRGB, no larger than requested, without metadata."""

import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from ozon_returns.evidence.content import HEAD, BadFileError, content_of
from ozon_returns.evidence.eye import BROKEN
from ozon_returns.evidence.picture import loaded, opened, orientation_of, turned

_WORTH_IT, _BAND, _LARGE = 2, 64, 24_000_000
"""The least factor by which a picture is reduced, the height of a band, in pixels of the reduced picture, and what is large."""

_TINY = 32
"""The shorter side in pixels to which a picture is reduced at most."""

_SMALL = 80
"""The JPEG quality of a small picture."""


def upright(path: Path, longest: int) -> Image.Image:
    """Return a picture of the home for display: RGB, upright, without metadata, its longest side at most `longest` pixels."""
    with path.open("rb") as file:
        content = content_of(file.read(HEAD))
        file.seek(0)
        picture = opened(file, content)
        orientation = orientation_of(picture)
        scale = min(1, longest / max(picture.size))
        wanted = (math.ceil(picture.width * scale), math.ceil(picture.height * scale))
        with loaded(picture, "RGB", wanted):
            colours = picture.info.get("icc_profile")
            picture = _reduced(picture, longest)
            picture.thumbnail((longest, longest), Image.Resampling.BICUBIC, reducing_gap=2.0)
            shown = turned(_srgb(_opaque(picture), colours), orientation)
    shown.info = {}
    return shown


def thumbnail(path: Path, longest: int) -> bytes:
    """Return a small JPEG of a picture of the home, without metadata; empty for what is no picture, is damaged or is not there."""
    try:
        with upright(path, longest) as picture:
            return _jpeg(picture, _SMALL)
    except (*BROKEN, OSError, BadFileError):
        return b""


def strip(paths: Sequence[Path], height: int) -> bytes:
    """Return pictures of the home side by side as one PNG of a height in pixels; what is damaged or is not there is left out."""
    shown = [Image.open(BytesIO(small)) for path in paths if (small := thumbnail(path, 2 * height))]
    row = [each.resize((max(1, each.width * height // each.height), height), Image.Resampling.BICUBIC) for each in shown]
    whole = Image.new("RGB", (max(1, sum(each.width + _BETWEEN for each in row) - _BETWEEN), height))
    left = 0
    for each in row:
        whole.paste(each, (left, 0))
        left += each.width + _BETWEEN
    paper = BytesIO()
    whole.save(paper, "PNG")
    return paper.getvalue()


_BETWEEN = 8
"""Pixels between pictures side by side."""


def _reduced(picture: Image.Image, longest: int) -> Image.Image:
    """Return a large picture in RGB, reduced by a whole number to not less than `longest` pixels; it is closed itself.

    Pillow makes a second picture of the same size where it converts one; here only of a band of it at a time.
    """
    factor = max(picture.size) // longest
    if factor < _WORTH_IT or picture.width * picture.height < _LARGE:
        return picture
    reduced = Image.new("RGB", (math.ceil(picture.width / factor), math.ceil(picture.height / factor)))
    for top in range(0, picture.height, band := factor * _BAND):
        part = picture.crop((0, top, picture.width, min(top + band, picture.height)))
        reduced.paste(_opaque(part).reduce(factor), (0, top // factor))
    picture.close()
    return reduced


def _opaque(picture: Image.Image) -> Image.Image:
    """Return a picture in RGB, with transparency replaced by white."""
    if picture.mode.startswith("I"):
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert a picture to sRGB; its own color profile is dropped."""
    if not profile:
        return picture
    from PIL import ImageCms  # noqa: PLC0415  needed only with a color profile

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, *BROKEN):
        return picture


def save_jpeg(picture: Image.Image, path: Path, most_bytes: int) -> None:
    """Write a picture as JPEG of at most `most_bytes` bytes."""
    path.write_bytes(jpeg_within(picture, most_bytes))


def jpeg_within(picture: Image.Image, most_bytes: int) -> bytes:
    """Return a picture encoded as JPEG in at most `most_bytes` bytes, first by lower quality, then by smaller size."""
    for quality in (90, 82, 74, 66):
        written = _jpeg(picture, quality)
        if len(written) <= most_bytes:
            break
    while len(written) > most_bytes and min(picture.size) > _TINY:
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.BICUBIC)
        written = _jpeg(picture, 66)
    return written


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """Return a picture encoded as JPEG."""
    paper = BytesIO()
    picture.save(paper, "JPEG", quality=quality)
    return paper.getvalue()
