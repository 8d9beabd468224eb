"""A store that the version before made: it opens, is migrated, verified, exported the same, undone and seen as of then."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from ozon_returns.store.former_sums import FormerSums, payments_behind
from tests.conftest import NOW, TOP, Run

SAMPLES = TOP / "tests/samples"
LATER = NOW + timedelta(days=10)


@pytest.fixture
def old(home: Path) -> Path:
    """Make the home of a store of revision 0003, made by that version: tickets, parts of payments, money taken back, undo, an import."""
    (home / "cases").mkdir(parents=True)
    with closing(sqlite3.connect(home / "cases.db")) as store:
        store.executescript((SAMPLES / "store-0003.sql").read_text(encoding="utf-8"))
    return home


def test_it_opens_and_nothing_is_wrong_with_it(run: Run, old: Path) -> None:
    assert run("list", "--json", now=LATER).json["total"] == 5
    said = run("check", now=LATER)
    assert (said.exit, said.out) == (0, "")
    assert [each.name[:10] for each in (old / "backups").iterdir()] == ["cases-0003"]


def test_the_deadlines_that_moved_are_told_once(run: Run, old: Path) -> None:
    assert old.exists()
    first = run("list", now=LATER)
    assert "The rules have changed;" in first.err
    assert "Ozon has probably approved the claim" in run("due", "--limit", "0", now=LATER).out
    assert "The rules have changed;" not in run("list", now=LATER).err
    assert run("check", now=LATER).out == ""


def differing(old: Any, new: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401  any part of a case file
    """Yield the places at which a case file of today says something else than, or less than, the old one."""
    if isinstance(old, dict):
        for name, value in old.items():
            yield from differing(value, new.get(name), f"{place}.{name}")
    elif isinstance(old, list):
        for position, value in enumerate(old):
            yield from differing(value, new[position], f"{place}[{position}]")
    elif old != new:
        yield place


def test_the_export_is_the_same_but_for_the_new_fields(run: Run, old: Path) -> None:
    then = yaml.safe_load((SAMPLES / "store-0003.yaml").read_text(encoding="utf-8"))
    now = yaml.safe_load(run("export", now=LATER).out)
    assert old.exists()
    assert list(differing(then, now)) == []
    told = [each["kind"] for each in now["cases"][0]["history"]]
    assert told[-1] == "case_migrated"
    assert "case_migrated" not in [each["kind"] for each in now["cases"][2]["history"]]


def test_the_money_of_its_tickets_is_rows_now(run: Run, old: Path) -> None:
    assert old.exists()

    def money(case: int) -> tuple[Any, ...]:
        ticket = run("show", case, "--json", now=LATER).case["tickets"][0]
        payments = [(each["kind"], each["amount"], each["at"][:10]) for each in ticket["payments"]]
        return payments, ticket["paid"], ticket["taken_back"], ticket["outstanding"]

    assert money(1) == ([("paid", "600.00", "2026-11-28"), ("paid", "500.00", "2026-11-30")], "1100.00", None, "400.00")
    assert money(2) == ([("paid", "300.00", "2026-11-25"), ("taken_back", "300.00", "2026-11-28")], "300.00", "300.00", "300.00")
    assert money(5) == ([("paid", "700.00", "2026-10-07")], "700.00", None, "0.00")
    assert run("list", "owed:yes", "--json", now=LATER).json["owed_sum"] == "700.00"


def test_changes_of_before_are_undone_where_their_journal_still_applies(run: Run, old: Path) -> None:
    assert old.exists()
    assert run("undo", 3, "--json", now=LATER).json["undone"] == "case_closed"
    refused = run("undo", 1, "--json", now=LATER)
    assert (refused.exit, refused.error["code"]) == (5, "invalid")
    assert run("check", now=LATER).out == ""


def test_it_is_seen_as_of_before_the_migration(run: Run, old: Path) -> None:
    assert old.exists()

    def seen(case: int, when: str) -> tuple[str, str | None, str]:
        told = run("show", case, "--json", "--as-of", when, now=LATER).case
        return told["status"], told["tickets"][0]["paid"] if told["tickets"] else None, told["owed"]

    assert seen(1, "2026-11-24") == ("ticketed", None, "0.00")
    assert seen(1, "2026-11-27") == ("ticketed", None, "1500.00")
    assert seen(1, "2026-11-29 13:00") == ("ticketed", "600.00", "900.00")
    assert seen(1, "2026-12-02") == ("ticketed", "1100.00", "400.00")


@pytest.mark.parametrize("sql", ['UPDATE ticket SET paid = 1 WHERE "case" = 1', 'UPDATE "case" SET price = 1 WHERE number = 1'])
def test_what_was_altered_before_the_migration_stays_told_after_it(run: Run, old: Path, sql: str) -> None:
    with closing(sqlite3.connect(old / "cases.db")) as store:
        store.execute(sql)
        store.commit()
    assert [(each["kind"], each["case"]) for each in run("check", "--json", now=LATER).json["problems"]] == [("row_changed", 1)]


R = "2026-11-0"


@pytest.mark.parametrize(
    ("sums", "recovered", "payments"),
    [
        # Paid 1,000 on the 3rd and taken back on the 6th: it had been paid.
        (FormerSums(None, None, 1000, R + "6", R + "2"), [(1000, R + "3")], [("paid", 1000, R + "3"), ("taken_back", 1000, R + "6")]),
        # ... and paid again on the 8th.
        (FormerSums(1000, R + "8", 1000, R + "6", R + "7"), [(1000, R + "3"), (1000, R + "8")], [("paid", 1000, R + "3"), ("taken_back", 1000, R + "6"), ("paid", 1000, R + "8")]),
        # In parts on the 4th and 5th, taken back on the 6th.
        (FormerSums(None, None, 1000, R + "6", R + "2"), [(400, R + "4"), (600, R + "5")], [("paid", 400, R + "4"), ("paid", 600, R + "5"), ("taken_back", 1000, R + "6")]),
        # Of 1,000 only 300 were taken back.
        (FormerSums(None, None, 300, R + "6", R + "2"), [(1000, R + "3")], [("paid", 1000, R + "3"), ("taken_back", 300, R + "6")]),
        # ... on the day it was paid.
        (FormerSums(None, None, 300, R + "6", R + "2"), [(1000, R + "6")], [("paid", 1000, R + "6"), ("taken_back", 300, R + "6")]),
        # Nothing tells when it was paid: at the latest when it was taken back.
        (FormerSums(None, None, 300, R + "6", R + "2"), [], [("paid", 300, R + "6"), ("taken_back", 300, R + "6")]),
        # A part on the 4th, and 50 that did not come through the ticket.
        (FormerSums(400, None, None, None, R + "3"), [(400, R + "4"), (50, R + "5")], [("paid", 400, R + "4")]),
        # The day it had all been paid is known, and is none of those.
        (FormerSums(700, R + "7", None, None, R + "3"), [(700, R + "1")], [("paid", 700, R + "7")]),
        (FormerSums(700, None, None, None, R + "3"), [(600, R + "4")], [("paid", 700, R + "3")]),
        (FormerSums(None, None, None, None, R + "3"), [(600, R + "4")], []),
    ],
)  # fmt: skip
def test_the_payments_behind_former_sums_are_those_a_hand_finds(sums: FormerSums, recovered: list[Any], payments: list[Any]) -> None:
    assert list(payments_behind(sums, recovered)) == payments
