"""`analyze money`, `product`, `supplier`: each figure is that of the cases that were recorded."""

from datetime import timedelta

import pytest

from tests.conftest import NOW, Run
from tests.flow.test_cause import shop
from tests.flow.test_findings import shop as weeks


def test_the_money_is_told_by_kind_and_what_was_asked_by_what_came_of_it(run: Run, kettle: int) -> None:
    run(
        "resolve",
        kettle,
        "--outcome",
        "refund",
        "--cause",
        "transport",
        "--liable",
        "ozon",
        "--cost",
        "refund=1990",
        "--cost",
        "delivery=120",
    )
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--outcome", "partly", "--amount", "1500", "--paid-at", "today")
    run("ticket", kettle, "--situation", "other", "--ask", "100", "--force", "x")
    run("ticket", kettle, "--ticket", "2", "--answer", "Нет видео сборки.", "--outcome", "refused")
    run("ticket", kettle, "--to", "carrier", "--ask", "50", "--force", "x")
    run("ticket", kettle, "--ticket", "3", "--withdraw", "by mistake")
    report = run("analyze", "money", "--json").json["report"]
    told = {each["name"]: each["rows"] for each in report["tables"]}
    assert told["costs"] == [["refund", "ozon", 1, "1990.00"], ["delivery", "ozon", 1, "120.00"]]
    assert told["recovered"] == [["ozon", 1, "1500.00"]]
    assert told["asked"] == [
        ["ozon", "transport", 1, "1990.00", 1, "1500.00", "1500.00", "0.00", 0, 0],
        ["ozon", "other", 1, "100.00", 0, "0.00", "0.00", "0.00", 1, 0],
    ], "a withdrawn ticket asks nothing"
    assert told["refusals"] == [[kettle, 2, "Нет видео сборки."]]
    figures = report["figures"]
    assert (figures["asked"], figures["paid"], figures["refused"], figures["net_cost"]) == ("2090.00", "1500.00", 1, "610.00")
    assert "Нет видео сборки." in run("analyze", "money", "--lang", "ru").out


@pytest.mark.parametrize(("report", "value", "claimed", "units"), [("product", "1", 98, 5029), ("supplier", "B", 140, 5029)])
def test_a_product_or_a_supplier_has_a_report_of_its_own(run: Run, report: str, value: str, claimed: int, units: int) -> None:
    run("import", "-", typed=shop(bad="B"))
    told = run("analyze", report, value.lower(), "--json", now=NOW).json["report"]
    assert (told["figures"]["value"], told["figures"]["units"]) == (value, units)
    by = {each["name"]: each["rows"] for each in told["tables"]}
    assert sum(row[1] for row in by["by_week"]) == told["figures"]["claimed"]
    assert abs(sum(row[1] for row in by["by_cause"]) - told["figures"]["claimed"]) <= 4, "these are the cases found in the weeks"
    assert told["figures"]["claimed"] > claimed
    exported = run("list", f"{'sku' if report == 'product' else report}:{value}", "since:2026-06-01", "--json", now=NOW).json["total"]
    assert abs(exported - told["figures"]["claimed"]) <= 4, "found a few days after the delivery, so the edges differ"
    assert "<svg" in run("analyze", report, value, "--format", "html", now=NOW).out


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("supplier",), 2, "analyze supplier A."),
        (("supplier", "Bx"), 5, "Did you mean “B”?"),
        (("product", "77"), 5, "analyze product 1."),
    ],
)
def test_what_the_report_is_about_is_asked_for_by_name(run: Run, words: tuple[str, ...], code: int, hint: str) -> None:
    run("import", "-", typed=shop(weeks=10))
    said = run("analyze", *words)
    assert (said.exit, hint in said.err) == (code, True), said.err


def test_a_week_of_one_product_stays_that_of_the_product_in_the_report_of_its_supplier(run: Run) -> None:
    told = weeks({"1": [1] * 31 + [12, 1], "2": [2] * 33}).replace("stage: buyer", "stage: buyer, supplier: A")
    run("import", "-", typed=told.replace("units: 100", "units: 100, supplier: A"))
    signals = run("analyze", "supplier", "A", "--json").json["report"]["signals"]
    assert {(each["dimension"], each["value"], each["week"]) for each in signals if each["week"] == "2026-W46"} >= {
        ("sku", "1", "2026-W46")
    }
    assert not [each for each in signals if each["dimension"] == "supplier" and each["defects"] == 12]


def test_a_buyer_who_was_asked_twice_counts_once_by_the_last_word(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund")
    run("contact", kettle, "--satisfied", "no")
    run("contact", kettle, "--satisfied", "yes", now=NOW + timedelta(hours=1))
    run("contact", kettle, "--unreachable", "does not answer", now=NOW + timedelta(hours=2))
    words = run("analyze", "--json", now=NOW + timedelta(hours=3)).json["report"]["figures"]["feedback"]
    assert (words["satisfied"], words["discontent"]) == (1, 0)
    before = run("analyze", "--json", "--as-of", "2026-11-23 12:30", now=NOW + timedelta(hours=3)).json["report"]["figures"]["feedback"]
    assert (before["satisfied"], before["discontent"]) == (0, 1), "what was known then"


def test_a_breakdown_says_what_a_reader_who_adds_it_up_would_stumble_over(run: Run, kettle: int) -> None:
    twice, earlier = "counted at each of them", "of earlier cases too"
    assert not [each for each in (twice, earlier) if each in run("analyze").out]
    run("inspect", "--case", kettle, "--defect", "dent")
    assert twice in run("analyze").out
    run("resolve", kettle, "--cost", "delivery=100", now=NOW + timedelta(days=14))
    assert earlier in run("analyze", "--weekly", now=NOW + timedelta(days=14)).out


def test_a_product_without_a_sku_is_named_with_what_to_do(run: Run, kettle: int) -> None:
    run("fix", kettle, "sku=")
    said = run("analyze", "product", "чайник")
    assert said.exit == 5, said.err
    assert f"Case {kettle} of “чайник” has no SKU" in said.err
    assert f"ozon-returns fix {kettle} sku=..." in said.err
