"""Parts of something long, so that what is done with it takes few calls and little memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Each = TypeVar("Each")


def batches(several: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """Yield lists of `size` items, the last one of what is left; nothing is read before it is asked for."""
    left = iter(several)
    while batch := list(islice(left, size)):
        yield batch
