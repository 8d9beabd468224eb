"""`analyze trend`: rates by week of delivery with their limits, by name with their intervals, and what they rest on."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from ozon_returns.reports.interval import wilson
from tests.conftest import NOW, Run

FIRST = date(2026, 6, 8)
"""The Monday of the first of 25 weeks that end with that of `NOW`."""


def shop(chance: random.Random, weeks: int = 25, *, deliveries: bool = True) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a case file of a shop, with its cases and deliveries as they were drawn."""
    cases, sold = [], []
    for week in range(weeks):
        monday = FIRST + timedelta(weeks=week)
        for sku, supplier, rate in (("1", "A", 0.02), ("2", "B", 0.05)):
            units = chance.randint(40, 90)
            sold.append({"sku": sku, "from": monday, "to": monday + timedelta(days=6), "units": units, "supplier": supplier})
            for _unit in range(units):
                day = monday + timedelta(days=chance.randint(0, 6))
                found = day + timedelta(days=chance.randint(1, 20))
                if chance.random() < rate and found <= NOW.date():
                    cause = chance.choice(["production", "no_defect", "unknown", None])
                    dated = chance.random() < 0.8
                    cases.append({"sku": sku, "supplier": supplier, "found": found, "delivered": day if dated else None, "cause": cause})
    lines = ["cases:"]
    for no, each in enumerate(cases):
        told = f'- {{key: "{no}", product: P, posting: "{no}", stage: buyer, sku: "{each["sku"]}", supplier: {each["supplier"]}, found_at: {each["found"]}'
        told += f", cause: {each['cause']}" if each["cause"] else ""
        told += f", dates: [{{kind: delivered, at: {each['delivered']}}}]" if each["delivered"] else ""
        lines.append(told + "}")
    if deliveries:
        lines.append("deliveries:")
        lines += [
            "- {" + ", ".join(f'{name}: "{value}"' if name == "sku" else f"{name}: {value}" for name, value in each.items()) + "}"
            for each in sold
        ]
    return "\n".join(lines), cases, sold


