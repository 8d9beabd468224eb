"""The summary of a week: what matters most first, waiting times with the open cases, buyers' words, what is not known."""

from datetime import timedelta
from typing import Any

import pytest

from ozon_returns.reports.survival import waiting_quantile
from ozon_returns.store.week import Wait
from tests.conftest import NOW, Run
from tests.flow.test_cause import shop


def tables(run: Run, *words: str, **when: Any) -> dict[str, list[list[Any]]]:  # noqa: ANN401
    """Return the tables of the summary by name."""
    return {each["name"]: each["rows"] for each in run("analyze", *words, "--json", **when).json["report"]["tables"]}


@pytest.mark.parametrize(
    ("waits", "median", "most"),
    [
        ([(1, True), (2, True), (3, True), (4, True)], 2, 4),
        ([(1, True), (2, False), (3, False), (4, False)], None, None),
        # Of six, one is done at 1 (5/6 wait), two at 3 (of 4 at risk: 5/6 · 1/2 = 5/12), one still waits at 2, one at 9, one is done at 5 (5/24).
        ([(1, True), (2, False), (3, True), (3, True), (5, True), (9, False)], 3, None),
        ([(1, True), (1, False)], 1, None),
        ([], None, None),
    ],
)
def test_those_who_still_wait_are_counted_as_such(waits: list[tuple[float, bool]], median: float | None, most: float | None) -> None:
    told = [Wait(*each) for each in waits]
    assert (waiting_quantile(told, 0.5), waiting_quantile(told, 0.9)) == (median, most)


def test_the_waiting_times_are_those_of_the_cases_found_lately(run: Run) -> None:
    for no in (1, 2, 3):
        run("inspect", "--product", "Cup", "--stage", "buyer", "--posting", f"{no}-1", "--found-at", "2026-11-22 12:00")
    run("contact", 1, "--text", "Здравствуйте", now=NOW)
    run("inspect", "--product", "Jug", "--stage", "warehouse", "--found-at", "2026-11-22 12:00")
    run("resolve", 4, "--outcome", "written_off", "--cause", "production", now=NOW)
    told = tables(run, now=NOW + timedelta(hours=24))
    assert told["waiting"] == [["first contact", 3, 2, None, None], ["resolution", 4, 3, None, None]]
    run("contact", 2, "--text", "Здравствуйте", now=NOW + timedelta(hours=24))
    told = tables(run, now=NOW + timedelta(hours=30))
    assert told["waiting"][0] == ["first contact", 3, 1, 48.0, None], "24 h and 48 h, one open: half are done by 48 h"


def test_buyers_words_and_what_is_not_known(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "x", "--cost", "refund=1990")
    assert tables(run)["feedback"] == []
    run("contact", kettle, "--satisfied", "yes", "--score", "4", "--again", "yes", "--force", "x")
    run("inspect", "--product", "Cup", "--stage", "warehouse")
    told = tables(run)
    assert told["feedback"] == [["satisfied", 1, 0], ["would buy again", 1, 0]]
    missing = {row[0]: row[1:3] for row in told["quality"]}
    assert missing["established cause"] == [1, 0.5]
    assert missing["cost"] == [1, 0.5]
    figures = run("analyze", "quality", "--json").json["report"]["figures"]
    assert (figures["cases"], figures["cause_known"], figures["cost_known"]) == (2, 1, 1)


def test_the_summary_leads_with_the_rate_the_money_and_what_was_found(run: Run) -> None:
    run("import", "-", typed=shop(bad="B"))
    report = run("analyze", "--json", now=NOW).json["report"]
    assert [(each["kind"], each["value"]) for each in report["advice"]] == [("change_supplier", "B")]
    assert 0.02 < report["figures"]["rate_low"] < report["figures"]["rate"] < report["figures"]["rate_high"] < 0.04
    lines = run("analyze", now=NOW).out.splitlines()
    assert lines[1].startswith("Defect rate of 26 weeks: ")
    assert "Found: 1 to act on" in lines[1]
    assert lines.index("What to do") < lines.index("Open cases by age")
    assert "Доля брака за 26 недель: " in run("analyze", "--lang", "ru", now=NOW).out
    assert lines[1] in run("analyze", "--format", "md", now=NOW).out
    assert run("analyze", "--format", "html", now=NOW).out.count(lines[1]) == 1


def test_the_same_store_as_of_the_same_moment_gives_the_same_bytes(run: Run) -> None:
    run("import", "-", typed=shop(bad="B", weeks=20))
    for form in ("json", "md", "html", "csv"):
        first = run("analyze", "--as-of", "2026-09-01", "--format", form, now=NOW).out
        assert first == run("analyze", "--as-of", "2026-09-01", "--format", form, now=NOW + timedelta(days=3)).out, form


def test_a_good_run_and_a_rare_defect_are_no_alarm(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--posting", "1-1")
    assert [each for each in run("analyze", "--json").json["report"]["signals"] if each["kind"] == "rate"] == []


def test_the_rate_says_how_many_defects_are_not_in_it(run: Run) -> None:
    run("import", "-", typed='deliveries: [{sku: "158", from: 2026-10-05, to: 2026-10-11, units: 300}]')
    run("import", "-", typed='cases: [{sku: "159", product: Чашка, defects: [crack], stage: buyer, found_at: 2026-11-20}]')
    assert "Not in it are 1 of 1 defects, as no deliveries of their weeks are known." in run("analyze", now=NOW).out
