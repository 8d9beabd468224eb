"""Lots in use, first in, first out: each answer was written down by hand first."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.store.lots import ReceivedLot, first_in_first_out, stored_for
from tests.conftest import NOW, Run
from tests.flow.test_trend import table

A = ReceivedLot("S", "A", date(2026, 6, 1), 70)
B = ReceivedLot("S", "B", date(2026, 6, 5), 70)
LATE = ReceivedLot("S", "L", date(2026, 7, 1), 70)
WEEKS = [(date(2026, 6, 1 + 7 * no), date(2026, 6, 7 + 7 * no), 70) for no in range(3)]


def test_a_lot_is_in_use_once_the_one_before_is_sold() -> None:
    """Seventy units at ten a day last seven days: the second lot begins on the eighth, and goes on where no other has come."""
    assert first_in_first_out([A, B], WEEKS) == [(date(2026, 6, 1), A), (date(2026, 6, 8), B)]


def test_a_lot_is_not_in_use_before_it_has_come() -> None:
    assert first_in_first_out([A, LATE], WEEKS) == [(date(2026, 6, 1), A)]
    assert first_in_first_out([A, LATE], [*WEEKS, (date(2026, 7, 1), date(2026, 7, 2), 20)])[-1] == (date(2026, 7, 1), LATE)


def test_what_was_sold_beyond_a_lot_takes_nothing_from_the_next() -> None:
    """Ten units at two a day last five days; what is sold from then on was never entered, and the lot of March is whole when it comes."""
    lots = [
        ReceivedLot("S", name, date(2026, *day), units) for name, day, units in (("1", (1, 1), 10), ("2", (3, 1), 100), ("3", (3, 2), 100))
    ]
    sold = [(date(2026, 1, 1) + timedelta(days=no), date(2026, 1, 1) + timedelta(days=no), 2) for no in range(150)]
    assert [(day, lot.batch) for day, lot in first_in_first_out(lots, sold)] == [
        (date(2026, 1, 1), "1"),
        (date(2026, 3, 1), "2"),
        (date(2026, 4, 20), "3"),
    ]


def test_what_was_sold_of_a_day_beyond_a_lot_is_of_the_next_if_that_had_come() -> None:
    """Seven a day of three lots of ten: four of the second day are of the second lot, which ends on the third, one unit short."""
    lots = [ReceivedLot("S", name, date(2026, 1, 1), 10) for name in "123"]
    sold = [(date(2026, 1, no), date(2026, 1, no), 7) for no in range(1, 5)]
    assert [(day.day, lot.batch) for day, lot in first_in_first_out(lots, sold)] == [(1, "1"), (3, "2"), (4, "3")]


def test_what_was_sold_before_the_first_lot_came_takes_nothing_from_it() -> None:
    before = (date(2026, 5, 1), date(2026, 5, 31), 500)
    assert first_in_first_out([A, B], [before, *WEEKS]) == [(date(2026, 6, 1), A), (date(2026, 6, 8), B)]
    assert first_in_first_out([], WEEKS) == []


@pytest.mark.parametrize(
    ("day", "band"),
    [((2026, 6, 1), "0–30"), ((2026, 7, 1), "0–30"), ((2026, 7, 2), "31–90"), ((2026, 8, 31), "91+"), ((2026, 5, 31), None)],
)
def test_days_in_storage_are_counted_from_the_day_the_lot_came(day: tuple[int, int, int], band: str | None) -> None:
    assert stored_for(A, date(*day)) == band


def shop(*, batches: bool) -> str:
    """Return a shop that sells 20 units a day of one product: 700 of the first lot, then 700 of the second, of which one in ten is bad."""
    lots = [
        "- {sku: '1', received: 2026-07-06, quantity: 700, supplier: S, batch: GOOD}",
        "- {sku: '1', received: 2026-07-20, quantity: 700, supplier: S, batch: BAD}",
    ]
    sold, cases = [], []
    for day in range(70):
        when = f"2026-{7 + (day + 5) // 31:02}-{(day + 5) % 31 + 1:02}"
        batch = ("GOOD" if day < 35 else "BAD") if batches else ""
        sold.append(f"- {{sku: '1', from: {when}, to: {when}, units: 20{', batch: ' + batch if batch else ''}}}")
        for no in range(2 if day >= 35 else day % 7 == 0):
            told = f"- {{key: '{day}-{no}', product: P, posting: 'p{day}-{no}', stage: buyer, sku: '1', found_at: {when}"
            cases.append(f"{told}{', batch: ' + batch if batch else ''}, dates: [{{kind: delivered, at: {when}}}]}}")
    return "\n".join(["cases:", *cases, "lots:", *lots, "deliveries:", *sold])


@pytest.mark.parametrize("batches", [True, False])
def test_batches_that_nobody_wrote_down_are_those_of_the_lots_and_are_marked(run: Run, *, batches: bool) -> None:
    """35 days of 20 units: 5 defects in the first lot, 70 in the second."""
    assert run("import", "-", typed=shop(batches=batches), now=NOW).exit == 0
    words = ("--from", "2026-07-06", "--to", "2026-09-13")
    trend = run("analyze", "trend", *words, "--json").json["report"]
    assert {row["batch"]: (row["defects"], row["units"]) for row in table(trend, "by_batch")} == {"BAD": (70, 700), "GOOD": (5, 700)}
    cause: dict[str, Any] = run("analyze", "cause", *words, "--json").json["report"]
    first = cause["advice"][0]
    assert (first["kind"], first["dimension"], first["value"], first["batch"]) == ("supplier_claim", "batch", "1", "BAD")
    assert first["evidence"]["assumed"] is not batches
    said = run("analyze", "cause", *words).out
    assert ("assumed from the lots received" in said) is not batches
    assert "91+" not in said
    assert {row["storage"]: (row["defects"], row["units"]) for row in table(trend, "by_storage")} == {
        "0–30": (4 + 14, 560 + 140),
        "31–90": (1 + 56, 140 + 560),
    }, "each lot is used within 28 days in its first week, or first four, and later in the others"


def test_long_storage_may_be_blamed_and_a_short_one_never(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One lot, sold from July to November: of the units stored for over 90 days 15 % are bad, of the others none; and the other way round."""
    monkeypatch.chdir(tmp_path)
    for late in (True, False):
        home = "late" if late else "early"
        lines, cases = [], []
        for week in range(20):
            monday = date(2026, 7, 6) + timedelta(weeks=week)
            lines.append(f"- {{sku: '1', from: {monday}, to: {monday + timedelta(days=6)}, units: 60, batch: A}}")
            is_bad = (monday + timedelta(days=7) - date(2026, 7, 6)).days > 90 if late else week < 3
            cases += [
                f"- {{key: '{week}-{no}', product: P, posting: 'p{week}-{no}', stage: buyer, sku: '1', batch: A, found_at: {monday},"
                f" dates: [{{kind: delivered, at: {monday}}}]}}"
                for no in range(9 if is_bad else 0)
            ]
        told = "\n".join(["cases:", *cases, "lots:", "- {sku: '1', received: 2026-07-06, quantity: 5000, batch: A}", "deliveries:", *lines])
        assert run("import", "-", "--home", home, typed=told, now=NOW, named=False).exit == 0
        words = ("analyze", "cause", "--from", "2026-07-06", "--to", "2026-11-22", "--home", home, "--json")
        advice = run(*words, named=False).json["report"]["advice"]
        found = [(each["kind"], each["dimension"], each["value"]) for each in advice]
        assert found == ([("improve_storage", "storage", "91+")] if late else [])


def test_of_lots_of_several_suppliers_none_is_guessed_where_deliveries_name_theirs(run: Run) -> None:
    """Both suppliers deliver all the time; the cases do not say whose they are: by lots in a row, all would be of one of them."""
    sold, cases = [], []
    for week in range(20):
        monday = date(2026, 7, 6) + timedelta(weeks=week)
        sold += [f"- {{sku: '1', from: {monday}, to: {monday + timedelta(days=6)}, units: 100, supplier: {name}}}" for name in "AB"]
        cases += [
            f"- {{key: '{week}-{no}', product: P, posting: 'p{week}-{no}', stage: buyer, sku: '1', found_at: {monday}}}" for no in range(6)
        ]
    lots = [f"- {{sku: '1', received: 2026-07-0{no}, quantity: 5000, supplier: {name}}}" for no, name in ((1, "A"), (2, "B"))]
    assert run("import", "-", typed="\n".join(["cases:", *cases, "lots:", *lots, "deliveries:", *sold]), now=NOW).exit == 0
    report = run("analyze", "cause", "--json").json["report"]
    assert report["advice"] == []
    assert all(row["value"] not in "AB" or row["defects"] == 0 for row in table(report, "contrasts"))
