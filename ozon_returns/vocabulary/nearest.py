"""What was probably meant by a word that is not known."""

import difflib
from collections.abc import Iterable


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Give the name that comes nearest to a word; empty where none comes near."""
    return next(iter(difflib.get_close_matches(word, list(names), n=1, cutoff=cutoff)), "")
