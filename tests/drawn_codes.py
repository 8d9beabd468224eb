"""Photos with barcodes as a phone takes them: turned a little, blurred, on paper, saved as JPEG."""

from datetime import datetime
from pathlib import Path
from typing import Any, cast

import zxingcpp
from PIL import Image, ImageFilter

GS = "\x1d"


def code(text: str, form: str, scale: int = 6) -> Image.Image:
    """Draw a barcode; a DataMatrix is that of GS1 if its text has application identifiers in brackets."""
    made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(form), gs1=text.startswith("("))
    drawn: Any = memoryview(cast("Any", made.to_image(scale=scale)))
    return Image.frombytes("L", (drawn.shape[1], drawn.shape[0]), drawn.tobytes())


def photo_of(path: Path, *codes: tuple[str, str], taken: datetime | None = None, angle: float = 6, seed: int = 0) -> Path:
    """Take a photo of a label with some barcodes."""
    picture = Image.effect_noise((1600, 1200), 40).point(lambda level: level // 4 + 150 + seed % 40)
    for place, (text, form) in enumerate(codes):
        drawn = code(text, form).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=240)
        picture.paste(drawn, (80, 40 + place * 380))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = f"{taken:%Y:%m:%d %H:%M:%S}"
    picture.filter(ImageFilter.GaussianBlur(1)).save(path, "JPEG", quality=80, exif=exif)
    return path
