"""A report for programs: JSON."""

from math import inf

from ozon_returns.reports.report import Effect, Report
from ozon_returns.views.json import document_text

_RATE = ("kind", "dimension", "value", "week", "defects", "units", "rate", "centre", "upper", "rule", "what")
"""The fields of a signal that is a rate."""


_MEASURE = ("kind", "dimension", "value", "batch", "why", "evidence", "at_stake", "command")
"""The fields of advice."""


def _effect(effect: Effect) -> dict[str, object]:
    """Return an effect; what is infinite is `None`."""
    told = {name: getattr(effect, name) for name in ("case", "action", "dimension", "value", "done_at")}
    sides = {name: getattr(effect, name)._asdict() for name in ("before", "after")}
    ratio = [None if each == inf else round(each, 6) for each in effect.ratio or (inf, inf, inf)]
    return {
        **told,
        **sides,
        **dict(zip(("ratio", "low", "high"), ratio, strict=True)),
        "verdict": effect.verdict,
        "units_needed": effect.units_needed,
    }


def report_text(report: Report) -> str:
    """Return a report as JSON."""
    return document_text(document(report))


def document(report: Report) -> dict[str, object]:
    """Return a report as a document for programs."""
    tables = [{"name": each.name, "columns": [column.name for column in each.columns], "rows": each.rows} for each in report.sections]
    period = {"from": report.period.start, "to": report.period.end, "label": report.period.label}
    signals: list[dict[str, object]] = [
        {"kind": each.kind, "case": each.case, "what": each.what, "at": each.at, "command": each.command} for each in report.signals
    ]
    signals += [{name: getattr(each, name) for name in _RATE} for each in report.rate_signals]
    return {
        "report": {
            "name": report.name,
            "period": period,
            "as_of": report.as_of,
            "figures": report.figures,
            "tables": tables,
            "signals": signals,
            "advice": [{name: getattr(each, name) for name in _MEASURE} for each in report.advice],
            "effects": [_effect(each) for each in report.effects],
        }
    }
