"""Draw the photos of the example as if taken with a phone: a kettle, its crack, its box, its label.

They are drawn so that no real photos have to be shipped; everything else about them is real: JPEG, noise, EXIF.
"""

import random
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Pencil = Callable[[ImageDraw.ImageDraw, random.Random, Colour], None]

_SIZE = (1280, 960)
_PHONE = ("Example", "Phone 12")
_MAKE, _MODEL, _ORIENTATION, _EXIF, _SHOT_AT, _SHOT_OFFSET = 0x010F, 0x0110, 0x0112, 0x8769, 0x9003, 0x9011


def photo(what: str, shot_at: datetime, *, seed: int = 0, colour: Colour = (176, 58, 46), size: tuple[int, int] = _SIZE) -> bytes:
    """Draw a photo of one of `SUBJECTS` as JPEG, taken at an aware datetime; the same seed draws the same picture."""
    chance = random.Random(f"{what}{seed}")  # noqa: S311  not security-related
    picture = _table(chance)
    SUBJECTS[what](ImageDraw.Draw(picture), chance, colour)
    picture = _held(picture.filter(ImageFilter.GaussianBlur(1.2)), chance)
    grain = Image.frombytes("L", _SIZE, chance.randbytes(_SIZE[0] * _SIZE[1])).convert("RGB")
    picture = Image.blend(picture, grain, 0.04).resize(size)
    paper = BytesIO()
    picture.save(paper, "JPEG", quality=80, exif=_exif(shot_at))
    return paper.getvalue()


def _held(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Rotate and crop the scene at random, like a handheld photo."""
    turned = picture.rotate(chance.uniform(-8, 8), Image.Resampling.BICUBIC, fillcolor=(140, 120, 100))
    width, height = _SIZE
    left, top = chance.randint(20, width // 7), chance.randint(20, height // 7)
    right, bottom = width - chance.randint(20, width // 7), height - chance.randint(20, height // 7)
    return turned.crop((left, top, right, bottom)).resize(_SIZE)


def _exif(shot_at: datetime) -> Image.Exif:
    """Return the EXIF data of a phone photo."""
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL], exif[_ORIENTATION] = *_PHONE, 1
    details = exif.get_ifd(_EXIF)
    details[_SHOT_AT] = shot_at.strftime("%Y:%m:%d %H:%M:%S")
    offset = shot_at.strftime("%z")
    details[_SHOT_OFFSET] = f"{offset[:3]}:{offset[3:]}"
    return exif


def _table(chance: random.Random) -> Image.Image:
    """Draw the background: a wall with fading light, and a table of boards."""
    light = Image.linear_gradient("L").resize(_SIZE)
    wall = Image.merge("RGB", [light.point(lambda level, tint=tint: 225 - level // 6 + tint) for tint in (6, 0, -12)])
    draw = ImageDraw.Draw(wall)
    draw.rectangle((0, 640, 1280, 960), fill=(150, 112, 76))
    for board in range(640, 960, 64):
        shade = chance.randint(-12, 12)
        draw.rectangle((0, board, 1280, board + 60), fill=(158 + shade, 118 + shade, 80 + shade))
    return wall


def _overall(draw: ImageDraw.ImageDraw, chance: random.Random, colour: Colour) -> None:
    """Draw the whole item: body, lid, spout, handle and crack."""
    dark = _darker(colour)
    draw.arc((730, 330, 1060, 720), 260, 100, fill=dark, width=44)
    draw.polygon([(420, 430), (250, 330), (290, 300), (470, 380)], fill=dark)
    draw.ellipse((400, 250, 920, 830), fill=colour)
    draw.ellipse((470, 300, 610, 700), fill=_lighter(colour))
    draw.ellipse((520, 220, 800, 300), fill=dark)
    draw.ellipse((635, 185, 685, 240), fill=(40, 40, 40))
    _cracked(draw, chance, (720, 470), 150, 3)


def _defect(draw: ImageDraw.ImageDraw, chance: random.Random, colour: Colour) -> None:
    """Draw a close-up of the crack, with a ruler."""
    draw.rectangle((0, 0, 1280, 760), fill=colour)
    draw.polygon([(0, 0), (420, 0), (160, 760), (0, 760)], fill=_lighter(colour))
    _cracked(draw, chance, (430, 140), 620, 9)
    draw.rectangle((0, 800, 1280, 930), fill=(236, 226, 160))
    for mark in range(0, 1280, 16):
        draw.line((mark, 800, mark, 850 if mark % 160 else 890), fill=(30, 30, 30), width=3)


def _packaging(draw: ImageDraw.ImageDraw, chance: random.Random, _colour: Colour) -> None:
    """Draw the box with one crushed corner."""
    draw.polygon([(300, 300), (760, 250), (800, 790), (320, 840)], fill=(186, 144, 96))
    draw.polygon([(760, 250), (1010, 330), (1020, 740), (800, 790)], fill=(150, 112, 70))
    draw.polygon([(300, 300), (560, 200), (1010, 330), (760, 250)], fill=(204, 164, 116))
    draw.polygon([(690, 640), (800, 790), (640, 812), (720, 740)], fill=(110, 80, 48))
    for _fold in range(9):
        start = (chance.randint(620, 780), chance.randint(640, 790))
        draw.line((*start, start[0] + chance.randint(-70, 30), start[1] + chance.randint(-60, 20)), fill=(92, 66, 40), width=4)
    draw.rectangle((380, 420, 620, 560), fill=(240, 240, 236))
    _bars(draw, chance, (400, 440, 600, 510))


def _label(draw: ImageDraw.ImageDraw, chance: random.Random, _colour: Colour) -> None:
    """Draw the shipping label of the posting."""
    draw.rectangle((240, 120, 1040, 820), fill=(246, 246, 242), outline=(120, 120, 120), width=4)
    _bars(draw, chance, (300, 180, 980, 420))
    for line, width in enumerate((520, 610, 430, 560)):
        draw.rectangle((300, 480 + line * 72, 300 + width, 516 + line * 72), fill=(60, 60, 60))


def _cracked(draw: ImageDraw.ImageDraw, chance: random.Random, start: tuple[int, int], length: int, width: int) -> None:
    """Draw a crack that runs downward and forks."""
    x, y = start
    step = max(8, length // 18)
    while y < start[1] + length:
        following = (x + chance.randint(-step, step), y + step)
        draw.line((x, y, *following), fill=(28, 18, 16), width=width)
        if chance.random() < 0.3:  # noqa: PLR2004  probability of a fork per step
            draw.line((x, y, x + chance.choice((-3, 3)) * step, y + 2 * step), fill=(44, 30, 26), width=max(1, width // 2))
        x, y = following


def _bars(draw: ImageDraw.ImageDraw, chance: random.Random, box: tuple[int, int, int, int]) -> None:
    """Draw a barcode."""
    x = box[0]
    while x < box[2]:
        bar = chance.choice((3, 3, 6, 9))
        draw.rectangle((x, box[1], x + bar, box[3]), fill=(20, 20, 20))
        x += bar + chance.choice((4, 4, 8))


def _darker(colour: Colour) -> Colour:
    """Return a darker shade of a color."""
    return colour[0] * 2 // 3, colour[1] * 2 // 3, colour[2] * 2 // 3


def _lighter(colour: Colour) -> Colour:
    """Return a lighter shade of a color."""
    return min(255, colour[0] + 32), min(255, colour[1] + 32), min(255, colour[2] + 32)


SUBJECTS: dict[str, Pencil] = {"overall": _overall, "defect": _defect, "packaging": _packaging, "label": _label}
"""Drawing functions by subject."""
