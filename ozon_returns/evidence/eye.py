"""What looks at a picture once it is decoded; what cannot be seen in it is no fault of the picture."""

import struct
from contextlib import suppress
from typing import Protocol

from PIL import Image

from ozon_returns.evidence.fingerprint import Fingerprint, fingerprint

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    ZeroDivisionError,
    MemoryError,
    RuntimeError,
    OverflowError,
    struct.error,
)
"""Exceptions raised by Pillow and its decoders for damaged pictures."""

LEAST_SIDE = 256
"""Minimum side in pixels for decoding, so that a large picture and its small copy lose the same details."""


class Eye(Protocol):
    """What looks at a picture while it is decoded."""

    side: int
    """The longest side in pixels at which it is looked at."""

    def __call__(self, grey: Image.Image, longest: int, /) -> None:
        """Look at a picture in grey, upright, of at least that side where it has so many pixels; `longest` is its own longest side."""


def look(grey: Image.Image, longest: int, eye: Eye | None) -> Fingerprint | None:
    """Look at an intact picture, and return its fingerprint; what cannot be seen in it is no fault of it."""
    with suppress(*BROKEN):
        if eye:
            eye(grey, longest)
    with suppress(*BROKEN):
        return fingerprint(grey.reduce(max(1, min(grey.size) // (2 * LEAST_SIDE))))
    return None
