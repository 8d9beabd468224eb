"""Words that are alike: compared without regard to case and ё, and suggestions for unknown ones."""

import difflib
from collections.abc import Iterable


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the name closest to `word`, or an empty string if none is close."""
    return next(iter(difflib.get_close_matches(word, list(names), n=1, cutoff=cutoff)), "")


def folded(text: str) -> str:
    """Return a text for comparison: without regard to case, and ё as е."""
    return text.casefold().replace("ё", "е")
