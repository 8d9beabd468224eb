"""Read videos (MP4, QuickTime) without decoding them: integrity, picture size and recording time.

A video is a sequence of boxes, some of which contain boxes (ISO/IEC 14496-12). Only their headers are read, so a
video of any size takes no memory. No lightweight library does this: the existing ones include a decoder of tens of
megabytes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from ozon_returns.evidence.content import BadFileError, Shot
from ozon_returns.period import YEARS
from ozon_returns.words import _

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
"""Epoch of times in ISO base media files, which are in seconds."""

_MOST_BOXES = 1_000_000
"""Maximum number of sibling boxes in a video."""

_LONG = 16
"""Length in bytes of a box header with a 64-bit size."""

_SHORT = 8

_PLACES = (b"\xa9xyz", b"loci", b"com.apple.quicktime.location", b"GPSLatitude")
"""Keys that precede the recording location in a video's metadata (QuickTime File Format, 3GPP TS 26.244)."""

_DESCRIBING = (b"moov", b"meta", b"udta", b"uuid")


@dataclass(frozen=True)
class _Box:
    """A box: its name, and the start and end of its content in the file."""

    name: bytes
    start: int
    end: int


def judge_film(file: BinaryIO, size: int) -> Shot:
    """Validate a video of `size` bytes; raise `BadFileError` if it is damaged or truncated."""
    boxes = list(_boxes(file, 0, size))
    names = {box.name for box in boxes}
    film = next((box for box in boxes if box.name == b"moov"), None)
    if film is None or not names & {b"mdat", b"moof"}:
        raise BadFileError(_("the video is damaged or truncated"))
    parts = list(_boxes(file, film.start, film.end))
    taken_at = next((_taken_at(file, box) for box in parts if box.name == b"mvhd"), None)
    sizes = [found for track in parts if track.name == b"trak" for found in _sizes(file, track)]
    width, height = max(sizes, default=(None, None), key=lambda found: found[0] * found[1])
    return Shot(width, height, taken_at)


def tells_place(file: BinaryIO, size: int) -> bool:
    """Return whether a video contains its recording location."""
    for box in _boxes(file, 0, size):
        if box.name in _DESCRIBING:
            file.seek(box.start)
            described = file.read(min(box.end - box.start, 64 << 20))
            if any(place in described for place in _PLACES):
                return True
    return False


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """Yield the boxes between two offsets of a file; raise `BadFileError` if they do not fill the range exactly."""
    for _count in range(_MOST_BOXES):
        if start >= end:
            return
        file.seek(start)
        header = file.read(min(_LONG, end - start))
        size, name, length = int.from_bytes(header[:4]), header[4:8], _SHORT
        if size == 1:
            size, length = int.from_bytes(header[8:_LONG]), _LONG
        elif size == 0:
            size = end - start
        if len(header) < _SHORT or size < length or start + size > end:
            if _is_padding(header):
                return
            raise BadFileError(_("the video is damaged or truncated"))
        yield _Box(name, start + length, start + size)
        start += size
    raise BadFileError(_("the video is damaged or truncated"))


def _is_padding(header: bytes) -> bool:
    """Return whether a header is the zero padding with which QuickTime ends some lists."""
    return not header.strip(b"\0")


def _taken_at(file: BinaryIO, box: _Box) -> datetime | None:
    """Return the recording time from a video's header, or `None` if it is implausible."""
    content = _content(file, box)
    seconds = int.from_bytes(content[4:12] if content[:1] == b"\1" else content[4:8])
    try:
        made = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return made if made.year in YEARS else None


def _sizes(file: BinaryIO, track: _Box) -> Iterator[tuple[int, int]]:
    """Yield the displayed picture size from a track's header; nothing if the track has no picture."""
    for box in _boxes(file, track.start, track.end):
        if box.name != b"tkhd":
            continue
        content = _content(file, box)
        matrix = content[52:88] if content[:1] == b"\1" else content[40:76]
        shown = content[88:96] if content[:1] == b"\1" else content[76:84]
        width, height = int.from_bytes(shown[:4]) >> 16, int.from_bytes(shown[4:]) >> 16
        upright = any(matrix[:4])  # if rotated by 90 degrees, the first matrix element is zero
        if width and height:
            yield (width, height) if upright else (height, width)


def _content(file: BinaryIO, box: _Box) -> bytes:
    """Read the beginning of a box."""
    file.seek(box.start, os.SEEK_SET)
    return file.read(min(box.end - box.start, 128))
