"""The attachments of a ticket: JPEGs without metadata, and a contact sheet of all of them.

They are generated from the evidence and can be regenerated at any time, so they are not evidence themselves.
"""

import json
import math
import re
import shutil
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path, PurePosixPath

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from ozon_returns.evidence.content import BadFileError
from ozon_returns.evidence.eye import BROKEN
from ozon_returns.evidence.rendering import save_jpeg, upright
from ozon_returns.evidence.shelf import flush_file, in_passing
from ozon_returns.evidence.video import tells_place
from ozon_returns.files import private
from ozon_returns.settings import MEGABYTE, Limits
from ozon_returns.words import _

_AT_ONCE = 2
"""Number of pictures in memory at the same time."""

_WIDTH = 2400
_MARGIN = 24
_FILMS = frozenset({".mp4", ".mov", ".3gp"})
_AS_THEY_ARE = _FILMS | {".pdf"}
"""Suffixes of files that are attached unchanged."""


@dataclass(frozen=True)
class Attachment:
    """One attachment: its path in the home, its source file (empty: all of them), and its caption."""

    file: str
    of: str
    caption: str


_OF = re.compile(r"(?:cases/\d{6,12}/(?!\.)[^/\\]+)?")
_FILE = re.compile(r"cases/\d{6,12}/ticket-\d+/(?!\.)[^/\\]+")


def read_attachments(told: str) -> list[Attachment]:
    """Parse attachments as stored in the database; skip paths outside the case folders (rows modified outside the program)."""
    try:
        read = [Attachment(str(each["file"]), str(each["of"]), str(each["caption"])) for each in json.loads(told)]
    except (ValueError, TypeError, KeyError):
        return []
    return [piece for piece in read if _FILE.fullmatch(piece.file) and _OF.fullmatch(piece.of)]


def pieces(folder: str, photos: Sequence[tuple[str, str, str]], heading: str) -> list[Attachment]:
    """Plan the attachments: one for each photo (file, role or empty, caption), then the contact sheet."""
    planned = []
    for position, (file, role, caption) in enumerate(photos, 1):
        ending = PurePosixPath(file).suffix
        kept = ending if ending in _AS_THEY_ARE else ".jpg"
        planned.append(Attachment(f"{folder}/{position:02d}-{role or 'photo'}{kept}", file, caption))
    if any(PurePosixPath(piece.of).suffix not in _AS_THEY_ARE for piece in planned):
        planned.append(Attachment(f"{folder}/contact-sheet.jpg", "", heading))
    return planned


def lay_out(home: Path, planned: Sequence[Attachment], limits: Limits) -> list[str]:
    """Create the missing attachments and return notes for the seller; raise `OSError` if one cannot be written."""
    missing = [piece for piece in planned if not (home / piece.file).exists()]
    shown = [piece for piece in planned if piece.of]
    with in_passing(home) as passing:

        def make(piece: Attachment) -> str:
            made = passing / PurePosixPath(piece.file).name
            try:
                note = _made(home, piece, made, limits) if piece.of else _sheet(home, piece.caption, shown, made, limits)
            except (FileNotFoundError, UnidentifiedImageError, BadFileError, *_NOT_THE_DISK):
                return _("{file} cannot be read and was left out of the attachments; see: ozon-returns check").format(file=piece.of)
            flush_file(made)
            private((home / piece.file).parent)
            made.replace(home / piece.file)
            return note

        with warnings.catch_warnings(), ThreadPoolExecutor(_AT_ONCE) as pool:
            warnings.simplefilter("ignore")  # Pillow warns about pictures that it can still read
            return [note for note in pool.map(make, missing) if note]


_LONGEST_CAPTION = 300
"""No caption is wider than a contact sheet with as many characters."""

_NOT_THE_DISK = tuple(each for each in BROKEN if each is not OSError)


def _made(home: Path, piece: Attachment, made: Path, limits: Limits) -> str:
    """Create one attachment and return a note for the seller, or an empty string."""
    source = home / piece.of
    if source.suffix in _AS_THEY_ARE:
        shutil.copyfile(source, made)
        return _warning(source, PurePosixPath(piece.file).name, limits)
    save_jpeg(_readable(source, limits.pixels), made, limits.bytes)
    return ""


