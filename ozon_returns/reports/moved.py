"""What has changed in the weeks before a summary since the one before it: defects that were recorded late, dismissed or put right."""

from datetime import timedelta

from ozon_returns.period import Period, each_week
from ozon_returns.period import weeks as last_weeks
from ozon_returns.reports.history import week_label
from ozon_returns.reports.report import Column, ColumnKind, Section
from ozon_returns.store.as_of import COPIES
from ozon_returns.store.groups import claims_by_week
from ozon_returns.store.reading import Reading
from ozon_returns.store.week import changed_since, imported_since
from ozon_returns.words import N_

WEEKS = 13
"""So many weeks before the period are compared with what was known of them when it began."""


def moved_section(now: Reading, then: Reading, period: Period) -> Section:
    """Return the weeks before a period of which another number of defects is known now than at its start, the last first.

    An import is known since it was made. There are none where nothing at all was recorded then.
    """
    weeks = each_week(last_weeks(period.start - timedelta(seconds=1), now.zone, WEEKS), now.zone)
    imported, is_begun = imported_since(now, period.start)
    changed = sorted(set(changed_since(then)) - set(imported))
    was, is_now = claims_by_week(then, weeks, changed, COPIES), claims_by_week(now, weeks, [*changed, *imported])
    changes = [after - before for before, after in zip(was, is_now, strict=True)]
    every = claims_by_week(now, weeks) if any(changes) and is_begun else [0 for _week in weeks]
    columns = (
        Column("week", N_("Week"), ColumnKind.TEXT),
        Column("was", N_("Was")),
        Column("now", N_("Is now")),
        Column("change", N_("Change")),
    )
    told = zip(weeks, every, changes, strict=True)
    rows = [(week_label(week), count - change, count, change) for week, count, change in told if change and is_begun]
    return Section("moved", N_("Defects recorded or put right since the period before"), columns, rows[::-1])
