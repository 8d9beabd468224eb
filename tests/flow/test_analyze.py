"""`analyze`: the summary of a period, in every form."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from ozon_returns.reports.catalogue import REPORTS
from tests.conftest import NOW, Run

WEEK = ("analyze", "--weekly", "--as-of", "2026-11-22")


@pytest.fixture
def shelf(run: Run, example: None) -> Run:  # noqa: ARG001  the fixture fills the home
    """Return the program on a home that holds the example."""
    return run


def test_the_report_has_the_shape_of_the_contract(shelf: Run) -> None:
    report = shelf(*WEEK, "--json").json["report"]
    assert list(report) == ["name", "period", "as_of", "figures", "tables", "signals", "advice", "effects"]
    assert report["period"] == {
        "from": "2026-11-16T00:00:00+03:00",
        "to": "2026-11-23T00:00:00+03:00",
        "label": "2026-W47 (2026-11-16 – 2026-11-22)",
    }
    counted = ["by_product", "by_defect", "by_cause", "by_supplier", "open_by_age", "speed"]
    assert [table["name"] for table in report["tables"]] == [*counted, "rate_by_week", "waiting", "feedback", "effects", "quality", "moved"]
    assert all(len(row) == len(table["columns"]) for table in report["tables"] for row in table["rows"])


def test_the_figures_of_a_week_are_those_counted_by_hand(shelf: Run) -> None:
    report = shelf(*WEEK, "--json").json["report"]
    figures = report["figures"]
    assert {each: figures[each] for each in ("cases", "units", "resolved", "closed", "open", "cost", "recovered", "net_cost", "currency")} == {
        "cases": 5, "units": 8, "resolved": 0, "closed": 1, "open": 11, "cost": "1990.00", "recovered": "0.00", "net_cost": "1990.00", "currency": "RUB",
    }  # fmt: skip
    assert figures["first_contact"] == {"n": 2, "median_hours": 0.8, "p90_hours": 0.8}
    assert figures["previous"]["cases"] == 3
    tables = {table["name"]: table["rows"] for table in report["tables"]}
    assert tables["by_supplier"][0] == ["ООО «Гжель-Посуда»", 2, 2, "1990.00", "0.00", "1990.00"]
    assert tables["open_by_age"] == [["0–2", 2], ["3–7", 3], ["8–14", 2], ["15–30", 3], ["31+", 1]]
    assert {(each["kind"], each["case"]) for each in report["signals"]} == {
        *(("overdue", number) for number in (12, 17, 18, 19, 20, 26)),
        ("unanswered", 27),
    }


def test_the_sums_of_a_breakdown_are_the_figures(shelf: Run) -> None:
    for by in ("product", "supplier", "batch", "cause", "stage", "scheme", "warehouse"):
        report = shelf("analyze", "--from", "2026-09-01", "--to", "2026-11-22", "--by", by, "--json").json["report"]
        rows = report["tables"][0]["rows"]
        assert report["tables"][0]["name"] == f"by_{by}"
        assert sum(row[1] for row in rows) == report["figures"]["cases"] == 26
        assert round(sum(float(row[5]) for row in rows), 2) == float(report["figures"]["net_cost"])


def test_a_case_with_two_defects_counts_under_both(shelf: Run) -> None:
    report = shelf("analyze", "--from", "2026-11-19", "--to", "2026-11-19", "--by", "defect", "--json").json["report"]
    assert [row[:3] for row in report["tables"][0]["rows"]] == [["dent", 1, 4], ["packaging", 1, 4], ["crack", 0, 0]]


def test_weeks_are_cut_on_the_sellers_monday(run: Run) -> None:
    sunday = NOW - timedelta(hours=12, minutes=1)
    run("inspect", "--product", "Late on Sunday", now=sunday)
    run("inspect", "--product", "Early on Monday", now=sunday + timedelta(minutes=2))
    report = run("analyze", "--weeks", 2, "--json").json["report"]
    weeks = next(table for table in report["tables"] if table["name"] == "by_week")
    assert [row[1] for row in weeks["rows"]] == [1, 1]


def test_an_empty_home_has_a_report_too(run: Run) -> None:
    run("list")
    report = run("analyze", "--json").json["report"]
    assert report["figures"]["cases"] == 0
    assert report["figures"]["resolution"] == {"n": 0, "median_hours": None, "p90_hours": None}
    assert run("analyze").exit == 0


@pytest.mark.parametrize(
    ("words", "label"),
    [(("--monthly",), "2026-11 "), (("--from", "2026-11-01", "--to", "2026-11-10"), "2026-11-01 – 2026-11-10"), ((), "2026-W48")],
)
def test_the_period_is_the_one_asked_for(run: Run, words: tuple[str, ...], label: str) -> None:
    run("list")
    assert run("analyze", *words, "--json").json["report"]["period"]["label"].startswith(label)


@pytest.mark.parametrize(
    "words", [("--weekly", "--monthly"), ("--from", "2026-11-02", "--to", "2026-11-01"), ("--by", "colour"), ("--weeks", "0"), ("nope",)]
)
def test_periods_that_mean_nothing_are_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run("analyze", *words).exit == 2


def test_csv_is_one_figure_a_line(shelf: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(shelf(*WEEK, "--format", "csv").out)))
    told = {(row["table"], row["row"], row["figure"]): row["value"] for row in rows}
    assert told["figures", "", "cases"] == "5"
    assert told["by_product", "Чайник керамический «Лето», 1,2 л", "cost"] == "1990.00"
    assert told["figures", "", "previous.cases"] == "3"


def test_markdown_has_its_tables(shelf: Run) -> None:
    out = shelf(*WEEK, "--format", "md", "--lang", "ru").out.replace("\xa0", " ")
    assert out.startswith("# Бракованные возвраты: 2026-W47")
    assert "| Чайник керамический «Лето», 1,2 л | 1 | 1 | 1 990,00 ₽ | 0,00 ₽ | 1 990,00 ₽ |" in out
    assert "`ozon-returns contact 26 --decide одобрить --by Ozon`" in out


def test_a_report_is_written_to_a_file_in_the_form_of_its_name(shelf: Run, tmp_path: Path) -> None:
    for name, begins in (("a.md", "# Defective"), ("a.csv", "table,row"), ("a.json", '{"schema"')):
        said = shelf(*WEEK, "-o", tmp_path / name)
        assert name in said.out
        assert (tmp_path / name).read_text(encoding="utf-8-sig").startswith(begins)
    assert shelf(*WEEK, "-o", tmp_path / "no" / "a.md").exit == 5


def test_quiet_says_nothing_unless_something_needs_a_person(run: Run, kettle: int) -> None:
    for words in ((), ("--json",)):
        said = run("analyze", "--quiet", *words)
        assert (said.exit, said.out, said.err) == (0, "", "")
    later = NOW + timedelta(days=2)
    assert "Needs attention now" in run("analyze", "--quiet", now=later).out
    run("contact", kettle, "--offer", "refund", "--until", "+1d")
    assert run("analyze", "--quiet", "--fail-on", "overdue").exit == 0
    assert run("analyze", "--quiet", "--fail-on", "overdue", now=later).exit == 6


def test_fail_on_tells_scripts(run: Run, kettle: int) -> None:
    later = NOW + timedelta(days=2)
    assert kettle
    assert run("analyze", "--fail-on", "signal").exit == 0
    assert run("analyze", "--fail-on", "signal", now=later).exit == 6
    assert run("analyze", "--fail-on", "overdue").exit == 0
    assert run("analyze", "--fail-on", "overdue", now=later).exit == 6
    assert run("analyze", now=later).exit == 0


@pytest.mark.parametrize("report", list(REPORTS))
@pytest.mark.usefixtures("example")
def test_every_report_there_is_answers_in_every_format(run: Run, report: str) -> None:
    about = {"product": ["1580412233"], "supplier": ["ИП Орлов"]}.get(report, [])
    for words in ((), ("--weekly",), ("--weeks", "4"), ("--lang", "ru")):
        for form in ("table", "json", "csv", "md"):
            said = run("analyze", report, *about, "--format", form, *words)
            assert (said.exit, said.err) == (0, "")
            assert said.out
    assert run("analyze", report, *about, "--json").json["report"]["name"] == report


def test_nine_of_ten_lie_within_the_time_that_is_told(run: Run) -> None:
    """Of three cases resolved after 0, 2 and 7.9 hours, nine of ten lie within 7.9."""
    for hours in (0.0, 2.0, 7.9):
        found = NOW - timedelta(hours=hours)
        number = run("inspect", "--product", "P", "--defect", "crack", "--found-at", f"{found:%Y-%m-%d %H:%M}", "--json").case["number"]
        run("resolve", number, "--outcome", "written_off")
    figures = run("analyze", "--weeks", "4", "--json", now=NOW + timedelta(minutes=1)).json["report"]["figures"]
    assert figures["resolution"] == {"n": 3, "median_hours": 2.0, "p90_hours": 7.9}
