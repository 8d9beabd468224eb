"""A line of small bars, one for each value, as wide as there are values."""

import sys
from collections.abc import Sequence

_BLOCKS, _PLAIN = "▁▂▃▄▅▆▇█", "_.-~=+*#"
"""From the lowest to the highest; the plain ones where the output encoding lacks the blocks."""


def spark(values: Sequence[float | None]) -> str:
    """Return the values as small bars from zero to the highest; a value that is not known is a blank."""
    most = max((each for each in values if each is not None), default=0.0)
    ramp = _BLOCKS if _has(_BLOCKS) else _PLAIN
    return "".join(" " if each is None else ramp[round(each / most * (len(ramp) - 1)) if most > 0 else 0] for each in values)


def _has(characters: str) -> bool:
    """Return whether the output encoding has all of some characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
