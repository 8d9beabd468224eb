"""What a check can find: the kinds of damage and of leftovers, and which of them can be mended without losing anything."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """What is wrong."""

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
"""What is mended without losing anything: made again, moved aside, or a copy that never arrived."""


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be: in which case, in which file of the home, and the sentence that says it."""

    kind: ProblemKind
    what: str
    case: int | None = None
    file: str | None = None

    @property
    def repairable(self) -> bool:
        """Tell whether it can be mended without losing anything."""
        return self.kind in REPAIRABLE
