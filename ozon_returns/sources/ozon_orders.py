"""Ozon's report of orders as a file: units delivered, by product and by the week in which they were ordered.

Headings are those that public programs of other developers read; the report does not say of which days it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice

from ozon_returns.errors.base import ReturnsError
from ozon_returns.sources.ozon_report import folded_heading, parse_date
from ozon_returns.sources.record import ShopLine
from ozon_returns.vocabulary.case import Scheme
from ozon_returns.vocabulary.nearest import folded
from ozon_returns.words import _

_HEAD = 15
NEEDED = frozenset({"posting", "at", "status", "sku", "units"})
"""A table with these columns is a report of orders."""

COLUMNS = {
    "номер отправления": "posting",
    "принят в обработку": "at",
    "статус": "status",
    "ozon id": "sku",
    "sku": "sku",
    "количество": "units",
    "схема": "scheme",
    "склад отгрузки": "warehouse",
    "склад": "warehouse",
}
_DELIVERED, _CANCELLED = "доставлен", "отмен"
_WEEK = timedelta(days=7)

_ON_THE_WAY = 0.05
"""A week of whose units more than this share is still on the way is not counted yet: its rate of defects would be too high."""

What = tuple[str, date, str, str]
"""Product, Monday, scheme, warehouse."""


@dataclass
class Sold:
    """What a report of orders tells: units delivered, those still on the way by week, and rows that could not be read, with why."""

    units: Counter[What] = field(default_factory=Counter)
    ordered: Counter[tuple[str, date]] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    on_the_way: Counter[date] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    bad: list[tuple[int, str]] = field(default_factory=list)

    def weeks(self) -> tuple[list[date], list[date]]:
        """Return the Mondays of the weeks that are counted, and of those that are not: unfinished, or at an end of the report."""
        first, last = min(self.days, default=date.max), max(self.days, default=date.min)
        counted: list[date] = []
        left: list[date] = []
        for monday in sorted({monday_of(day) for day in self.days}):
            delivered = sum(count for what, count in self.units.items() if what[1] == monday)
            going = self.on_the_way[monday]
            is_whole = first <= monday and monday + _WEEK - timedelta(days=1) <= last
            (counted if is_whole and has_arrived(delivered, going) else left).append(monday)
        return counted, left

    def lines(self) -> list[ShopLine]:
        """Return the deliveries of the weeks that are counted."""
        counted = set(self.weeks()[0])
        return [
            ShopLine(
                0,
                {"sku": sku, "from": monday, "to": monday + _WEEK - timedelta(days=1), "units": count}
                | {name: value for name, value in (("scheme", scheme), ("warehouse", warehouse)) if value},
            )
            for (sku, monday, scheme, warehouse), count in sorted(self.units.items())
            if monday in counted
        ]


def sold_units_of(rows: Iterator[Sequence[str]], own: Mapping[str, str], now: datetime) -> Sold | None:
    """Return what a report of orders tells; `None` for a table that is none. `own` are headings of the seller."""
    mine = {folded_heading(heading): name for heading, name in own.items()}
    head = list(islice(rows, _HEAD))
    for place, cells in enumerate(head):
        named = (mine.get(folded_heading(cell)) or COLUMNS.get(folded_heading(cell)) for cell in cells)
        columns = {name: at for at, name in enumerate(named) if name}
        if columns.keys() >= NEEDED:
            sold = Sold()
            for line, row in enumerate(chain(head[place + 1 :], rows), place + 2):
                told = {name: row[at].strip().removeprefix("'") if at < len(row) else "" for name, at in columns.items()}
                if any(told.values()):
                    _count(sold, line, told, now)
            return sold
    return None


def _count(sold: Sold, line: int, told: Mapping[str, str], now: datetime) -> None:
    """Count a row."""
    status = folded(told["status"])
    units = told["units"].removesuffix(".0")
    try:
        day = parse_date(told["at"], now).astimezone(now.tzinfo).date()
    except ReturnsError as error:
        sold.bad.append((line, error.message().rstrip(".")))
        return
    if not (units.isascii() and units.isdigit()):
        sold.bad.append((line, _("“{value}” is not a whole number.").format(value=units).rstrip(".")))
        return
    if not told["sku"]:
        sold.bad.append((line, _("“{field}” is missing").format(field="SKU")))
        return
    sold.days.add(day)
    sold.ordered[told["sku"], monday_of(day)] += int(units)
    scheme = told.get("scheme", "").casefold()
    if status.startswith(_DELIVERED):
        known = scheme if scheme in set(Scheme) else ""
        sold.units[told["sku"], monday_of(day), known, told.get("warehouse", "")] += int(units)
    elif not status.startswith(_CANCELLED):
        sold.on_the_way[monday_of(day)] += int(units)
        sold.other[told["status"]] += 1


def has_arrived(delivered: int, going: int) -> bool:
    """Return whether of the units of a week so many have arrived that it can be counted."""
    return going <= (delivered + going) * _ON_THE_WAY


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