def table(report: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the rows of a table of a report, each by its columns."""
    (found,) = [each for each in report["tables"] if each["name"] == name]
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def gone(line: dict[str, Any]) -> float:
    """Return the units of a line that were delivered up to the day of `NOW`."""
    days = (min(line["to"], NOW.date()) - line["from"]).days + 1
    return float(line["units"] * max(0, days) / ((line["to"] - line["from"]).days + 1))


def monday(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_an_independent_count(run: Run, seed: int) -> None:
    told, cases, sold = shop(random.Random(seed))  # noqa: S311  no secret
    assert run("import", "-", typed=told).exit == 0
    report = run("analyze", "trend", "--weeks", "25", "--json").json["report"]
    claimed = Counter(f"{monday(each['delivered'] or each['found']):%G-W%V}" for each in cases)
    confirmed = Counter(f"{monday(each['delivered'] or each['found']):%G-W%V}" for each in cases if each["cause"] == "production")
    units: dict[str, float] = {}
    for each in sold:
        units[f"{each['from']:%G-W%V}"] = units.get(f"{each['from']:%G-W%V}", 0.0) + gone(each)
    weeks = table(report, "by_week")
    complete = {each["week"]: 1.0 if each["complete"] is None else each["complete"] for each in weeks}
    assert [each["week"] for each in weeks] == sorted(units, reverse=True)
    for each in weeks:
        assert (each["defects"], each["confirmed"], each["units"]) == (
            claimed[each["week"]],
            confirmed[each["week"]],
            round(units[each["week"]]),
        )
    for name in ("sku", "supplier"):
        rows = table(report, f"by_{name}")
        assert {each[name] for each in rows} == {each[name] for each in sold}
        for each in rows:
            defects = sum(case[name] == each[name] for case in cases)
            among = round(sum(gone(line) for line in sold if line[name] == each[name]))
            exposed = round(sum(gone(line) * complete[f"{line['from']:%G-W%V}"] for line in sold if line[name] == each[name]))
            low, high = wilson(defects, exposed)
            assert (each["defects"], each["units"], each["exposed"]) == (defects, among, pytest.approx(exposed, abs=1))
            assert (each["rate"], each["low"], each["high"]) == pytest.approx((defects / exposed, low, high), abs=1e-4)
        assert [each["low"] for each in rows] == sorted((each["low"] for each in rows), reverse=True)
    figures = report["figures"]
    assert (figures["claimed"], figures["units"]) == (len(cases), round(sum(units.values())))
    assert figures["exposed"] == pytest.approx(sum(number * complete[week] for week, number in units.items()), abs=1)
    assert figures["exposed"] < figures["units"], "the last weeks have not seen all their claims"
    assert figures["rate"] == pytest.approx(len(cases) / figures["exposed"], abs=1e-6)


def test_a_young_week_counts_as_far_as_its_claims_have_come_in(run: Run) -> None:
    told, cases, _sold = shop(random.Random(7))  # noqa: S311
    run("import", "-", typed=told)
    report = run("analyze", "trend", "--weeks", "25", "--json").json["report"]
    known = sorted(
        (each["found"] - each["delivered"]).days for each in cases if each["delivered"] and (NOW.date() - each["delivered"]).days > 60
    )
    assert report["figures"]["lags"] == len(known)
    weeks = table(report, "by_week")
    assert [each["complete"] for each in weeks[:5]] == sorted(each["complete"] for each in weeks[:5])
    assert weeks[0]["complete"] < 0.2
    assert weeks[0]["rate"] is None, "too young for the chart"
    assert {each["complete"] for each in weeks[5:]} == {1.0}
    assert "The units of young weeks count as far as claims usually have come in" in run("analyze", "trend").out


def test_a_bad_week_is_a_signal_in_every_form(run: Run) -> None:
    lines = [
        f'- {{sku: "1", from: {FIRST + timedelta(weeks=no)}, to: {FIRST + timedelta(weeks=no, days=6)}, units: 100}}' for no in range(25)
    ]
    bad = FIRST + timedelta(weeks=22)
    days = [FIRST + timedelta(weeks=no // 4 * 2 + (no % 4 > 0)) for no in range(44)] + [bad] * 14
    cases = [
        f'- {{key: "{no}", product: P, sku: "1", posting: "{no}", stage: buyer, found_at: {day}, dates: [{{kind: delivered, at: {day}}}]}}'
        for no, day in enumerate(days)
    ]
    run("import", "-", typed="\n".join(["cases:", *cases, "deliveries:", *lines]))
    said = run("analyze", "trend", "--weeks", "25", "--json")
    (signal,) = [each for each in said.json["report"]["signals"] if each["kind"] == "rate"]
    assert {name: signal[name] for name in ("dimension", "value", "week", "defects", "units", "rate", "rule")} == {
        "dimension": "",
        "value": None,
        "week": f"{bad:%G-W%V}",
        "defects": 14,
        "units": 100,
        "rate": 0.14,
        "rule": "beyond_limit",
    }
    assert signal["upper"] < 0.14
    assert f"{bad:%G-W%V}" in run("analyze", "trend", "--weeks", "25").out.partition("Signals")[2]
    (line,) = [
        each
        for each in run("analyze", "trend", "--weeks", "25", "--format", "md").out.splitlines()
        if each.startswith(f"- {bad:%G-W%V}: ") and "product" not in each
    ]
    assert line.endswith(": beyond the limit")
    assert run("analyze", "trend", "--weeks", "25", "--fail-on", "signal").exit == 6
    assert run("analyze", "trend", "--weeks", "25", "--fail-on", "overdue").exit == 0


def test_without_deliveries_there_are_counts_and_it_says_so(run: Run) -> None:
    told, cases, _sold = shop(random.Random(3), deliveries=False)  # noqa: S311
    run("import", "-", typed=told)
    report = run("analyze", "trend", "--weeks", "25", "--json").json["report"]
    assert (report["figures"]["units"], report["figures"]["rate"]) == (None, None)
    assert report["figures"]["chart"] in ("u", "laney_u")
    assert "Number of defects of items that reached buyers, by week" in run("analyze").out
    assert "Rate of defects by week of delivery" not in run("analyze").out
    assert [each["name"] for each in report["tables"]] == ["by_week"]
    assert sum(each["defects"] for each in table(report, "by_week")) == len(cases)
    assert "No deliveries are known, so these are counts per week" in run("analyze", "trend", "--weeks", "25").out
    assert "Нет данных о доставках" in run("analyze", "trend", "--weeks", "25", "--lang", "ru").out


def test_a_few_weeks_have_no_limits_and_it_says_why(run: Run) -> None:
    """Of the six weeks the last two are too young: fewer than a fifth of their claims have come in."""
    told, _cases, _sold = shop(random.Random(3))  # noqa: S311
    run("import", "-", typed=told)
    assert "No limits: they need at least 8 weeks, and there are 4." in run("analyze", "trend", "--weeks", "6").out


def test_deliveries_of_a_month_are_spread_over_its_weeks(run: Run) -> None:
    run("import", "-", typed='deliveries: [{sku: "1", from: 2026-11-01, to: 2026-11-30, units: 300}]')
    weeks = table(run("analyze", "trend", "--weeks", "5", "--json").json["report"], "by_week")
    assert [each["units"] for each in weeks] == [10, 70, 70, 70, 10], "the 1st is a Sunday, and it is the 23rd, a Monday"


def test_what_never_reached_a_buyer_and_what_was_dismissed_does_not_count(run: Run) -> None:
    run("inspect", "--sku", "1", "--product", "P", "--stage", "warehouse", "--defect", "crack")
    run("inspect", "--sku", "1", "--product", "P", "--stage", "buyer", "--defect", "crack")
    run("inspect", "--sku", "1", "--product", "P", "--stage", "buyer", "--defect", "crack", "--quantity", "3", "--force", "x")
    run("resolve", 2, "--dismiss", "no defect")
    assert run("analyze", "trend", "--json").json["report"]["figures"]["claimed"] == 3


def test_what_is_delivered_later_than_the_moment_of_the_report_does_not_count(run: Run) -> None:
    days = [FIRST + timedelta(days=no) for no in range(168)]
    run("import", "-", typed="\n".join(["deliveries:", *(f'- {{sku: "1", from: {day}, to: {day}, units: 100}}' for day in days)]))
    report = run("analyze", "trend", "--as-of", "2026-11-18", "--json").json["report"]
    assert [each["units"] for each in table(report, "by_week")][:2] == [300, 700], "Monday to Wednesday"


def test_a_week_that_has_just_begun_is_no_signal_in_a_healthy_shop(run: Run) -> None:
    """Three of a hundred are defective, claimed on the day after at the latest, deliveries by day: on no day is a week unusual."""
    cases, sold = [], []
    for no in range(168):
        day = FIRST + timedelta(days=no)
        for sku in ("1", "2"):
            sold.append(f'- {{sku: "{sku}", from: {day}, to: {day}, units: 100}}')
            told = f"product: P, sku: '{sku}', stage: buyer, dates: [{{kind: delivered, at: {day}}}]"
            cases += [
                f"- {{key: '{no}-{sku}-{n}', posting: 'p{no}-{n}', found_at: {day + timedelta(days=n % 2)}, {told}}}" for n in range(3)
            ]
    run("import", "-", typed="\n".join(["cases:", *cases, "deliveries:", *sold]))
    for date_of in range(16, 23):
        report = run("analyze", "trend", "--as-of", f"2026-11-{date_of}", "--json").json["report"]
        assert report["signals"] == [], date_of
        (week,) = table(report, "by_week")[:1]
        assert week["rate"] is None or 0.015 < week["rate"] < 0.045, (date_of, week)


def test_a_new_shop_has_no_weeks_before_its_first_case(run: Run) -> None:
    lines = [
        f"- {{key: '{no}', product: P, sku: '1', posting: '{no}', stage: buyer, found_at: 2026-11-{9 + no % 14:02}}}" for no in range(20)
    ]
    run("import", "-", typed="\n".join(["cases:", *lines]))
    report = run("analyze", "trend", "--as-of", "2026-11-22", "--json").json["report"]
    assert (report["signals"], report["figures"]["chart"]) == ([], "short")
    assert run("analyze", "--as-of", "2026-11-22", "--fail-on", "signal", "trend").exit == 0


def test_a_defect_without_a_sku_does_not_count_for_a_rate(run: Run) -> None:
    """Units of one product are known; of what else was claimed nobody knows how many were delivered."""
    run("import", "-", typed='deliveries: [{sku: "1", from: 2026-11-02, to: 2026-11-15, units: 200}]')
    for words in (["--sku", "1"], ["--product", "Lamp"], ["--product", "Headphones"]):
        run("inspect", *words, "--stage", "buyer", "--defect", "crack", "--found-at", "2026-11-10")
    figures = run("analyze", "trend", "--weeks", "4", "--json").json["report"]["figures"]
    assert (figures["claimed"], figures["counted"]) == (3, 1)
