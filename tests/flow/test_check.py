"""`check`: silent where all is well; whatever another hand has done is found and named with its case."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, TOP, Run, drawn, needs_links, needs_processes, ready_made

Take = Callable[..., Path]


@pytest.fixture(scope="module")
def home_with_work(tmp_path_factory: pytest.TempPathFactory, home_with_kettle: Path) -> Path:
    """Make, once, a home with a case in which much was done, between two others."""
    top = tmp_path_factory.mktemp("worked")
    shutil.copytree(home_with_kettle, top / "home")
    (top / "cup.jpg").write_bytes(drawn("label", 4))
    return ready_made(
        top / "home",
        ["inspect", top / "cup.jpg", "--product", "Cup"],
        ["contact", 1, "--offer", "bonus", "--amount", "500"],
        ["contact", 1, "--reply", "Хорошо", "--choice", "bonus"],
        ["ticket", 1, "--ask", "1990", "--number", "77"],
        ["ticket", 1, "--answer", "Ждите"],
        ["resolve", 1, "--outcome", "bonus", "--cost", "bonus=500", "--recovered", "ozon=100", "--action", "training: tape"],
        ["contact", 1, "--satisfied", "yes"],
        ["inspect", "--product", "Last"],
    )


@pytest.fixture
def worked(home: Path, home_with_work: Path) -> int:
    """Return the number of the case in which much was done, in a home of its own."""
    shutil.copytree(home_with_work, home)
    return 1


def tampered(home: Path, *statements: str) -> None:
    """Edit the store with another tool, which does not care for what guards it."""
    with closing(sqlite3.connect(home / "cases.db")) as store:
        store.execute("DROP TRIGGER IF EXISTS event_is_not_changed")
        store.execute("DROP TRIGGER IF EXISTS event_is_not_removed")
        store.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            store.execute(statement)
        store.commit()


def problems(run: Run, *words: str) -> list[tuple[str, int | None]]:
    """Check, and give what is wrong besides the missing guards: kind and case."""
    said = run("check", "--json", *words)
    assert said.exit == (12 if said.json["problems"] else 0)
    return [(each["kind"], each["case"]) for each in said.json["problems"] if each["kind"] != "guard_missing"]


def test_all_is_well_and_nothing_is_said(run: Run, worked: int, home: Path) -> None:
    assert worked
    assert run("import", TOP / "cases.example.yaml").exit == 0
    for words in ((), ("--quick",), ("--repair",)):
        said = run("check", *words)
        assert (said.exit, said.out, said.err) == (0, "", "")
    told = run("check", "--json").json
    assert (told["cases"], told["photos"], told["problems"], told["repaired"]) == (30, 17, [], [])
    assert told["events"] > 30
    assert re.fullmatch("[0-9a-f]{64}", told["head"])
    assert (home / "cases/000001/ticket-1/contact-sheet.jpg").exists()


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE "case" SET price = 1 WHERE number = 1',
        "UPDATE \"case\" SET status = 'closed' WHERE number = 1",
        "UPDATE photo SET role = 'label' WHERE \"case\" = 1 AND role = 'defect'",
        'DELETE FROM photo WHERE "case" = 1 AND id = 2',
        "UPDATE letter SET text = 'x' WHERE id = 1",
        "UPDATE offer SET amount = 1",
        "UPDATE ticket SET asked = 1",
        "UPDATE answer SET text = 'x'",
        "UPDATE cost SET amount = 1",
        "DELETE FROM recovery",
        "INSERT INTO recovery (\"case\", payer, amount, at) VALUES (1, 'ozon', 1, '2026-11-23T00:00:00Z')",
        "UPDATE action SET text = 'x'",
        "UPDATE feedback SET satisfied = 0",
        'DELETE FROM defect WHERE "case" = 1',
    ],
)
def test_an_edited_row_is_found(run: Run, worked: int, home: Path, statement: str) -> None:
    tampered(home, statement)
    assert ("row_changed", worked) in problems(run)
    assert {case for _kind, case in problems(run)} <= {worked}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE event SET facts = '{}' WHERE id = 3", ("event_changed", 1)),
        ("UPDATE event SET at = '2026-01-01T00:00:00Z' WHERE id = 3", ("event_changed", 1)),
        ("UPDATE event SET state = '{}' WHERE id = 9", ("event_changed", 3)),
        ("DELETE FROM event WHERE id = 3", ("event_missing", 1)),
        ("DELETE FROM event WHERE id = 1", ("event_missing", 1)),
        ("DELETE FROM event WHERE id = 2", ("event_missing", 2)),
        ("DELETE FROM event WHERE id = (SELECT max(id) FROM event)", ("event_missing", 3)),
        ('DELETE FROM "case" WHERE number = 3', ("case_missing", 3)),
        ("UPDATE event SET facts = 'no JSON' WHERE id = 4", ("event_changed", 1)),
        ("UPDATE delivery SET units = 1", ("row_changed", None)),
        ("DELETE FROM delivery", ("row_changed", None)),
    ],
)
def test_an_event_that_was_touched_is_found(run: Run, worked: int, home: Path, statement: str, found: tuple[str, int | None]) -> None:
    assert worked
    if "delivery" in statement:
        run("import", TOP / "cases.example.yaml")
    tampered(home, statement)
    assert found in problems(run)


def test_what_another_hand_did_stays_told_after_the_next_change(run: Run, worked: int, home: Path) -> None:
    tampered(home, 'UPDATE "case" SET price = 1 WHERE number = 1', "DELETE FROM photo WHERE id = 2")
    assert run("contact", worked, "--reply", "ok").exit == 0
    assert problems(run, "--repair") == [("row_changed", worked)]
    assert "case, photo" in run("check").out
    assert run("show", worked, "--json").case["history"][-1]["facts"]["found_changed"] == ["case", "photo"]


def test_deliveries_changed_by_another_hand_stay_told(run: Run, home: Path) -> None:
    run("import", "-", typed="deliveries: [{sku: '1', from: 2026-11-01, to: 2026-11-07, units: 5}]")
    tampered(home, "UPDATE delivery SET units = 1")
    run("import", "-", typed="deliveries: [{sku: '2', from: 2026-11-01, to: 2026-11-07, units: 5}]")
    assert problems(run, "--repair") == [("row_changed", None)]


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE "case" SET price = 999900, events = 0 WHERE number = 1',
        "UPDATE \"case\" SET note = x'00ff' WHERE number = 1",
        "UPDATE \"case\" SET note = CAST(x'ff' AS TEXT) WHERE number = 1",
        "UPDATE ticket SET files = 'nonsense'",
        "UPDATE ticket SET files = '[{}]'",
        "UPDATE \"case\" SET events = 'abc' WHERE number = 1",
    ],
)
def test_rows_that_make_no_sense_are_found_too(run: Run, worked: int, home: Path, statement: str) -> None:
    tampered(home, statement)
    assert worked in {case for _kind, case in problems(run)}
    run("contact", worked, "--reply", "ok")
    assert worked in {case for _kind, case in problems(run)}


def test_no_file_outside_the_home_is_made_or_read(run: Run, worked: int, home: Path, tmp_path: Path) -> None:
    assert worked
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    for file, of in (("../EVIL.jpg", "cases/000001/02-packaging.jpg"), ("cases/000001/ticket-1/x.pdf", "../secret.pdf")):
        tampered(home, f'UPDATE ticket SET files = \'[{{"file":"{file}","of":"{of}","caption":""}}]\'')
        assert run("check", "--repair").exit == 12
        assert not (tmp_path / "EVIL.jpg").exists()
        assert not (home / "cases/000001/ticket-1/x.pdf").exists()


def test_views_and_guards_of_another_hand_are_found_and_put_right(run: Run, worked: int, home: Path) -> None:
    assert worked
    tampered(
        home,
        "CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON photo BEGIN SELECT 1; END",
        'CREATE TRIGGER evil AFTER INSERT ON letter BEGIN UPDATE "case" SET price = 1; END',
        "DROP VIEW duties",
    )
    assert [each["kind"] for each in run("check", "--json").json["problems"]] == ["guard_missing"]
    assert run("check", "--repair").exit == 0
    assert run("list").exit == 0


def test_a_photo_is_never_replaced(run: Run, kettle: int, home: Path, photo: Take) -> None:
    kept = (home / "cases/000001/04-overall.jpg").read_bytes()
    tampered(home, "DELETE FROM photo WHERE id = 2")
    assert run("inspect", f"overall={photo('more.jpg', 'overall', seed=8)}", "--case", kettle).exit == 0
    assert (home / "cases/000001/04-overall.jpg").read_bytes() == kept
    assert (home / "cases/000001/05-overall.jpg").exists()


@needs_links
def test_a_case_folder_on_another_disk_is_no_stray(run: Run, worked: int, home: Path, tmp_path: Path) -> None:
    assert worked
    (home / "cases/000002").rename(tmp_path / "elsewhere")
    (home / "cases/000002").symlink_to(tmp_path / "elsewhere")
    assert run("check", "--repair").exit == 0
    assert (home / "cases/000002").is_symlink()


def test_damaged_rows_are_said_and_no_traceback(run: Run, worked: int, home: Path) -> None:
    tampered(home, "UPDATE \"case\" SET opened_at = 'garbage', why = '[' WHERE number = 1")
    assert run("show", worked, "--json").error["exit"] == 12


def test_a_moved_event_is_found(run: Run, worked: int, home: Path) -> None:
    tampered(
        home, "UPDATE event SET id = 100 WHERE id = 3", "UPDATE event SET id = 3 WHERE id = 4", "UPDATE event SET id = 4 WHERE id = 100"
    )
    assert ("event_changed", worked) in problems(run)
    assert ("chain_broken", None) in problems(run)


def test_a_case_taken_out_without_a_trace_is_found(run: Run, worked: int, home: Path) -> None:
    assert worked
    tables = "defect photo letter offer ticket cost recovery action feedback event".split()
    tampered(home, *(f'DELETE FROM {table} WHERE "case" = 3' for table in tables), 'DELETE FROM "case" WHERE number = 3')
    assert problems(run) == [("case_missing", 3)]


def test_what_keeps_history_from_changes_is_put_up_again(run: Run, worked: int, home: Path) -> None:
    assert worked
    tampered(home)
    assert [each["kind"] for each in run("check", "--json").json["problems"]] == ["guard_missing"]
    assert run("check", "--repair").exit == 0
    with closing(sqlite3.connect(home / "cases.db")) as store, pytest.raises(sqlite3.IntegrityError):
        store.execute("UPDATE event SET kind = 'case_closed'")


PHOTO = "cases/000001/02-packaging.jpg"


def _change(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)


def _link(file: Path) -> None:
    file.rename(file.with_name(".elsewhere"))
    file.symlink_to(".elsewhere")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("touch", "kind", "quick"),
    [
        (_change, "photo_changed", False),
        (Path.unlink, "photo_missing", True),
        pytest.param(_link, "photo_changed", True, marks=needs_links),
        (_empty, "photo_changed", True),
        (_folder, "photo_changed", True),
    ],
)
def test_a_photo_that_was_touched_is_found(run: Run, worked: int, home: Path, touch: Callable[[Path], Any], kind: str, quick: bool) -> None:
    touch(home / PHOTO)
    said = run("check", "--json")
    assert [(each["kind"], each["case"], each["file"]) for each in said.json["problems"] if each["kind"] != "stray_file"] == [
        (kind, worked, PHOTO)
    ]
    assert bool(run("check", "--quick", "--json").json["problems"]) == quick
    said = run("check", "--repair", "--lang", "ru")
    assert said.exit == 12
    assert f"Случай 1: {PHOTO}: " in said.out


def test_a_photo_row_that_points_elsewhere_is_found(run: Run, worked: int, home: Path) -> None:
    assert worked
    tampered(home, "UPDATE photo SET file = '../../etc/passwd' WHERE id = 1")
    assert ("photo_changed", 1) in problems(run)


@needs_processes
def test_leftovers_and_strays_are_mended_and_nothing_is_lost(run: Run, worked: int, home: Path) -> None:
    assert worked
    left = home / "cases/.incoming/999999-abc"
    left.mkdir(parents=True)
    (left / "0.jpg").write_bytes(b"copy")
    working = home / f"cases/.incoming/{os.getppid()}-abc"
    working.mkdir()
    (home / "cases/000002/mine.txt").write_text("my own words")
    (home / "cases/000001/ticket-1/contact-sheet.jpg").unlink()
    (home / "cases/000001/ticket-1/01-defect.jpg").unlink()
    tampered(home, "DELETE FROM keypoint WHERE fingerprint = 1", "DELETE FROM fingerprint WHERE id = 1")
    assert [kind for kind, _case in problems(run)] == ["look_missing", "stray_file", "leftover"]  # a ticket may be at work
    working.rmdir()
    kinds = [kind for kind, _case in problems(run)]
    assert kinds == ["look_missing", "attachment_missing", "attachment_missing", "stray_file", "leftover"]
    said = run("check", "--repair", "--json")
    assert (said.exit, said.json["problems"]) == (0, [])
    assert [each["kind"] for each in said.json["repaired"]] == ["guard_missing", *kinds]
    assert [each.read_text() for each in (home / "cases/.aside").iterdir()] == ["my own words"]
    assert not left.exists()
    assert (home / "cases/000001/ticket-1/contact-sheet.jpg").exists()
    assert run("check").exit == 0


def test_a_check_as_of_then_leaves_out_what_came_later(run: Run, kettle: int, photo: Take, home: Path) -> None:
    run("inspect", photo("later.jpg", "label", seed=7), "--case", kettle, now=NOW + timedelta(days=2))
    (home / "cases/000001/05-photo.jpg").unlink()
    assert problems(run, "--as-of", "2026-11-24") == []
    assert run("check", "--as-of", "2026-11-24", "--json").json["photos"] == 4
    assert problems(run, "--as-of", "2026-11-26") == [("photo_missing", kettle)]


def test_a_damaged_database_is_a_problem_too(run: Run, worked: int, home: Path) -> None:
    assert worked
    with (home / "cases.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 8)
    said = run("check", "--json")
    assert said.exit == 12
    assert {each["kind"] for each in said.json["problems"]} >= {"database"}


def test_a_case_whose_opening_was_undone_is_no_damage_at_any_moment(run: Run, kettle: int) -> None:
    assert kettle
    run("inspect", "--product", "Cup", "--defect", "crack", now=NOW + timedelta(hours=1))
    run("undo", "--yes", now=NOW + timedelta(hours=3))
    for hours in (-1, 0, 1, 2, 3, 4):
        then = (NOW + timedelta(hours=hours)).isoformat()
        assert run("check", "--as-of", then, now=NOW + timedelta(hours=5)).exit == 0, hours


def test_a_seal_is_of_now_only(run: Run, kettle: int, tmp_path: Path) -> None:
    assert kettle
    assert run("check", "--as-of", "yesterday", "--seal", tmp_path / "seal").exit == 2
    assert not (tmp_path / "seal").exists()
