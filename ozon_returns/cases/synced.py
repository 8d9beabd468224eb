"""What came of reading from Ozon."""

from dataclasses import dataclass, field


@dataclass
class Synced:
    """What came of reading from Ozon: counts of cases, and of returns that are `kept` without one; what a person is to know.

    `waiting` are cases in which Ozon waits for the seller, each with the title of its status; `lost` says which photos could not be had.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    waiting: list[tuple[int, str]] = field(default_factory=list)
    compensated: list[int] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
