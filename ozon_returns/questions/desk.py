"""The parts that a morning's work needs, and what was settled in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ozon_returns.clocks.duty import Duty
from ozon_returns.questions.interview import Interview
from ozon_returns.store.postponed import Task
from ozon_returns.store.read_models import Case


class Settled(NamedTuple):
    """A task that was settled: what to say of it, and the state of its case after that."""

    task: Task
    told: str
    revision: int


@dataclass
class Desk:
    """Functions that read the tasks (those to do, and those postponed), a case and the text of a letter; `words` are the latest answers."""

    duties: Callable[[datetime], tuple[list[Duty], list[Duty]]]
    case: Callable[[int], Case]
    letter: Callable[[Case, str], str]
    was_refused: Callable[[], bool]
    note: Callable[[str], None]
    asked: Interview
    words: list[str]
    home: Path
    ahead: Callable[[str], datetime]
    settled: list[Settled] = field(default_factory=list)
    passed: set[Task] = field(default_factory=set)
