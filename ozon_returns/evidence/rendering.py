"""Pictures as others get to see them: turned, in sRGB, no larger than asked for, with nothing told beside the picture."""

import math
from io import BytesIO
from pathlib import Path

from PIL import Image

from ozon_returns.evidence.content import HEAD, content_of
from ozon_returns.evidence.perceptual_hash import GRID
from ozon_returns.evidence.picture import BROKEN, ORIENTATION, exif_of, loaded, opened, turned


def upright(path: Path, longest: int) -> Image.Image:
    """Give a picture of the home to look at: RGB, turned, its longest side at most so many pixels, nothing told beside it."""
    with path.open("rb") as file:
        content = content_of(file.read(HEAD))
        file.seek(0)
        picture = opened(file, content)
        orientation = exif_of(picture).get(ORIENTATION, 1)
        scale = min(1, longest / max(picture.size))
        wanted = (math.ceil(picture.width * scale), math.ceil(picture.height * scale))
        with loaded(picture, "RGB", wanted):
            colours = picture.info.get("icc_profile")
            picture.thumbnail((longest, longest), Image.Resampling.BICUBIC, reducing_gap=2.0)
            shown = turned(_srgb(_opaque(picture), colours), orientation)
    shown.info = {}
    return shown


def _opaque(picture: Image.Image) -> Image.Image:
    """Give a picture in RGB; what one can see through is white."""
    if picture.mode.startswith("I"):
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Give the colours of a picture as every screen shows them; its own profile is not handed on."""
    if not profile:
        return picture
    from PIL import ImageCms  # noqa: PLC0415  only phones with colours of their own need it

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, *BROKEN):
        return picture


def save_jpeg(picture: Image.Image, path: Path, most_bytes: int) -> None:
    """Write a picture as JPEG of at most so many bytes: first of lower quality, then smaller."""
    for quality in (90, 82, 74, 66):
        written = _jpeg(picture, quality)
        if len(written) <= most_bytes:
            break
    while len(written) > most_bytes and min(picture.size) > GRID:
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.BICUBIC)
        written = _jpeg(picture, 66)
    path.write_bytes(written)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """Give a picture as JPEG."""
    paper = BytesIO()
    picture.save(paper, "JPEG", quality=quality)
    return paper.getvalue()
