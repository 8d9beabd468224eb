"""Number of scans of a JPEG: a small file may repeat scans thousands of times, and each is decoded over the whole picture."""

import os
import re
from typing import BinaryIO

_MARK, _START_OF_SCAN, _END = 0xFF, 0xDA, 0xD9
_PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of frame headers."""

_HEAD = bytes(4)
"""What is read of a segment: its marker and its length."""

_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""

_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The end of the data of a scan: a marker that is neither a stuffed byte nor a restart."""


def scan_count(file: BinaryIO, most: int) -> int:
    """Return how many scans a JPEG has, counted up to `most` + 1; 1 for the usual one, whose single scan has all components.

    Only one with several scans is read whole. The position in the file is kept.
    """
    position = file.tell()
    try:
        file.seek(2)
        return _count(file, most)
    finally:
        file.seek(position)


def _count(file: BinaryIO, most: int) -> int:
    """Walk through the headers of a JPEG, and count its scans if it may have several."""
    components, is_progressive = 0, False
    while len(head := file.read(4)) == len(_HEAD):
        marker = head[1]
        if head[0] != _MARK or marker in (0, _MARK) or marker in _BARE:
            file.seek(-2 if head[0] == _MARK and marker in _BARE else -3, os.SEEK_CUR)
            continue
        if marker == _END:
            break
        if marker == _START_OF_SCAN:
            if not is_progressive and file.read(1) == bytes([components]):
                return 1
            file.seek(-5 if not is_progressive else -4, os.SEEK_CUR)
            return _scans(file.read(), most)
        if marker in _FRAMES:
            frame = file.read(6)
            file.seek(-len(frame), os.SEEK_CUR)
            components, is_progressive = frame[-1] if frame else 0, marker in _PROGRESSIVE
        file.seek(max(0, int.from_bytes(head[2:]) - 2), os.SEEK_CUR)
    return 0


def _scans(data: bytes, most: int) -> int:
    """Count the scans in the data of a JPEG from its first scan on."""
    at, count = 0, 0
    while at + len(_HEAD) <= len(data) and data[at + 1] != _END and count <= most:
        length = 0 if data[at + 1] in _BARE else int.from_bytes(data[at + 2 : at + 4])
        count += data[at + 1] == _START_OF_SCAN
        found = _NEXT.search(data, at + 2 + length)
        if found is None:
            break
        at = found.start()
    return count
