"""Problems that a check can find, and which of them can be repaired without data loss."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Kinds of problem."""

    DATABASE = "database"
    LINK_BROKEN = "link_broken"
    GUARD_MISSING = "guard_missing"
    ROW_CHANGED = "row_changed"
    CASE_MISSING = "case_missing"
    EVENT_CHANGED = "event_changed"
    EVENT_MISSING = "event_missing"
    CHAIN_BROKEN = "chain_broken"
    HISTORY_CUT = "history_cut"
    PHOTO_MISSING = "photo_missing"
    PHOTO_CHANGED = "photo_changed"
    PHOTO_UNREADABLE = "photo_unreadable"
    ATTACHMENT_MISSING = "attachment_missing"
    LOOK_MISSING = "look_missing"
    STRAY_FILE = "stray_file"
    LEFTOVER = "leftover"
    CLOCKS_WRONG = "clocks_wrong"


REPAIRABLE = frozenset(
    {
        ProblemKind.GUARD_MISSING,
        ProblemKind.ATTACHMENT_MISSING,
        ProblemKind.LOOK_MISSING,
        ProblemKind.STRAY_FILE,
        ProblemKind.LEFTOVER,
        ProblemKind.CLOCKS_WRONG,
    }
)
"""Problems repaired without data loss: by recreating a file or row, moving a file aside, or removing an incomplete copy."""


@dataclass(frozen=True)
class Problem:
    """A problem found by a check: its kind and message, the case, and the file in the home."""

    kind: ProblemKind
    what: str
    case: int | None = None
    file: str | None = None

    @property
    def repairable(self) -> bool:
        """Return whether the problem can be repaired without data loss."""
        return self.kind in REPAIRABLE
