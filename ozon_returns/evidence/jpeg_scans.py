"""Number of scans of a JPEG: a small file may repeat scans thousands of times, and each is decoded over the whole picture."""

import mmap
import re
from typing import BinaryIO

_MARK, _START_OF_SCAN, _END, _PROGRESSIVE = 0xFF, 0xDA, 0xD9, 0xC2
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of frame headers."""

_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""

_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The end of the data of a scan: a marker that is neither a stuffed byte nor a restart."""


def scan_count(file: BinaryIO, most: int) -> int:
    """Return how many scans a JPEG has, counted up to `most` + 1; 1 for the usual one, whose single scan has all components."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at, count, components, is_progressive = 2, 0, 0, False
        while at + 4 <= len(data) and count <= most:
            if data[at] != _MARK or data[at + 1] in (0, _MARK):
                at += 1
                continue
            marker = data[at + 1]
            if marker == _END:
                break
            length = 0 if marker in _BARE else int.from_bytes(data[at + 2 : at + 4])
            if marker in _FRAMES and at + 10 <= len(data):
                components, is_progressive = data[at + 9], marker == _PROGRESSIVE
            if marker == _START_OF_SCAN:
                count += 1
                if count == 1 and not is_progressive and at + 5 <= len(data) and data[at + 4] == components:
                    break
                found = _NEXT.search(data, at + 2 + length)
                if found is None:
                    break
                at = found.start()
                continue
            at += 2 + length
    return count
