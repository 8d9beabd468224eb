"""What was saved is never reported as failed, whatever becomes of stdout and stderr; a closed stream is no traceback."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ozon_returns.errors.home import HomeError
from ozon_returns.store.reading import Reading
from tests.conftest import TOP, Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no shell here that closes streams")
PROGRAM = "from ozon_returns.cli import program; program()"


def typed(home: Path, words: str, streams: str) -> tuple[int, str]:
    """Run the program in a shell with streams redirected; return its exit code and what it could still say."""
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(PROGRAM)} --home {shlex.quote(str(home))} {words} {streams}"
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(TOP)}
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, env=environ, cwd=home.parent)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


FULL = pytest.param(">/dev/full", "the disk is full", marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full"))


@pytest.mark.parametrize(("streams", "why"), [FULL, (">&-", "it is closed")])
@pytest.mark.parametrize("form", ["", "--json"])
def test_what_was_saved_is_no_failure(run: Run, kettle: int, home: Path, streams: str, why: str, form: str) -> None:
    exit_code, said = typed(home, f"inspect --case {kettle} --note new {form}", streams)
    assert (exit_code, said.splitlines()[-1]) == (0, f"It was saved, but the result cannot be shown: {why}.")
    assert run("show", kettle, "--json").case["note"].endswith("\nnew")
    exit_code, said = typed(home, f"list {form}", streams)
    assert exit_code == 5
    assert f"Cannot read or write stdout: {why}." in said


def test_a_dry_run_saves_nothing(kettle: int, home: Path) -> None:
    assert kettle
    (home.parent / "more.yaml").write_text("cases: [{product: Cup}]")
    exit_code, said = typed(home, "import more.yaml --dry-run", ">&-")
    assert (exit_code, "It was saved" in said) == (5, False)


@pytest.mark.parametrize("words", ["backup", "undo --yes", "export -o all.yaml", "due --ics due.ics", "analyze -o week.md"])
def test_a_file_that_was_written_is_no_failure(kettle: int, home: Path, words: str) -> None:
    assert kettle
    assert typed(home, words, ">&-") == (0, "It was saved, but the result cannot be shown: it is closed.\n")


@pytest.mark.parametrize(("words", "exit_code"), [("list", 0), ("inspect --product Cup --note -", 0), ("show 9 --json", 4)])
@pytest.mark.parametrize("streams", ["<&-", "2>&-"])
def test_a_closed_stream_is_no_traceback(kettle: int, home: Path, words: str, exit_code: int, streams: str) -> None:
    assert kettle
    assert typed(home, words, streams)[0] == exit_code


def test_no_file_of_ours_gets_the_number_of_a_closed_stream(run: Run, kettle: int, home: Path, photo: Callable[..., Path]) -> None:
    shot = photo("more.jpg", "overall", 5)
    assert typed(home, f"inspect --case {kettle} {shot}", "<&- >&- 2>&-")[0] == 0
    assert run("check").exit == 0
    assert len(run("show", kettle, "--json").case["photos"]) == 5


def test_a_change_whose_case_cannot_be_read_afterwards_is_saved(run: Run, kettle: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Reading.case
    calls = []

    def once(self: Reading, name: str) -> object:
        calls.append(name)
        if len(calls) > 1:
            raise HomeError(str(self.path.parent), "the disk is full")
        return whole(self, name)

    monkeypatch.setattr(Reading, "case", once)
    said = run("inspect", "--case", kettle, "--note", "new")
    monkeypatch.undo()
    assert said.exit == 0
    assert "Saved: " in said.out
    assert "It was saved, but the result cannot be shown: " in said.err
    assert "the disk is full" in said.err
    assert run("show", kettle, "--json").case["note"].endswith("\nnew")
