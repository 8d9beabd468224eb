"""A file while it is read: how it is understood, and the faults that were found in it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from ozon_returns.sources.values import Fault, Reader


@dataclass
class CaseFile:
    """A file being read: its name, the folder its photos are relative to, how it is understood; the faults so far, and notes."""

    name: str
    folder: Path
    now: datetime
    zone: ZoneInfo
    max_megapixels: int
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)
    spans: dict[tuple[object, ...], int] = field(default_factory=dict)

    @cached_property
    def reader(self) -> Reader:
        """Return the reader of fields."""
        return Reader(self.now, self.zone, self.faults)

    def fault(self, line: int, where: str, why: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(line, where, why))

    def locate(self, since: int, item: str) -> None:
        """Add to the faults from position `since` on of which item they are."""
        self.faults[since:] = [replace(each, item=item) for each in self.faults[since:]]
