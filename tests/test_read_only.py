"""A home on a disk on which nothing can be written is read, and what cannot be written says why."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ozon_returns.store.connection import refusal
from ozon_returns.store.unwritable import open_unwritable
from tests.conftest import NOW, Run


@pytest.fixture
def frozen(kettle: int, home: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a home on a disk that is mounted read-only; for anybody but root, in a folder that forbids writing."""
    assert kettle
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not (home / "cases.db-shm").exists()
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform == "win32":
        pytest.skip("a folder here cannot be made read-only")
    if os.geteuid():
        frozen = shutil.copytree(home, place / "home")
        for each in sorted([frozen, *frozen.rglob("*")], reverse=True):
            each.chmod(0o500 if each.is_dir() else 0o400)
        yield frozen
        for each in [frozen, *frozen.rglob("*")]:
            each.chmod(0o700)
        return
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=False, capture_output=True).returncode
    ):
        pytest.skip("nothing can be mounted here")
    try:
        frozen = shutil.copytree(home, place / "home")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        yield frozen
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("words", ["list", "show 1", "due --json", "analyze", "export", "settings", "list --as-of 2027-01-01"])
def test_a_home_on_which_nothing_can_be_written_is_read(run: Run, frozen: Path, words: str) -> None:
    here, there = run(*words.split(), now=NOW), run(*words.split(), "--home", frozen, now=NOW)
    assert (there.exit, there.err) == (0, here.err)
    assert there.out.replace(str(frozen), "") == here.out.replace(str(frozen.parents[1] / "home"), "")


def test_a_home_on_which_nothing_can_be_written_is_verified(run: Run, frozen: Path) -> None:
    assert run("check", "--home", frozen).exit == 0


def test_what_cannot_be_written_says_why(run: Run, frozen: Path) -> None:
    said = run("inspect", "--case", 1, "--note", "x", "--home", frozen, "--json")
    assert (said.exit, said.error["code"]) == (10, "home_unusable")
    assert "it is read-only" in said.error["message"] or "permission denied" in said.error["message"]


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_what_a_killed_command_left_in_a_journal_is_read_where_nothing_can_be_written(
    kettle: int, home: Path, tmp_path: Path, mode: str
) -> None:
    assert kettle
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE \"case\" SET note = 'new' || hex(zeroblob(9000))")
        if mode == "WAL":
            connection.execute("COMMIT")
        for each in home.glob("cases.db*"):
            shutil.copyfile(each, tmp_path / each.name)
    assert (tmp_path / ("cases.db-wal" if mode == "WAL" else "cases.db-journal")).stat().st_size
    with closing(open_unwritable(tmp_path / "cases.db")) as connection:
        notes = {row[0] and row[0][:3] for row in connection.execute('SELECT note FROM "case"')}
    assert notes == ({"new"} if mode == "WAL" else {None})


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "it is read-only"), (0, "permission denied")]
)
def test_the_reason_is_that_of_the_disk_and_not_what_sqlite_takes_it_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def full(*_words: object) -> None:
        raise OSError(number, os.strerror(number))

    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorname = "SQLITE_CANTOPEN"
    if number:
        monkeypatch.setattr(Path, "open", full)
    refused = refusal(error, tmp_path / "cases.db")
    assert refused is not None
    assert told in refused.message()
    assert list(tmp_path.iterdir()) == []
