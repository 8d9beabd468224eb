"""Working days and days off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import tomli

from ozon_returns.files import shipped_file

_SATURDAY, _JANUARY, _DAY = 5, 1, timedelta(days=1)


def shipped() -> str:
    """Return the text of the production calendar shipped with the program."""
    return shipped_file("clocks/calendar.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Calendar:
    """A production calendar: annual holidays, days moved by decree, and days added by the seller."""

    text: str
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_off(self, day: date) -> bool:
        """Return whether a day is a day off."""
        if day in self.work or day in self.off:
            return day in self.off
        moved_off, moved_to_work = self._decreed(day.year)
        if day in moved_off or day in moved_to_work:
            return day in moved_off
        return day.weekday() >= _SATURDAY or self._is_holiday(day) or day in self._made_up(day.year)

    def working(self, day: date) -> date:
        """Return the day itself, or the first working day after it (art. 193 of the Civil Code)."""
        if day not in self._working_days:
            last = day
            while self.is_off(last):
                last += _DAY
            self._working_days[day] = last
        return self._working_days[day]

    def _is_holiday(self, day: date) -> bool:
        """Return whether a day is an annual holiday."""
        return f"{day:%m-%d}" in self._table["holidays"]

    def _made_up(self, year: int) -> set[date]:
        """Return the substitute days off for holidays on a Saturday or Sunday that no decree has moved."""
        if year not in self._made_up_days:
            moved = self._table.get(str(year), {}).get("moved", ())
            lost = [date.fromisoformat(f"{year}-{each}") for each in self._table["holidays"] if each not in moved]
            found: set[date] = set()
            for day in lost:
                if day.month == _JANUARY or day.weekday() < _SATURDAY:
                    continue
                while day.weekday() >= _SATURDAY or self._is_holiday(day) or day in found:
                    day += _DAY  # noqa: PLW2901  advances from the holiday
                found.add(day)
            self._made_up_days[year] = found
        return self._made_up_days[year]

    def _decreed(self, year: int) -> tuple[frozenset[date], frozenset[date]]:
        """Return the days made days off by decree, and those made working days."""
        told = self._table.get(str(year), {})
        return frozenset(told.get("off", ())), frozenset(told.get("work", ()))

    @cached_property
    def _working_days(self) -> dict[date, date]:
        """Return the cache of working days, by the day that they are that day or the first after."""
        return {}

    @cached_property
    def _made_up_days(self) -> dict[int, set[date]]:
        """Return the cache of substitute days off, by year."""
        return {}

    @cached_property
    def _table(self) -> Mapping[str, Any]:
        """Parse the calendar text."""
        return tomli.loads(self.text)
