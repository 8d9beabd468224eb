"""What is said of a ticket, and where its attachments are laid out."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ozon_returns.casework.paper import Paper
from ozon_returns.dealings import Addressee, Situation, Verdict
from ozon_returns.settings import Limits

FOLLOWING = ("ozon.reminder", "ozon.decompensation", "ozon.appeal")
"""Letters about a ticket that has been opened; any other opens one."""


@dataclass(frozen=True)
class Claim:
    """What is asked in a ticket, or what came back of it."""

    to: Addressee | None = None
    situation: Situation | None = None
    ask: Decimal | None = None
    until: datetime | None = None
    draft: bool = False
    number: str | None = None
    answer: str | None = None
    next_check: datetime | None = None
    outcome: Verdict | None = None
    amount: Decimal | None = None
    paid_at: datetime | None = None
    appeal: str | None = None
    taken_back: datetime | None = None
    at: datetime | None = None
    letter: str | None = None
    paper: Paper = field(default_factory=lambda: Paper({}))
    force: str | None = None

    @property
    def follows(self) -> bool:
        """Tell whether this is about a ticket that exists, if there is one."""
        told = (self.number, self.answer, self.next_check, self.outcome, self.amount, self.paid_at, self.appeal, self.taken_back)
        return any(each is not None for each in told) or self.letter in FOLLOWING

    @property
    def opens(self) -> bool:
        """Tell whether this certainly asks for a new ticket."""
        return self.situation is not None or self.ask is not None or self.draft or self.letter not in (None, *FOLLOWING)


@dataclass(frozen=True)
class Desk:
    """Where tickets are laid out: the home, and the limits of the files."""

    home: Path
    limits: Limits
