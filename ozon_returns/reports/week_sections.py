"""The sentence above the summary, and its tables that tell how quickly cases are dealt with, what buyers said, and what is not known."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from ozon_returns.money import format_money
from ozon_returns.reports.report import Column, ColumnKind, Drawing, Report, Section, Shape
from ozon_returns.reports.statistics import quantile, within
from ozon_returns.reports.survival import waiting_quantile
from ozon_returns.reports.trend_sections import percent
from ozon_returns.store.summary import EDGES
from ozon_returns.store.week import Wait, Words
from ozon_returns.words import N_, _, n_

_MATTERS = {
    "sku": (N_("SKU"), N_("rates by product")),
    "supplier": (N_("supplier"), N_("a supplier to be compared with others")),
    "batch": (N_("batch"), N_("a bad batch to be found")),
    "cause": (N_("established cause"), N_("what to do about it")),
    "price": (N_("price"), N_("what is at stake")),
    "delivered": (N_("day of delivery"), N_("the week to which a defect belongs")),
    "cost": (N_("cost"), N_("the money that defects cost")),
}
"""What the figures rest on, with what it is needed for."""

_FINDING = {name: f"ozon-returns list {name}:none" for name in ("sku", "supplier", "batch", "cause", "price")}
"""The commands that list the cases of which something is not known."""


def ages_section(ages: Sequence[int]) -> Section:
    """Return the section of open cases by age in days."""
    starts = (0, *EDGES)
    names = [f"{start}–{end - 1}" for start, end in zip(starts, EDGES, strict=False)] + [f"{EDGES[-1]}+"]
    columns = (Column("days", N_("Days since found"), ColumnKind.TEXT), Column("cases", N_("Cases")))
    return Section("open_by_age", N_("Open cases by age"), columns, list(zip(names, ages, strict=True)), Drawing(Shape.BARS, "cases"))


def speed_section(contact: Sequence[float], resolution: Sequence[float]) -> Section:
    """Return the section of response times."""
    columns = (
        Column("until", N_("From finding to"), ColumnKind.SENTENCE),
        Column("n", N_("Cases")),
        Column("median_hours", N_("Median"), ColumnKind.HOURS),
        Column("p90_hours", N_("90th percentile"), ColumnKind.HOURS),
    )
    named = ((N_("first contact"), contact), (N_("resolution"), resolution))
    return Section("speed", N_("Speed"), columns, [(name, *times(hours).values()) for name, hours in named])


def times(hours: Sequence[float]) -> dict[str, float | int | None]:
    """Return the count, the median, and the duration within which nine of ten lie, in hours."""
    median, most = quantile(hours, 0.5), within(hours, 0.9)
    return {
        "n": len(hours),
        "median_hours": None if median is None else round(median, 1),
        "p90_hours": None if most is None else round(most, 1),
    }


def waiting(waits: Sequence[Wait]) -> dict[str, float | int | None]:
    """Return how many cases there are, how many still wait, and the median and 90th percentile of the waiting time in hours."""
    quantiles = {name: waiting_quantile(waits, share) for name, share in (("median_hours", 0.5), ("p90_hours", 0.9))}
    rounded = {name: None if hours is None else round(hours, 1) for name, hours in quantiles.items()}
    return {"n": len(waits), "open": sum(not each.is_over for each in waits), **rounded}


def waiting_section(contact: Sequence[Wait], resolution: Sequence[Wait]) -> Section:
    """Return the waiting times of recent cases, those that still wait counted as such."""
    columns = (
        Column("until", N_("From finding to"), ColumnKind.SENTENCE),
        Column("n", N_("Cases")),
        Column("open", N_("Still waiting")),
        Column("median_hours", N_("Median"), ColumnKind.HOURS),
        Column("p90_hours", N_("90th percentile"), ColumnKind.HOURS),
    )
    rows = [(name, *waiting(waits).values()) for name, waits in ((N_("first contact"), contact), (N_("resolution"), resolution)) if waits]
    return Section("waiting", N_("Waiting times of the cases of eight weeks, the open ones counted"), columns, rows)


def words_section(said: Words) -> Section:
    """Return what buyers said; without rows where nobody was asked."""
    columns = (Column("word", N_("Buyers"), ColumnKind.SENTENCE), Column("yes", N_("Yes")), Column("no", N_("No")))
    rows = [(N_("satisfied"), said.satisfied, said.discontent), (N_("would buy again"), said.again, said.not_again)]
    return Section("feedback", N_("What buyers said"), columns, rows if said.answered else [])


def quality_section(every: int, known: Mapping[str, int], title: str) -> Section:
    """Return what is not known of the cases found, the most frequent first, with what that costs the figures, and how to find them."""
    columns = (
        Column("field", N_("Not known"), ColumnKind.SENTENCE),
        Column("cases", N_("Cases")),
        Column("share", N_("Share"), ColumnKind.RATE),
        Column("for", N_("Needed for"), ColumnKind.SENTENCE),
        Column("find", N_("Find them"), ColumnKind.TEXT, detail=True),
    )
    rows = [
        (_MATTERS[name][0], every - count, round((every - count) / every, 4), _MATTERS[name][1], _FINDING.get(name, ""))
        for name, count in known.items()
        if every > count
    ]
    ordered = sorted(rows, key=lambda row: -row[1])
    return Section("quality", title, columns, ordered, Drawing(Shape.BARS, "cases"))


def lead_of(now: Mapping[str, object], rates: Report, advised: int, unusual: int) -> str:
    """Return what matters most in some sentences: the rate with its interval, that of the last weeks, the money, and what was found."""
    then = cast("Mapping[str, Any]", now["previous"])
    told = []
    of = rates.figures
    if of["rate"] is not None:
        rate, low, high = (percent(cast("float", of[name])) for name in ("rate", "low", "high"))
        weeks = n_("{n} week", "{n} weeks", cast("int", of["weeks"]))
        words = _("Defect rate of {weeks}: {rate} ({low} to {high}).")
        told.append(words.format(weeks=weeks, rate=rate, low=low, high=high))
        claimed, counted = cast("int", of["claimed"]), cast("int", of["counted"])
        if claimed > counted:
            words = _("Not in it are {n} of {all} defects, as no deliveries of their weeks are known.")
            told.append(words.format(n=claimed - counted, all=claimed))
        known = [(str(row[0]), cast("float", row[5])) for row in rates.sections[0].rows if row[5] is not None][:2]
        if len(known) > 1:
            words = _("Last known week {week}: {rate}, the one before {before}.")
            told.append(words.format(week=known[0][0], rate=percent(known[0][1]), before=percent(known[1][1])))
    words = _("Net cost {now}, the period before {then}; cases {cases}, before {cases_before}.")
    net = {"now": format_money(cast("Decimal", now["net_cost"])), "then": format_money(then["net_cost"])}
    told.append(words.format(**net, cases=now["cases"], cases_before=then["cases"]))
    if advised or unusual:
        told.append(_("Found: {advised} to act on, {signals} unusual weeks.").format(advised=advised, signals=unusual))
    return " ".join(told)
