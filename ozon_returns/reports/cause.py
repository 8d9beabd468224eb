"""The cause report: which causes cost most, and which suppliers, batches and products have more defects than chance explains.

The last weeks are judged, by the week of delivery, against other suppliers and batches of the same products and against the weeks before.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ozon_returns.period import Period, each_week, weeks_of
from ozon_returns.period import weeks as last_weeks
from ozon_returns.reports.cause_sections import contrast_section, headline_of, hypothesis_section, note_words
from ozon_returns.reports.comparisons import sums_of
from ozon_returns.reports.history import LEAST_LAGS, History, history
from ozon_returns.reports.hypotheses import Hypothesis, hypotheses, leading, products_of
from ozon_returns.reports.measures import measure, stopping
from ozon_returns.reports.pareto import cause_section, claimed_section, whys_section
from ozon_returns.reports.report import Measure, Report
from ozon_returns.reports.suspects import Suspect, suspects
from ozon_returns.store.causes import causes, claimed_and_established, whys
from ozon_returns.store.cohorts import net_cost_per_unit
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.store.traces import Trace, traces
from ozon_returns.words import N_

USUAL_WEEKS = 8
"""So many weeks are judged where nothing else is said."""

PAST_WEEKS = 26
"""With so many weeks before they are compared."""


class Culprits(NamedTuple):
    """All comparisons of some weeks with those before, what to do about those that are more than chance, and the defects and units."""

    period: Period
    every: Sequence[Suspect]
    measures: Sequence[Measure]
    figures: Mapping[str, int]


def judged_history(reading: Reading, asked: ReportRequest) -> tuple[History, int]:
    """Return the weeks up to the end of the period asked for after those they are compared with, and how many are judged."""
    judged = list(asked.parts) or weeks_of(asked.period, asked.as_of, USUAL_WEEKS, reading.zone)
    before = each_week(last_weeks(judged[0].start, reading.zone, PAST_WEEKS + 1), reading.zone)[:-1]
    return history(reading, [*before, *judged], asked.as_of), len(judged)


def culprits(reading: Reading, seen: History, judged: int) -> Culprits:
    """Return who has more defects in the last weeks, so many as are `judged`, than chance explains."""
    past = len(seen.weeks) - judged
    recent = seen.last(judged)
    every = suspects(seen.groups, past, seen.shares)
    found = [each for each in every if each.is_culprit]
    cost = net_cost_per_unit(reading, recent.whole) if found else None
    measures = [measure(reading, each, recent.whole, len(every), cost) for each in found]
    measures += stopping(reading, sums_of(recent.groups, recent.shares), recent.whole)
    figures = {
        "tried": len(every),
        "found": len(found),
        "defects": sum(each.claimed for each in recent.groups),
        "units": round(sum(each.units for each in recent.groups)),
        "weeks": judged,
        "past_weeks": past,
        "lags": len(seen.lags),
    }
    return Culprits(recent.whole, every, measures, figures)


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the causes of the weeks up to the end of the period asked for."""
    seen, judged = judged_history(reading, asked)
    period, every, measures, figures = culprits(reading, seen, judged)
    known, ways = causes(reading, period), _ways(reading, seen.last(judged), every)
    sections = [
        contrast_section(every),
        hypothesis_section(ways),
        cause_section(known, by_cost=True),
        cause_section(known, by_cost=False),
        claimed_section(claimed_and_established(reading, period)),
        whys_section(known, whys(reading, period)),
    ]
    lags_known = figures["lags"]
    notes = note_words(every, ways, known_lags=lags_known if lags_known < LEAST_LAGS else None)
    return Report("cause", N_("Causes"), period, asked.as_of, figures, headline_of(figures), sections, advice=measures, notes=notes)


def _ways(reading: Reading, recent: History, every: Sequence[Suspect]) -> list[Hypothesis]:
    """Return how the leading findings may have come about."""
    found = []
    for each in leading(every):
        cases = traces(reading, products_of(each, recent.groups), recent.whole)
        own = [
            case for case in cases if each.dimension == "storage" or getattr(case, each.dimension) == each.value or _is_filled(case, each)
        ]
        sums = sums_of((group for group in recent.groups if each.has(group.key)), recent.shares)
        found += hypotheses(each, sums, own) if own else []
    return found


def _is_filled(case: Trace, suspect: Suspect) -> bool:
    """Return whether a case without a batch may be of a batch that was taken from the lots received."""
    return suspect.is_assumed and case.batch is None
