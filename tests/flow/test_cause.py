"""`analyze cause`: what costs most, who has more defects than chance explains, what to do about it, and nothing where it is not known."""

import random
from datetime import date, timedelta

import pytest

from tests.conftest import Run

FIRST = date(2026, 4, 6)
"""The Monday of the first of 34 weeks that end with that of the fixed now."""


def shop(*, bad: str = "", weeks: int = 34) -> str:
    """Return the case file of a shop of two products, of two suppliers each; one may go bad six weeks before the end."""
    dice = random.Random(1)  # noqa: S311  no secret
    cases, sold = ["cases:"], ["deliveries:"]
    for week in range(weeks):
        monday = FIRST + timedelta(weeks=week)
        for sku in ("1", "2"):
            for supplier in ("A", "B"):
                until = monday + timedelta(days=6)
                sold.append(
                    f'- {{sku: "{sku}", from: {monday}, to: {until}, units: 100, supplier: {supplier}, batch: {supplier}{week // 6}}}'
                )
                number = 2 if supplier != bad or week < weeks - 8 else 9
                for no in range(number):
                    day = monday + timedelta(days=dice.randint(0, 6))
                    found = min(day + timedelta(days=2), date(2026, 11, 22))
                    if day > found:
                        continue
                    told = f'key: "{week}-{sku}-{supplier}-{no}", product: P{sku}, sku: "{sku}", supplier: {supplier}, batch: {supplier}{week // 6}'
                    told += f', posting: "{week}-{no}", stage: buyer, found_at: {found}, cause: {"production" if no else "transport"}'
                    cases.append(
                        f"- {{{told}, costs: [{{kind: refund, amount: 500, at: {found}}}], dates: [{{kind: delivered, at: {day}}}]}}"
                    )
    return "\n".join([*cases, *sold])


def test_the_supplier_that_went_bad_is_the_first_advice(run: Run) -> None:
    run("import", "-", typed=shop(bad="B"))
    report = run("analyze", "cause", "--json").json["report"]
    (advice,) = report["advice"]
    assert (advice["kind"], advice["dimension"], advice["value"], advice["batch"]) == ("change_supplier", "supplier", "B", None)
    evidence = advice["evidence"]
    assert list(evidence)[:8] == ["defects", "units", "rate", "low", "high", "against", "p", "tried"]
    assert evidence["low"] < evidence["rate"] < evidence["high"]
    assert evidence["p"] < 0.001
    assert evidence["against"] == pytest.approx(0.02, abs=0.002)
    assert float(advice["at_stake"]) > 5000
    assert advice["command"].endswith(' --action "change_supplier: ..." --scope supplier')
    case = advice["command"].split()[2]
    assert run("show", case, "--json").case["supplier"] == "B"
    shown = run("analyze", "cause", "--lang", "en").out
    assert "supplier B: " in shown
    assert advice["command"] in shown
    assert "поставщик B: " in run("analyze", "cause", "--lang", "ru").out
    assert advice["command"] in run("analyze", "cause", "--format", "md").out


def test_where_nothing_is_more_than_chance_nobody_is_blamed_and_it_says_what_is_needed(run: Run) -> None:
    run("import", "-", typed=shop())
    report = run("analyze", "cause", "--json").json["report"]
    assert (report["advice"], report["figures"]["found"]) == ([], 0)
    assert report["figures"]["tried"] > 0
    assert "Not enough data to blame anybody: the nearest is" in run("analyze", "cause").out


def test_without_deliveries_nothing_is_compared(run: Run) -> None:
    run("inspect", "--sku", "1", "--product", "P", "--stage", "buyer", "--supplier", "A")
    said = run("analyze", "cause")
    assert "Nothing can be compared: that takes deliveries of a product by two suppliers" in " ".join(said.out.split())
    assert run("analyze", "cause", "--json").json["report"]["advice"] == []


def test_the_causes_are_ordered_by_what_they_cost(run: Run) -> None:
    run("import", "-", typed=shop())
    report = run("analyze", "cause", "--json").json["report"]
    (table,) = [each for each in report["tables"] if each["name"] == "by_cause"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    assert [each["cause"] for each in rows] == sorted(
        (each["cause"] for each in rows), key=lambda cause: -{each["cause"]: float(each["net"]) for each in rows}[cause]
    )
    assert rows[-1]["up_to"] == 1
    total = sum(float(each["net"]) for each in rows)
    assert rows[0]["up_to"] == pytest.approx(float(rows[0]["net"]) / total, abs=1e-4)


def test_weeks_without_deliveries_blame_nobody(run: Run) -> None:
    """The rate never changed; the deliveries of the last five weeks were not imported yet."""
    lines = shop().splitlines()
    run(
        "import",
        "-",
        typed="\n".join(
            line for line in lines if not line.startswith("- {sku") or ("from: 2026-10-2" not in line and "from: 2026-11" not in line)
        ),
    )
    assert run("analyze", "cause", "--json").json["report"]["advice"] == []
