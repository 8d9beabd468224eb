"""What is skipped while deadlines are derived could not have been found, and what is kept is what would be found again."""

import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.clocks.clock import clocks_of
from ozon_returns.clocks.trigger import NotedRows
from ozon_returns.clocks.triggers import HAPPENINGS, impossible
from ozon_returns.store.journal import OWNED, Rows, rows_of
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import CostKind, DecisionKind, DemandKind, Direction, FulfillmentKind, OfferKind
from ozon_returns.vocabulary.case import Milestone
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


class _Row(dict[str, Any]):
    """A row whose other columns are empty."""

    def __missing__(self, _column: str) -> None:
        return None


_AT = "2026-11-01T00:00:00Z"
_SINGLE = [
    *(("milestone", _Row(kind=kind, at=_AT)) for kind in Milestone),
    *(("demand", _Row(kind=kind, at=_AT)) for kind in DemandKind),
    *(("decision", _Row(kind=kind, at=_AT, decider="seller")) for kind in DecisionKind),
    *(("offer", _Row({"kind": kind, "at": _AT, answer: _AT})) for kind in OfferKind for answer in ("chosen_at", "refused_at")),
    *(("fulfillment", _Row(kind=kind, at=_AT)) for kind in FulfillmentKind),
    *(("cost", _Row(kind=kind, at=_AT, amount=1)) for kind in CostKind),
    *(("letter", _Row(direction=way, sent_at=_AT, written_at=_AT)) for way in Direction),
    *(("action", _Row(kind=kind, at=_AT, done_at=_AT)) for kind in ActionKind),
    ("feedback", _Row(at=_AT)),
]


@pytest.mark.parametrize("stage", ["buyer", "warehouse"])
def test_no_pair_of_rows_has_what_is_impossible(stage: str) -> None:
    case = {"case": {"1": _Row(stage=stage, status="new", found_at=_AT)}}
    found: set[str] = set()
    for one, other in combinations(_SINGLE, 2):
        rows = dict(case)
        for key, (table, row) in enumerate((one, other), 1):
            rows[table] = {**rows.get(table, {}), str(key): _Row({**row, "id": key})}
        never = impossible(rows)
        assert [name for name in never if HAPPENINGS[name](rows)] == [], (one, other)
        found |= {name for name in HAPPENINGS if name not in never}
    assert len(found) > 50


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