def _readable(source: Path, longest: int) -> Image.Image:
    """Open a picture of the home; raise `BadFileError` if it is no longer a picture."""
    try:
        return upright(source, longest)
    except FileNotFoundError:
        raise
    except (UnidentifiedImageError, *BROKEN) as error:
        raise BadFileError(str(error)) from error


def _warning(source: Path, name: str, limits: Limits) -> str:
    """Return warnings about a video or document that is attached unchanged."""
    told = []
    size = source.stat().st_size
    if size > limits.bytes:
        over = _("{name} is {size:.1f} MB, over the limit of {limit:g} MB (setting attachment_mb)")
        told.append(over.format(name=name, size=size / MEGABYTE, limit=limits.megabytes))
    if source.suffix in _FILMS:
        with source.open("rb") as file:
            told += [_("{name} contains the location where it was shot").format(name=name)] if tells_place(file, size) else []
    return "; ".join(told)


def _sheet(home: Path, heading: str, shown: Sequence[Attachment], made: Path, limits: Limits) -> str:
    """Create the contact sheet, with every attachment numbered."""
    tiles = [(home / piece.of, f"{position}. {piece.caption}") for position, piece in enumerate(shown, 1)]
    save_jpeg(contact_sheet(tiles, heading, min(_WIDTH, limits.pixels), limits.pixels), made, limits.bytes)
    return ""


def contact_sheet(tiles: Sequence[tuple[Path, str]], heading: str, width: int, tallest: int) -> Image.Image:
    """Draw a contact sheet: a thumbnail of each file with its caption below, at most `tallest` pixels high."""
    columns = max(1, math.ceil(math.sqrt(len(tiles))))
    cell = (width - _MARGIN) // columns
    side, type_size = cell - _MARGIN, max(14, cell // 22)
    rows = math.ceil(len(tiles) / columns)
    line = type_size * 3 // 2
    row_height = side * 3 // 4 + 2 * line + _MARGIN
    sheet = Image.new("RGB", (width, 2 * line + rows * row_height), "white")
    pencil = ImageDraw.Draw(sheet)
    pencil.text((_MARGIN, _MARGIN // 2), _fitted(heading, width - 2 * _MARGIN, type_size + 4), "black", _font(type_size + 4))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for position, small in enumerate(pool.map(lambda tile: _small(tile[0], side, side * 3 // 4), tiles)):
            left = _MARGIN + position % columns * cell
            top = 2 * line + position // columns * row_height
            sheet.paste(small, (left + (side - small.width) // 2, top + (side * 3 // 4 - small.height) // 2))
            pencil.text(
                (left, top + side * 3 // 4 + type_size // 3), _fitted(tiles[position][1], side, type_size), "black", _font(type_size)
            )
    sheet.thumbnail((width, tallest))
    return sheet


def _small(path: Path, width: int, height: int) -> Image.Image:
    """Return a thumbnail of a file: the picture itself, or for other files their type."""
    if path.suffix not in _AS_THEY_ARE and path.exists():
        try:
            small = _readable(path, max(width, height))
            small.thumbnail((width, height))
        except BadFileError:
            pass
        else:
            return small
    tile = Image.new("RGB", (width, height), (232, 232, 228))
    told = path.suffix.removeprefix(".").upper() or "?"
    ImageDraw.Draw(tile).text((width // 2, height // 2), told, (90, 90, 90), _font(height // 5), anchor="mm")
    return tile


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Return the caption font, which includes Cyrillic letters."""
    file = next(each for each in (resources.files("fontpkg_manrope") / "files").iterdir() if each.name.endswith(".ttf"))
    with file.open("rb") as opened:
        font = ImageFont.truetype(BytesIO(opened.read()), size)
    font.set_variation_by_axes([500])
    return font


def _fitted(text: str, width: int, size: int) -> str:
    """Return a text on one line, without invisible characters, truncated to a width in pixels."""
    shown = text = " ".join("".join(each if each.isprintable() else " " for each in text[:_LONGEST_CAPTION]).split())
    while _font(size).getlength(shown) > width and len(shown) > 1:
        text = text[:-1]
        shown = text.rstrip() + "…"
    return shown
