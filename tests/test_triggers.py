"""What is skipped while deadlines are derived could not have been found, and what is kept is what would be found again."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ozon_returns.clocks.clock import clocks_of
from ozon_returns.clocks.trigger import NotedRows
from ozon_returns.clocks.triggers import HAPPENINGS, impossible
from ozon_returns.store.journal import OWNED, Rows, rows_of
from tests.conftest import BOOK, Run


@pytest.fixture(name="cases")
def demo_cases(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Rows]:
    """Return the rows of the cases of the demo, each whole and without one table after another."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    home = Path(run("demo", "--json").json["home"])
    with closing(sqlite3.connect(home / "cases.db")) as store:
        numbers = [row[0] for row in store.execute('SELECT number FROM "case"')]
        whole = list(rows_of(store, numbers).values())
    return [
        {name: rows for name, rows in case.items() if name != left_out} for case in whole for left_out in ("", *OWNED) if left_out != "case"
    ]


def test_nothing_is_found_of_what_is_impossible(cases: list[Rows]) -> None:
    skipped = {name for rows in cases for name in impossible(rows)}
    found = {name for rows in cases for name, find in HAPPENINGS.items() if find(rows)}
    assert len(skipped & found) > 20, "the cases do not differ in what can be found in them"
    assert [name for rows in cases for name in impossible(rows) if HAPPENINGS[name](rows)] == []


def test_what_was_found_once_is_found_again(cases: list[Rows]) -> None:
    for rows in cases:
        noted = NotedRows(rows)
        for find in HAPPENINGS.values():
            assert find(noted) == find(rows)
            assert find(noted) == find(rows)


def test_rows_of_another_case_are_looked_through_anew(cases: list[Rows]) -> None:
    derived = [clocks_of(rows, BOOK) for rows in cases]
    assert [clocks_of(rows, BOOK) for rows in reversed(cases)] == derived[::-1]
    assert len({tuple(each) for each in derived}) > 10
