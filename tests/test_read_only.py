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

from ozon_returns.home import restore
from ozon_returns.store.connection import refusal
from ozon_returns.store.unwritable import open_unwritable
from tests.conftest import NOW, Run


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of its own, mounted in a folder; skip where nothing can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform == "win32" or os.geteuid() or shutil.which("mount") is None:
        pytest.skip("only root can mount a disk")
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def frozen(request: pytest.FixtureRequest, kettle: int, home: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a home on a disk that is mounted read-only; for anybody but root, in a folder that forbids writing."""
    assert kettle
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not (home / "cases.db-shm").exists()
    if sys.platform == "win32":
        pytest.skip("a folder here cannot be made read-only")
    if not os.geteuid():
        disk = request.getfixturevalue("disk")
        frozen = shutil.copytree(home, disk / "home")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        yield frozen
        return
    frozen = shutil.copytree(home, tmp_path / "disk" / "home")
    for each in sorted([frozen, *frozen.rglob("*")], reverse=True):
        each.chmod(0o500 if each.is_dir() else 0o400)
    yield frozen
    for each in [frozen, *frozen.rglob("*")]:
        each.chmod(0o700)


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
        connection.execute("UPDATE \"case\" SET product = 'new'")
        connection.execute("UPDATE photo SET original_name = hex(zeroblob(900000))")  # more than fits the cache
        if mode == "WAL":
            connection.execute("COMMIT")
        for each in home.glob("cases.db*"):
            shutil.copyfile(each, tmp_path / each.name)
    if mode == "DELETE":
        with closing(sqlite3.connect(f"file:{tmp_path / 'cases.db'}?immutable=1", uri=True)) as half:
            assert half.execute('SELECT product FROM "case"').fetchall() == [("new",)]  # not committed, but written
    assert (tmp_path / ("cases.db-wal" if mode == "WAL" else "cases.db-journal")).stat().st_size
    with closing(open_unwritable(tmp_path / "cases.db")) as connection:
        assert connection.execute('SELECT product FROM "case"').fetchone()[0] == ("new" if mode == "WAL" else "Чайник «Лето»")


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


def test_a_home_that_is_a_disk_of_its_own_is_restored(run: Run, kettle: int, disk: Path, tmp_path: Path) -> None:
    assert kettle
    run("backup", tmp_path / "all.zip")
    there = ("--home", disk)
    run("inspect", "--product", "Older", *there)
    (disk / "mine.txt").write_text("not of the program")
    said = run("restore", tmp_path / "all.zip", *there, "--json")
    assert (said.exit, Path(said.json["aside"]).parent) == (0, disk)
    assert run("show", 1, "--json", *there).json == run("show", 1, "--json").json
    assert run("check", *there).exit == 0
    assert run("show", 1, "--home", said.json["aside"], "--json").case["product"] == "Older"
    names = {each.name for each in disk.iterdir()} - {Path(said.json["aside"]).name}
    assert names == {"cases.db", "cases", "letters", "mine.txt"} | ({"backups"} & names) | {
        each for each in names if each.startswith("cases.db-")
    }


class Killed(BaseException):
    """A process that ends between two moves."""


def test_nothing_of_the_old_home_stays_in_a_disk_of_its_own(run: Run, kettle: int, home: Path, disk: Path, tmp_path: Path) -> None:
    assert kettle
    run("inspect", "--product", "Plain", "--home", tmp_path / "plain")
    run("backup", tmp_path / "plain.zip", "--home", tmp_path / "plain")
    shutil.copytree(home, disk, dirs_exist_ok=True)
    aside = run("restore", tmp_path / "plain.zip", "--home", disk, "--json").json["aside"]
    assert (run("check", "--home", disk).exit, run("check", "--home", aside).exit) == (0, 0)
    assert run("show", 1, "--home", aside, "--json").json == run("show", 1, "--json").json


@pytest.mark.parametrize("at", range(9))
def test_a_restore_into_a_disk_of_its_own_is_completed_wherever_it_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    home = tmp_path / "home"
    ready = home / f".home.1-{'0' * 32}.restored"
    for folder, said in ((home, "old"), (ready, "new")):
        (folder / "cases").mkdir(parents=True)
        for name in ("cases.db", "settings.toml", "cases/photo"):
            (folder / name).write_text(said)
    (home / "cases.db-wal").write_text("old")
    (home / "backups").mkdir()
    moved: list[Path] = []
    whole = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if len(moved) == at:
            raise Killed
        moved.append(target)
        return whole(self, target)

    monkeypatch.setattr("os.path.ismount", lambda place: Path(place) == home)
    with monkeypatch.context() as killing:
        killing.setattr(Path, "rename", rename)
        try:
            restore.move_contents(ready, home, home / "aside")
        except Killed:
            assert at < 7
    if ready.exists():
        restore.finish(home)
    assert [(home / name).read_text() for name in ("cases.db", "settings.toml", "cases/photo")] == ["new"] * 3
    assert not (home / "cases.db-wal").exists()
    assert not ready.exists()
    kept = [each for each in home.rglob("*") if each.is_file() and each.read_text() == "old"]
    assert sorted(each.name for each in kept) == ["cases.db", "cases.db-wal", "photo", "settings.toml"]


def test_the_root_of_the_file_system_is_no_home(run: Run, kettle: int, tmp_path: Path) -> None:
    assert kettle
    run("backup", tmp_path / "all.zip")
    said = run("restore", tmp_path / "all.zip", "--home", "/", "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert (run("list", "--home", "").exit, run("list", "--home", "", "--json").error["code"]) == (2, "usage")
