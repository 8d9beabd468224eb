"""What `analyze` finds beside culprits: products that lose money, weeks of products, weeks that changed; and how each report is asked."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from ozon_returns.reports.measures import sample_size
from ozon_returns.reports.product_signals import _is_near, _Week
from ozon_returns.vocabulary.command import argument
from tests.conftest import NOW, Run
from tests.flow.test_trend import table

FIRST = date(2026, 4, 6)
"""The Monday of the first of 33 whole weeks before that of `NOW`."""


def shop(defects: dict[str, list[int]], *, cost: int = 0, products: str = "") -> str:
    """Return a shop that delivers 100 units a week of each product, with so many defects in each week, found the same day."""
    cases, sold = ["cases:"], ["deliveries:"]
    for sku, by_week in defects.items():
        for week, number in enumerate(by_week):
            monday = FIRST + timedelta(weeks=week)
            sold.append(f"- {{sku: '{sku}', from: {monday}, to: {monday + timedelta(days=6)}, units: 100}}")
            for no in range(number):
                told = (
                    f"key: '{sku}-{week}-{no}', product: Чашка {sku}, article: A-{sku}, sku: '{sku}', posting: 'p{week}-{no}', stage: buyer"
                )
                paid = f", price: 1000, costs: [{{kind: refund, amount: {cost}, at: {monday}}}]" if cost else ""
                cases.append(f"- {{{told}, found_at: {monday}, dates: [{{kind: delivered, at: {monday}}}]{paid}}}")
    return "\n".join([*cases, *sold, products])


def test_a_product_on_which_more_is_lost_than_earned_is_to_be_stopped(run: Run) -> None:
    """A unit earns 1000 · 0.85 - 790 - 10 = 50 roubles, a defective one costs 1000: nothing is left from 5 % on.

    Of the first product 10 of 100 are defective, of the other 3.
    """
    products = "\n".join(["products:", *(f"- {{sku: '{sku}', cost: 790, commission: 0.15, delivery_out: 10}}" for sku in ("1", "2"))])
    assert run("import", "-", typed=shop({"1": [10] * 33, "2": [3] * 33}, cost=1000, products=products)).exit == 0
    advice = run("analyze", "cause", "--json").json["report"]["advice"]
    assert [(each["kind"], each["value"]) for each in advice] == [("stop_selling", "1")]
    (stop,) = advice
    assert stop["evidence"]["against"] == 0.05
    assert (stop["evidence"]["defects"], stop["evidence"]["units"]) == (70, 700), "the seven whole weeks of the last eight"
    assert stop["at_stake"] == "35000.00", "70 · 1000 - 700 · 50"
    assert 'resolve 330 --action "stop_selling: ..."' in stop["command"]
    assert "nothing is left from 5.0 % on" in run("analyze", "cause").out


def test_what_loses_money_without_a_defect_is_no_matter_of_defects(run: Run) -> None:
    products = "products:\n- {sku: '1', cost: 1200, commission: 0.15}"
    run("import", "-", typed=shop({"1": [10] * 33}, cost=1000, products=products))
    assert run("analyze", "cause", "--json").json["report"]["advice"] == []


@pytest.mark.parametrize(("others", "stopped"), [(0, ["1"]), (11, [])])
def test_one_product_among_many_is_stopped_only_if_it_is_more_than_chance_among_them(run: Run, others: int, stopped: list[str]) -> None:
    """48 of 700 where 35 are allowed: by chance in 1.7 of a hundred shops, and among twelve products in one of five."""
    skus = [str(no) for no in range(1, others + 2)]
    products = "\n".join(["products:", *(f"- {{sku: '{sku}', cost: 800, commission: 0.15}}" for sku in skus)])
    told = {sku: [7 if sku == "1" else 4] * 26 + ([7, 7, 7, 7, 7, 7, 6] if sku == "1" else [4] * 7) for sku in skus}
    run("import", "-", typed=shop(told, cost=1000, products=products))
    assert [each["value"] for each in run("analyze", "cause", "--json").json["report"]["advice"]] == stopped


def test_among_many_products_a_week_that_chance_brings_about_is_no_signal(run: Run) -> None:
    """Thirty products have one defect a week, and each has four in one of the last: by itself that is one in fifty, among all of them nothing."""
    run("import", "-", typed=shop({str(no): [1] * 29 + [4 if week == no % 4 else 1 for week in range(4)] for no in range(30)}))
    assert [each for each in run("analyze", "trend", "--json").json["report"]["signals"] if each["dimension"] == "sku"] == []


@pytest.mark.parametrize(("rate", "units"), [(0.05, 59), (0.5, 5), (0.01, 299), (1.0, 1), (0.0, 0)])
def test_a_sample_shows_at_least_one_defect_in_nineteen_of_twenty(rate: float, units: int) -> None:
    """0.95 ** 59 is 0.0485, 0.95 ** 58 is 0.0510."""
    assert sample_size(rate) == units


def test_a_week_of_one_product_is_a_signal_among_all_that_were_looked_at(run: Run) -> None:
    """12 defects among 100 units after 29 weeks of one: the chance is about 10 ** -9; the other product stays as it was."""
    run("import", "-", typed=shop({"1": [1] * 31 + [12, 1], "2": [2] * 33}))
    report = run("analyze", "trend", "--json").json["report"]
    of_products = [each for each in report["signals"] if each["dimension"] == "sku"]
    assert [(each["value"], each["week"], each["defects"], each["units"]) for each in of_products] == [("1", "2026-W46", 12, 100)]
    assert of_products[0]["rule"] == "beyond_limit"
    assert of_products[0]["centre"] == pytest.approx(0.01)
    assert "product 1: 12 of 100 units (12.00 %), usually 1.00 %" in run("analyze").out
    assert "6 weeks of products were looked at" in run("analyze", "trend").out, "the last four, of which one has just begun"


def test_a_product_of_which_one_more_defect_would_be_a_signal_is_named(run: Run) -> None:
    """Usually 1 of 100. Four in a week: chance 0.0248, five: 0.0056; among six weeks that were looked at a signal begins at 0.0083."""
    run("import", "-", typed=shop({"1": [1] * 31 + [4, 1], "2": [2] * 33}))
    for name in ("trend", "summary"):
        report = run("analyze", name, "--json").json["report"]
        assert [each for each in report["signals"] if each.get("dimension") == "sku"] == []
        assert table(report, "near") == [{"sku": "1", "week": "2026-W46", "claimed": 4, "units": 100, "usual": 0.01}]
    run("inspect", "--sku", "1", "--posting", "p", "--stage", "buyer", "--found-at", "2026-11-09", "--date", "delivered=2026-11-09")
    report = run("analyze", "trend", "--json").json["report"]
    assert [(each["value"], each["defects"]) for each in report["signals"] if each.get("dimension") == "sku"] == [("1", 5)]
    assert table(report, "near") == []


def test_a_week_is_nearly_a_signal_also_where_another_one_carries_it() -> None:
    """With p = 0.010 in place of 0.03 both are signals: 0.012 is the second of six, 6 / 2 · 0.012 = 0.036 (the procedure steps up)."""
    others = [_Week(f"Z{no}", 0, 3, 100, 0.01, 0.9, 0.8) for no in range(4)]
    tried = [_Week("X", 0, 4, 100, 0.01, 0.03, 0.010), _Week("Y", 0, 4, 100, 0.01, 0.012, 0.003), *others]
    assert [_is_near(place, tried) for place in range(6)] == [True, True, False, False, False, False]
    few = [_Week("V", 0, 1, 100, 0.01, 0.2, 0.0001), _Week("W", 0, 2, 100, 0.01, 0.2, 0.0001)]
    assert [_is_near(place, few) for place in range(2)] == [False, True], "two defects are no signal, three may be"


def test_what_two_more_defects_would_make_a_signal_is_not_nearly_one(run: Run) -> None:
    """Usually 1 of 100, three in a week: the chance of four is 0.0248, a signal begins at 0.0083."""
    run("import", "-", typed=shop({"1": [1] * 31 + [3, 1], "2": [2] * 33}))
    assert table(run("analyze", "trend", "--json").json["report"], "near") == []


def test_a_report_as_json_and_as_a_file_are_each_what_they_are(run: Run, tmp_path: Path) -> None:
    run("import", "-", typed=shop({"1": [1] * 33}))
    file = tmp_path / "r.html"
    assert run("analyze", "--json", "-o", file).json["file"] == str(file)
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run("analyze", "--json", "-o", tmp_path / "r").exit == 0
    assert json.loads((tmp_path / "r").read_text(encoding="utf-8"))["report"]["name"] == "summary"


def test_weeks_that_changed_since_the_period_before_are_named_with_by_how_much(run: Run) -> None:
    for day in ("2026-11-03", "2026-11-05", "2026-11-11"):
        run("inspect", "--product", "Cup", "--posting", f"{day}-1", "--stage", "buyer", "--found-at", day, now=NOW - timedelta(days=10))
    told = {each["name"]: each for each in run("analyze", "--weekly", "--as-of", "2026-11-22", "--json").json["report"]["tables"]}
    assert told["moved"]["rows"] == []
    run("inspect", "--product", "Cup", "--posting", "late-1", "--stage", "buyer", "--found-at", "2026-11-04", now=NOW - timedelta(days=3))
    run("resolve", 3, "--dismiss", "перепутано", now=NOW - timedelta(days=2))
    report = run("analyze", "--weekly", "--as-of", "2026-11-22", "--json").json["report"]
    assert table(report, "moved") == [
        {"week": "2026-W46", "was": 1, "now": 0, "change": -1},
        {"week": "2026-W45", "was": 2, "now": 3, "change": 1},
    ]
    again = run("analyze", "--weekly", "--as-of", "2026-11-15", "--json").json["report"]
    assert table(again, "moved") == [], "what was said then can be had again"


def test_what_was_imported_late_has_changed_the_weeks_to_which_it_belongs(run: Run) -> None:
    run("import", "-", typed=shop({"1": [1] * 33}), now=NOW - timedelta(days=10))
    run("import", "-", typed="cases:\n- {key: late, product: P, posting: late-1, stage: buyer, sku: '1', found_at: 2026-11-03}", now=NOW)
    report = run("analyze", "--weekly", "--json", now=NOW + timedelta(hours=1)).json["report"]
    assert table(report, "moved") == [{"week": "2026-W45", "was": 1, "now": 2, "change": 1}]
    assert table(run("analyze", "--weekly", "--as-of", "2026-11-22", "--json").json["report"], "moved") == []


def test_a_store_begun_since_has_no_weeks_that_changed(run: Run) -> None:
    run("import", "-", typed=shop({"1": [1] * 33}))
    assert table(run("analyze", "--weekly", "--json").json["report"], "moved") == []


def test_the_tables_of_csv_are_files_of_their_own_beside_it(run: Run, tmp_path: Path) -> None:
    run("import", "-", typed=shop({"1": [2] * 33, "=2": [1] * 33}))
    assert run("analyze", "trend", "-o", tmp_path / "week.csv").exit == 0
    names = {each.name for each in tmp_path.glob("*.csv")}
    assert {"week.csv", "week.by_week.csv", "week.by_sku.csv", "week.by_stage.csv"} <= names
    assert (tmp_path / "week.by_sku.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO((tmp_path / "week.by_sku.csv").read_text(encoding="utf-8-sig")))
    assert head[:2] == ["SKU", "Claimed"]
    assert {row[0]: row[1:4] for row in rows} == {"1": ["50", "0", "2500"], "'=2": ["25", "0", "2500"]}, "25 whole weeks of 26"


def test_the_rates_are_by_what_was_asked_for_and_by_cause_defect_and_stage(run: Run) -> None:
    run("import", "-", typed=shop({"1": [2] * 33}))
    report = run("analyze", "trend", "--by", "stage", "--json").json["report"]
    assert [each["name"] for each in report["tables"]] == ["by_week", "by_stage"]
    (row,) = table(report, "by_stage")
    assert (row["stage"], row["defects"], row["units"], row["rate"]) == ("buyer", 50, 2500, 0.02)
    report = run("analyze", "trend", "--by", "product", "--json").json["report"]
    assert [each["name"] for each in report["tables"]] == ["by_week", "by_sku"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("money", "--by", "cause"), 2, "not broken down"),
        (("money", "1"), 2, "takes no name"),
        (("-o", "report.pdf"), 2, "Use one of: .json, .csv, .md, .html, .xlsx"),
        (("-o", "report"), 2, "The file has no ending that tells the format."),
        (("--format", "csv", "-o", "report.html"), 2, "The file ends in “.html”, but --format says csv."),
        (("--from", "2027-01-01"), 2, "The first day has not come yet."),
        (("--from", "2026-11-02", "--to", "2026-11-01"), 2, "Swap --from and --to."),
        (("product", " "), 2, "Missing"),
        (("product", "чашка"), 5, "may be any of several: 1 (A-1, Чашка 1), 2 (A-2, Чашка 2)"),
        (("product", "Чашка 2"), 0, ""),
        (("product", "a-1"), 0, ""),
    ],
)
def test_what_a_report_cannot_take_is_refused_with_what_it_can(run: Run, words: tuple[str, ...], code: int, told: str) -> None:
    run("import", "-", typed=shop({"1": [2] * 33, "2": [2] * 33}))
    said = run("analyze", *words)
    assert (said.exit, told in said.err) == (code, True), said.err


def test_what_cannot_be_broken_down_without_deliveries_is_said(run: Run) -> None:
    run("inspect", "--sku", "1", "--product", "P", "--stage", "buyer")
    assert "Without deliveries there are no rates to break down" in run("analyze", "trend", "--by", "cause").out
    assert "to break down" not in run("analyze", "trend").out


def test_a_pipe_has_every_row(run: Run) -> None:
    run("import", "-", typed=shop({"1": [2] * 33}))
    out = run("analyze", "trend").out
    assert sum(line.startswith("2026-W") for line in out.splitlines()) == 26
    assert "more rows" not in out


def test_a_name_that_differs_by_case_only_is_taken_as_it_is_written(run: Run) -> None:
    run("import", "-", typed=shop({"ab": [1] * 33, "AB": [2] * 33}))
    assert [run("analyze", "product", sku, "--json").json["report"]["figures"]["claimed"] for sku in ("ab", "AB")] == [25, 50]


def test_a_period_without_a_first_day_begins_with_the_first_case(run: Run) -> None:
    run("import", "-", typed=shop({"1": [1] * 33}))
    assert run("analyze", "--to", "2026-05-01", "--json").json["report"]["period"]["from"] == "2026-04-06T00:00:00+03:00"


def test_an_empty_store_says_how_to_begin(run: Run) -> None:
    run("list")
    assert "ozon-returns inspect PHOTO" in run("analyze").out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("batch:B-1", "batch:B-1"),
        ("supplier:ИП Орлов", '"supplier:ИП Орлов"'),
        ('supplier:ООО "Ромашка"', "'supplier:ООО \"Ромашка\"'"),
        ("supplier:$(rm)", "'supplier:$(rm)'"),
        ("a;b", '"a;b"'),
    ],
)
def test_a_proposed_argument_is_safe_in_a_shell(text: str, shown: str) -> None:
    assert argument(text) == shown


def test_a_name_with_quotes_is_found_by_the_command_that_is_proposed(run: Run) -> None:
    for supplier in ('ООО "Ромашка"', '"Ромашка"'):
        run("inspect", "--product", "Cup", "--supplier", supplier, "--stage", "warehouse")
    assert run("list", 'supplier:ООО "Ромашка"', "--json").json["total"] == 1
    assert json.loads(run("list", 'supplier:"ООО "Ромашка""', "--json").out)["total"] == 1


def test_how_many_cases_were_resolved_and_closed_stands_beside_the_period_before(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "written_off", now=NOW - timedelta(days=7))
    told = run("analyze").out
    assert "\nResolved\t0\t1\n" in told
    assert "\nClosed\t0\t0\n" in told


def test_the_line_of_bars_is_captioned_with_the_weeks_that_it_has(run: Run) -> None:
    """Of the 26 weeks up to W48 the last one has no delivery yet, so that its rate is not known."""
    run("import", "-", typed=shop({"1": [1] * 31 + [12, 1]}))
    assert "  2026-W23 to 2026-W47; the highest 12.00 % in 2026-W46\n" in run("analyze", "trend").out


def test_a_count_is_captioned_as_a_whole_number(run: Run) -> None:
    for no in range(2):
        run("inspect", "--product", "Cup", "--posting", f"{no}-1", "--stage", "buyer")
    assert "  2026-W48 to 2026-W48; the highest 2 in 2026-W48\n" in run("analyze").out
