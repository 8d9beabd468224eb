"""The seal: what was noted of the end of a history proves that it was not cut off."""

import json
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run


@pytest.fixture
def seal(run: Run, kettle: int, tmp_path: Path) -> Path:
    """Seal the history of the kettle after two events."""
    run("contact", kettle, "--offer", "refund")
    file = tmp_path / "seal.txt"
    said = run("check", "--seal", file)
    assert said.exit == 0
    assert re.fullmatch(
        rf"Sealed: 2 events, the last of them 2-[0-9a-f]{{12}}\. Keep {re.escape(str(file))} where nobody can change it\.\n", said.out
    )
    return file


def test_a_history_that_went_on_still_holds_its_seal(run: Run, seal: Path) -> None:
    assert seal.read_text().splitlines()[:2] == ["ozon-returns-seal/1", "events 2"]
    run("contact", 1, "--reply", "Да")
    said = run("check", "--against", seal)
    assert (said.out, said.exit) == ("", 0)


def test_a_history_whose_end_was_cut_off_is_found_by_its_seal_alone(run: Run, seal: Path, home: Path) -> None:
    before = home.with_name("before")
    shutil.copytree(home, before)
    with closing(sqlite3.connect(home / "cases.db")) as store:
        for statement in (
            "DROP TRIGGER event_is_not_removed",
            "DELETE FROM event WHERE id = 2",
            "DELETE FROM letter",
            "DELETE FROM offer",
            "UPDATE \"case\" SET status = 'inspected', contacted_at = NULL, events = 1",
            "CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event\nBEGIN\n    SELECT RAISE(ABORT, 'history is never removed');\nEND",
        ):
            store.execute(statement)
        store.commit()
    run("check", "--repair")
    assert run("check").exit == 0
    said = run("check", "--against", seal, "--json")
    assert said.exit == 12
    assert [each["kind"] for each in said.json["problems"]] == ["history_cut"]
    assert "2 events of the seal" in said.json["problems"][0]["what"]


def test_another_history_does_not_hold_the_seal(run: Run, seal: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for product in ("a", "b", "c"):
        run("--home", other, "inspect", "--product", product)
    assert run("--home", other, "check", "--against", seal).exit == 12


@pytest.mark.parametrize("text", ["", "x", "ozon-returns-seal/1\nevents 2\nhead zz\nat x\n", "ozon-returns-seal/2\n"])
def test_a_file_that_is_no_seal_is_refused(run: Run, kettle: int, tmp_path: Path, text: str) -> None:
    assert kettle
    file = tmp_path / "x"
    file.write_text(text)
    said = run("check", "--against", file, "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert run("check", "--against", tmp_path / "none").exit == 4


def test_a_home_with_problems_or_without_a_history_is_not_sealed(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    (home / "cases/000001/stray.txt").write_text("x")
    file = tmp_path / "seal"
    assert run("check", "--seal", file).exit == 12
    assert not file.exists()
    assert run("--home", tmp_path / "empty", "check", "--seal", file).exit == 10
    assert run("--home", tmp_path / "empty", "list").exit == 0
    assert run("--home", tmp_path / "empty", "check", "--seal", file).exit == 5


def test_backup_and_summary_carry_it(run: Run, seal: Path, tmp_path: Path) -> None:
    head = seal.read_text().splitlines()[2].removeprefix("head ")
    said = run("backup", tmp_path / "b.zip", "--json")
    assert (said.json["events"], said.json["head"]) == (2, head)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        manifest = json.loads(packed.read("manifest.json"))
    assert (manifest["events"], manifest["head"]) == (2, head)
    assert f"History: 2-{head[:12]}" in run("analyze").out
    assert f"History: 2-{head[:12]}" in run("analyze", "--format", "md").out
    assert "History" not in run("analyze", "--as-of", "2026-11-20").out
    run("contact", 1, "--reply", "Да", now=NOW + timedelta(days=1))
    assert f"History: 2-{head[:12]}" in run("analyze", "--as-of", "2026-11-23", now=NOW + timedelta(days=2)).out
