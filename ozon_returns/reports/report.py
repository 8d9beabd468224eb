"""The data structure shared by all reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ozon_returns.period import Period
from ozon_returns.reports.interval import RateRatio
from ozon_returns.vocabulary.action import EffectVerdict

Cell = object
"""A value in a report: a number, `Decimal` roubles, text, a vocabulary member, or `None` if unknown."""


class Portion(float):
    """A share from 0 to 1 in a column of other things."""

    __slots__ = ()


class ColumnKind(StrEnum):
    """What a column holds, which tells how it is shown.

    A `RATE` is a share from 0 to 1; a `SENTENCE` is a text of the catalogue, shown in the language of the run.
    """

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    HOURS = "hours"
    RATE = "rate"
    NUMBER = "number"
    SENTENCE = "sentence"


class Column(NamedTuple):
    """A column: its machine-readable name, its heading (a message of the catalog), and the kind of its values.

    A `detail` is left out on a terminal.
    """

    name: str
    heading: str
    kind: ColumnKind = ColumnKind.COUNT
    vocabulary: type[StrEnum] | None = None
    detail: bool = False


class Shape(StrEnum):
    """How a table is drawn: bars, intervals of rates or of ratios, or a line through its weeks with their limits."""

    BARS = "bars"
    RATES = "rates"
    RATIOS = "ratios"
    LINE = "line"


class Drawing(NamedTuple):
    """How a table is drawn, and the columns with the values: the one drawn, its bounds (of a line: no lower one), the share up to it.

    `labels` are the columns that name a row beside the first one.
    """

    shape: Shape
    value: str
    low: str = ""
    high: str = ""
    up_to: str = ""
    labels: Sequence[str] = ()


class Section(NamedTuple):
    """A table of a report; the first column names the rows. Of one that `is_brief`, a terminal shows a line only."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    drawing: Drawing | None = None
    is_brief: bool = False


class Signal(NamedTuple):
    """Something that requires attention: its kind, case, message, moment, and the command to run."""

    kind: str
    case: int
    what: str
    at: datetime
    command: str


class RateSignal(NamedTuple):
    """A week whose rate of defects is more than chance: of what, its figures (`units` as far as they count), and by which rule.

    Of the whole shop, `dimension` is empty and `value` is `None`. Rates are from 0 to 1, or counts where no units are known.
    """

    dimension: str
    value: str | None
    week: str
    defects: int
    units: int
    rate: float
    centre: float
    upper: float | None
    rule: str
    what: str
    kind: str = "rate"


class Measure(NamedTuple):
    """Something to do about a finding: the kind of action, on what (of a batch: `value` is the SKU), why, and the command that starts it.

    `evidence` has defects, units, rate, low, high (Wilson), against, p and tried; `at_stake` is the cost of the excess, if known.
    """

    kind: str
    dimension: str
    value: str
    batch: str | None
    why: str
    evidence: Mapping[str, float | int]
    at_stake: Decimal | None
    command: str


class EffectSide(NamedTuple):
    """Defects and units of one side, with the rate and its interval; `units` is `None` where no delivery is known."""

    defects: int
    units: int | None
    rate: float | None
    low: float | None
    high: float | None


class Effect(NamedTuple):
    """What came of an action: of which case, on what (`value` is `None` for the whole shop), and the rates before and after.

    `ratio` is how many times as high the rate is after it; `units_needed` more units would show whether it has halved.
    """

    case: int
    action: str
    dimension: str
    value: str | None
    text: str
    done_at: datetime
    before: EffectSide
    after: EffectSide
    ratio: RateRatio | None
    verdict: EffectVerdict
    units_needed: int | None


class Illustration(NamedTuple):
    """A picture of a page: its caption, and a small JPEG."""

    caption: str
    jpeg: bytes


@dataclass(frozen=True)
class Report:
    """An answer to a question about the cases. Money is `Decimal` roubles, spans of time are hours.

    `figures` are for programs; `headline` is the table of the main ones for people, `lead` says above it what matters most, `notes` are
    sentences below all tables.
    """

    name: str
    title: str
    period: Period
    as_of: datetime
    figures: Mapping[str, object]
    headline: Section
    sections: Sequence[Section]
    signals: Sequence[Signal] = ()
    advice: Sequence[Measure] = ()
    notes: Sequence[str] = ()
    rate_signals: Sequence[RateSignal] = ()
    effects: Sequence[Effect] = ()
    illustrations: Sequence[Illustration] = ()
    lead: str = ""

    @property
    def shown(self) -> Sequence[Section]:
        """Return the tables that have rows as people read them, the brief ones first."""
        return sorted((each for each in self.sections if each.rows), key=lambda each: not each.is_brief)
