"""Search for similar photos by perceptual hash (`evidence.perceptual_hash`).

Two coarse hashes that differ in fewer than eight of their 64 bits have a quarter of 16 bits in which they differ in
at most one. Each quarter is indexed, so 4 x 17 lookups find all candidates, regardless of the number of photos.
"""

import re
import sqlite3

COARSE, FINE = 6, 30
"""Number of bits, of 64 and of 256, that may differ if a photo was saved again, brightened, or resized to a quarter.

Measured on drawn photos of the same things on the same table: at most 6 and 24 for the same picture (12 of the 256
for a phone's megapixels), at least 72 of the 256 for different ones.
"""

_HEXADECIMAL = re.compile("[0-9a-f]{64}")
_QUARTERS = (0, 16, 32, 48)
_QUARTER = (1 << 16) - 1
_WHOLE = (1 << 64) - 1
_NEIGHBOURS = (0, *(1 << bit for bit in range(16)))


def alike(connection: sqlite3.Connection, coarse: int, fine: str, but: int) -> list[tuple[int, str]]:
    """Return the cases and files of similar photos, except those of one case; the most similar first."""
    places = ", ".join("?" * len(_NEIGHBOURS))
    found: dict[str, tuple[int, int]] = {}
    for shift in _QUARTERS:
        quarter = coarse >> shift & _QUARTER
        sql = f'SELECT look, look_fine, "case", file FROM photo WHERE (look >> {shift}) & 65535 IN ({places}) AND "case" <> ?'
        for other, other_fine, case, file in connection.execute(sql, [*(quarter ^ each for each in _NEIGHBOURS), but]):
            distance = (int(fine, 16) ^ int(other_fine, 16)).bit_count() if _HEXADECIMAL.fullmatch(other_fine or "") else FINE + 1
            if distance <= FINE and ((coarse ^ other) & _WHOLE).bit_count() <= COARSE:
                found[file] = (distance, case)
    return [(case, file) for _distance, case, file in sorted((*told, file) for file, told in found.items())]
