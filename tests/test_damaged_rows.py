"""Rows that another program has damaged: every column of every table, every command; a sentence with case and column, never a traceback."""

import itertools
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlmodel import SQLModel

from ozon_returns.store import line_tables, tables
from tests.conftest import Run, drawn, ready_made

POISON = [b"\xff\x00blob", "[" * 10_000, "a\0b", 2**62, 1.5, 9e300, "x", "", "{}", "[1]", "2026-99-99T00:00:00Z"]
COLUMNS = [(table.name, column.name) for table in SQLModel.metadata.sorted_tables for column in table.columns]
COMMANDS = [
    "list", "list --json", "list owed:yes", "list --as-of 2026-11-01", "show 1", "show 1 --json --as-of 2026-11-23", "show 1 --letter internal.inspection --by-hand",
    "due", "due --json --within 90d", "due --ics -", "analyze", "analyze --json --by supplier", "export", "export --format csv", "undo", "undo 1", "undo --redo", "fix 1", "fix 1 note=y", "contact 1 --decide approve --force x", "contact 1 --done refund --force x", "advise 1", "products", "products 1 cost=6", "inspect --sku 1",
    "contact 1 --offer refund", "contact 1 --reply x", "contact 1 --letters", "ticket 1 --answer x", "ticket 1 --situation other --force x", "ticket 1 --paid-at today --amount 1 --force x",
    "resolve 1 --outcome refund --cost refund=1", "inspect --case 1 --note x", "inspect --product Cup", "check --json", "check --repair", "check --repair --purge", "backup", "settings",
]  # fmt: skip


PARTS = int(os.environ.get("COLUMN_FUZZ_PARTS", "4"))
"""Of how many parts of all trials the exhaustive test takes one, another for each command; 1 makes 51,000 of them."""


def test_every_table_is_among_them() -> None:
    assert {tables.CaseRow.__tablename__, line_tables.PaymentRow.__tablename__} <= {table for table, _column in COLUMNS}
    assert len(COLUMNS) > 120


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, home_with_kettle: Path) -> Path:
    """Make, once, a home with a row in every table."""
    top = tmp_path_factory.mktemp("damaged")
    shutil.copytree(home_with_kettle, top / "home")
    (top / "cup.jpg").write_bytes(drawn("label", 4))
    (top / "d.yaml").write_text(
        'deliveries: [{sku: "1", from: 2026-11-01, to: 2026-11-07, units: 4}]\nproducts: [{sku: "1", cost: 5, commission: 0.1}]\nlots: [{sku: "1", received: 2026-11-01, quantity: 2, unit_cost: 3}]'
    )
    return ready_made(
        top / "home",
        ["import", top / "d.yaml"],
        ["contact", 1, "--offer", "bonus", "--amount", "500", "--demand", "refund"],
        ["contact", 1, "--decide", "partial", "--amount", "500", "--done", "bonus"],
        ["ticket", 1, "--ask", "1990", "--number", "77"],
        ["ticket", 1, "--answer", "Ждите"],
        ["ticket", 1, "--outcome", "partly", "--amount", "1000"],
        ["ticket", 1, "--paid-at", "today", "--amount", "400"],
        ["inspect", "--case", 1, "--date", "return_received=today", top / "cup.jpg"],
        ["resolve", 1, "--outcome", "bonus", "--cost", "delivery=50", "--action", "training: tape"],
        ["contact", 1, "--satisfied", "yes"],
    )


def poison(home: Path, table: str, column: str, value: object) -> bool:
    """Write a value into the last row of a table; return whether SQLite let it in."""
    with closing(sqlite3.connect(home / "cases.db")) as store:
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
            store.execute(f"PRAGMA {pragma}")
        for trigger in ("event_is_not_changed", "event_is_not_removed"):
            store.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        try:
            store.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = (SELECT max(rowid) FROM "{table}")', (value,))
        except sqlite3.Error:
            return False
        store.commit()
    return True


def attempt(run: Run, filled: Path, home: Path, trial: tuple[tuple[str, str], object, str]) -> None:
    """Damage a column of a copy of the home, and run a command on it."""
    (table, column), value, command = trial
    shutil.copytree(filled, home)
    if poison(home, table, column, value):
        said = run(*command.split())
        told = f"{table}.{column} = {str(value)[:20]!r}: {command}: {said.exit}\n{said.err[:300]}"
        assert said.exit in (0, 3, 4, 5, 7, 10, 11, 12), told
        assert "Traceback" not in said.err, told
    shutil.rmtree(home)


@pytest.mark.parametrize("part", range(4))
def test_a_damaged_column_is_named_or_does_no_harm(run: Run, filled: Path, home: Path, part: int) -> None:
    chance = Random(part)  # noqa: S311  trials, not secrets
    for _trial in range(30):
        attempt(run, filled, home, (chance.choice(COLUMNS), chance.choice(POISON), chance.choice(COMMANDS)))


@pytest.mark.exhaustive
@pytest.mark.parametrize("command", COMMANDS)
def test_every_column_of_every_table_with_every_command(run: Run, filled: Path, home: Path, command: str) -> None:
    pairs = list(itertools.product(COLUMNS, POISON))
    for column, value in pairs[COMMANDS.index(command) % PARTS :: PARTS]:
        attempt(run, filled, home, (column, value, command))


@pytest.mark.parametrize(
    ("table", "column", "value", "command"),
    [
        ("event", "facts", "[" * 10_000, "show 1"),
        ("event", "rows", "[" * 10_000, "undo"),
        ("case", "why", "[" * 10_000, "list --json"),
        ("photo", "file", b"\xff", "show 1"),
        ("milestone", "kind", b"\xff", "show 1"),
        ("photo", "file", "cases/000001/a\0b.jpg", "ticket 1 --situation other"),
        ("ticket", "no", 9e300, "ticket 1 --situation other --force x"),
    ],
)
def test_the_case_and_the_column_are_named(
    run: Run, filled: Path, home: Path, table: str, column: str, value: object, command: str
) -> None:
    shutil.copytree(filled, home)
    assert poison(home, table, column, value)
    said = run(*command.split(), "--json")
    assert (said.exit, said.error["code"]) == (12, "store_damaged")
    assert "case 1" in said.error["message"]
    assert f"{table}.{column}" in said.error["message"]


def test_an_event_of_no_case_is_named_by_its_column(run: Run, filled: Path, home: Path) -> None:
    shutil.copytree(filled, home)
    assert poison(home, "event", "case", "x")
    said = run("list", "--as-of", "2026-11-01", "--json")
    assert (said.exit, said.error["code"]) == (12, "store_damaged")
    assert "event.case" in said.error["message"]
