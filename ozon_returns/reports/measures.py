"""What to do about findings: the kind of measure, its evidence, what is at stake and the command that starts it."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, log, log1p

from ozon_returns.money import from_kopecks
from ozon_returns.period import Period
from ozon_returns.reports.cause_sections import measure_words, stop_words
from ozon_returns.reports.comparisons import GroupSums
from ozon_returns.reports.contrast import held_rates
from ozon_returns.reports.interval import binomial_at_least, wilson
from ozon_returns.reports.report import Measure
from ozon_returns.reports.suspects import FALSE_SHARE, LEAST_DEFECTS, Suspect
from ozon_returns.store.cohorts import last_open_case
from ozon_returns.store.margins import Margin, margins
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import breakdown
from ozon_returns.vocabulary.action import ActionKind, ActionScope
from ozon_returns.vocabulary.case import Cause, Dimension, Scheme
from ozon_returns.vocabulary.command import argument

_KINDS = {
    "supplier": ActionKind.CHANGE_SUPPLIER,
    "batch": ActionKind.SUPPLIER_CLAIM,
    "sku": ActionKind.INBOUND_CHECK,
    "carrier": ActionKind.IMPROVE_PACKAGING,
    "warehouse": ActionKind.IMPROVE_STORAGE,
    "storage": ActionKind.IMPROVE_STORAGE,
    "scheme": ActionKind.TRAINING,
}
_BY_CAUSE = {
    Cause.TRANSPORT: ActionKind.IMPROVE_PACKAGING,
    Cause.OWN_PACKAGING: ActionKind.IMPROVE_PACKAGING,
    Cause.OWN_STORAGE: ActionKind.IMPROVE_STORAGE,
    Cause.LISTING: ActionKind.FIX_LISTING,
    Cause.PICKING: ActionKind.TRAINING,
}
"""What keeps the most frequent cause of a product from coming back."""

_SCOPES = {"supplier": ActionScope.SUPPLIER, "batch": ActionScope.BATCH, "sku": ActionScope.PRODUCT}
"""By what the effect of a measure is seen; others are measured by the whole shop."""

_CHECKED = frozenset({ActionKind.INBOUND_CHECK, ActionKind.SUPPLIER_CLAIM, ActionKind.CHANGE_SUPPLIER})
"""The measures about which it helps to check what arrives or is left."""

_MISSED = 0.05
"""The chance with which a check may miss all defects."""


def measure(reading: Reading, found: Suspect, period: Period, tried: int, cost: int | None) -> Measure:
    """Return what to do about a finding in a period, one of so many comparisons that were tried; `cost` is that of a defective unit."""
    kind = ActionKind.IMPROVE_PACKAGING if found[:2] == ("scheme", Scheme.FBO) else _KINDS[found.dimension]
    if found.dimension == "sku":
        kind = _BY_CAUSE.get(Cause(most), kind) if (most := _most_frequent(reading, found.value, period)) else kind
    low, high = wilson(found.contrast.defects, found.contrast.units)
    evidence: dict[str, float | int | bool] = {
        "defects": found.contrast.defects,
        "units": found.contrast.units,
        "rate": round(found.contrast.rate, 6),
        "low": round(low, 6),
        "high": round(high, 6),
        "against": round(found.contrast.against, 6),
        "p": found.contrast.p,
        "tried": tried,
        "assumed": found.is_assumed,
    }
    if kind in _CHECKED:
        evidence["sample"] = sample_size(found.contrast.rate)
    stake = from_kopecks(cost) * Decimal(str(round(max(0.0, found.contrast.excess), 1))) if cost else None
    at_stake = stake.quantize(Decimal("0.01")) if stake else None
    value, batch = (found.sku or "", found.value) if found.dimension == "batch" else (found.value, None)
    why = measure_words(found, tried, sample=int(evidence.get("sample", 0)))
    return Measure(kind, found.dimension, value, batch, why, evidence, at_stake, _command(reading, found, kind))


def sample_size(rate: float) -> int:
    """Return how many units must be checked to see at least one defect with 95 % if so many are defective."""
    return 1 if rate >= 1 else ceil(log(_MISSED) / log1p(-rate)) if rate > 0 else 0


def stopping(reading: Reading, sums: GroupSums, period: Period) -> list[Measure]:
    """Return the products on which more is lost by defects than is earned, beyond chance, those that lose most first."""
    known = {each.sku: each for each in margins(reading, period)}
    of: dict[str, tuple[int, float]] = {}
    for key, (claimed, among) in sums.items():
        if key.sku in known:
            defects, units = of.get(key.sku, (0, 0.0))
            of[key.sku] = defects + claimed, units + among
    tried = [(known[sku], defects, round(units)) for sku, (defects, units) in sorted(of.items()) if round(units) >= max(1, defects)]
    chances = [binomial_at_least(defects, units, it.break_even) for it, defects, units in tried]
    found = []
    for (it, defects, units), p, held in zip(tried, chances, held_rates(chances), strict=True):
        if held <= FALSE_SHARE and defects >= LEAST_DEFECTS:
            found.append(_stop(reading, it, (defects, units), p, len(tried)))
    return sorted(found, key=lambda each: -(each.at_stake or 0))


def _stop(reading: Reading, it: Margin, counts: tuple[int, int], p: float, tried: int) -> Measure:
    """Return the measure for a product that loses money."""
    defects, units = counts
    low, high = wilson(defects, units)
    evidence: dict[str, float | int | bool] = {"defects": defects, "units": units, "rate": round(defects / units, 6), "low": round(low, 6)}
    evidence |= {"high": round(high, 6), "against": round(it.break_even, 6), "p": p, "tried": tried}
    lost = from_kopecks(round(it.loss * defects - it.margin * units))
    command = _in_last_case(reading, "sku", it.sku, None, ActionKind.STOP_SELLING)
    return Measure(ActionKind.STOP_SELLING, "sku", it.sku, None, stop_words(it, defects, units), evidence, lost, command)


def _most_frequent(reading: Reading, sku: str, period: Period) -> str | None:
    """Return the most frequent cause of a product's cases in a period, if one is known."""
    rows = breakdown(reading, period, Dimension.CAUSE, value=sku)
    return next((row[0] for row in rows if row[0] not in (None, Cause.UNKNOWN)), None)


def _command(reading: Reading, found: Suspect, kind: ActionKind) -> str:
    """Return the command that starts a measure."""
    if found.dimension == "storage":
        return "ozon-returns analyze trend"
    if found.is_assumed:
        return f"ozon-returns list {argument(f'sku:{found.sku}')}"
    return _in_last_case(reading, found.dimension, found.value, found.sku, kind)


def _in_last_case(reading: Reading, dimension: str, value: str, sku: str | None, kind: ActionKind) -> str:
    """Return the command that starts a measure: in the last open case of a group, else the list of its cases."""
    case = last_open_case(reading, dimension, value, sku)
    if case is None:
        filters: Sequence[str] = [argument(f"{dimension}:{value}"), *([argument(f"sku:{sku}")] if sku else [])]
        return f"ozon-returns list {' '.join(filters)}"
    if kind is ActionKind.SUPPLIER_CLAIM:
        return f"ozon-returns ticket {case} --to supplier"
    scope = _SCOPES.get(dimension, ActionScope.SHOP)
    return f'ozon-returns resolve {case} --action "{kind}: ..." --scope {scope}'
