"""Files of more cases than are written at once: nothing is kept of one with a fault, and photos come with the cases of any batch."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ozon_returns.store.insertion import insert_values
from tests.conftest import Run

MANY = 1201
"""More than two batches."""


def many(*changed: tuple[int, str]) -> str:
    """Return a case file, with lines of some cases added by their numbers."""
    added = dict(changed)
    cases = (f"- {{key: k{no}, product: Kettle, found_at: 2026-11-20, price: 1990{added.get(no, '')}}}" for no in range(1, MANY + 1))
    return "\n".join(["cases:", *cases])


def count(home: Path) -> int:
    """Return how many cases there are."""
    if not (home / "cases.db").exists():
        return 0
    with closing(sqlite3.connect(home / "cases.db")) as store:
        return int(store.execute('SELECT count(*) FROM "case"').fetchone()[0])


def test_a_fault_in_the_last_batch_keeps_nothing_of_the_others(run: Run, home: Path) -> None:
    said = run("import", "-", typed=many((700, ", stage: nowhere"), (MANY, ", quantity: many")))
    assert said.exit == 5
    assert "line 701, stage" in said.err
    assert f"line {MANY + 1}, quantity" in said.err
    assert count(home) == 0
    assert run("check").exit == 0


def test_all_cases_come_once_and_the_same_file_again_changes_nothing(run: Run, home: Path) -> None:
    assert run("import", "-", "--json", typed=many()).json["added"] == MANY
    again = run("import", "-", "--json", typed=many((5, ", article: KT-1"))).json
    assert [again[each] for each in ("added", "updated", "unchanged")] == [0, 1, MANY - 1]
    assert count(home) == MANY
    assert run("check").exit == 0


def test_photos_of_a_later_batch_are_kept_and_a_fault_after_them_leaves_no_file(
    run: Run, home: Path, photo: Callable[..., Path], tmp_path: Path
) -> None:
    shown = photo("crack.jpg")
    file = tmp_path / "cases.yaml"
    pictured = f", photos: [{{file: {json.dumps(str(shown))}}}]"
    file.write_text(many((3, pictured), (900, pictured), (MANY, ", price: lots")), encoding="utf-8")
    assert run("import", file).exit == 5
    assert [each for each in (home / "cases").rglob("*") if each.is_file()] == []
    file.write_text(many((3, pictured), (900, pictured)), encoding="utf-8")
    assert run("import", file).exit == 0
    held = run("show", 900, "--json").case["photos"]
    assert [(home / each["file"]).read_bytes() for each in held] == [shown.read_bytes()]
    assert sorted(each.parent.name for each in (home / "cases").rglob("*.jpg")) == ["000003", "000900"]
    assert run("check").exit == 0


@pytest.mark.parametrize("columns", [1, 45, 46, 900, 950])
def test_a_statement_has_no_more_values_than_every_sqlite_takes(columns: int) -> None:
    names = [f"c{no}" for no in range(columns)]
    with closing(sqlite3.connect(":memory:")) as store:
        store.execute(f"CREATE TABLE wide ({', '.join(names)})")
        store.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        insert_values(store, "wide", names, ([no] * columns for no in range(50)))
        assert [row[0] for row in store.execute("SELECT c0 FROM wide")] == list(range(50))


@pytest.mark.parametrize("before", range(2 * 65536 - 16, 2 * 65536 + 1))
def test_halves_of_a_character_are_joined_where_the_file_is_read_in_parts(run: Run, tmp_path: Path, before: int) -> None:
    file = tmp_path / "cases.json"
    head = '{"cases": [{"key": "k", "sku": "1", "product": "'
    rest = '\\ud83d\\ude00 kettle"}]}' + " " * 70_000
    file.write_text(head.replace("{", "{" + " " * (before - len(head)), 1) + rest, encoding="utf-8")
    assert run("import", file).exit == 0
    assert run("show", 1, "--json").case["product"] == "\N{GRINNING FACE} kettle"
