"""A shell completes commands, options, values, and what the store knows; nothing is made or said where there is no store."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ozon_returns import completion
from tests.conftest import Run

PROGRAM = [sys.executable, "-m", "ozon_returns"]


def completed(line: str, home: Path, shell: str = "bash", language: str = "en") -> list[str]:
    """Return the lines a shell gets for what was typed so far, of which the last word is completed."""
    words = line.split(" ")
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "COMP_WORD": words[-1], "_OZON_RETURNS_COMPLETE": f"{shell}_complete"}
    if shell == "fish":
        asked["COMP_CWORD"] = words[-1]
    environ = {**os.environ, **asked, "OZON_RETURNS_HOME": str(home), "OZON_RETURNS_LANG": language, "PYTHONUTF8": "1"}
    done = subprocess.run(PROGRAM, env=environ, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return [each for each in done.stdout.split("\n") if each]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ozon-returns ti", ["plain,ticket"]),
        ("ozon-returns ticket 1 --sit", ["plain,--situation"]),
        ("ozon-returns inspect --defect cr", ["plain,crack"]),
        ("ozon-returns contact 1 --letter buyer.fo", ["plain,buyer.followup"]),
        ("ozon-returns ticket ", ["plain,1"]),
        ("ozon-returns inspect --case 1", ["plain,1"]),
        ("ozon-returns inspect --sku 1", ["plain,158"]),
        ("ozon-returns inspect --supplier Г", ["plain,Гжель"]),
        ("ozon-returns inspect --supplier X", []),
    ],
)
def test_words_are_completed(kettle: int, home: Path, line: str, expected: list[str]) -> None:
    assert kettle
    assert completed(line, home) == expected


def test_open_cases_come_first_with_their_product(run: Run, kettle: int, home: Path) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack")
    run("resolve", 2, "--dismiss", "no")
    assert completed("ozon-returns show ", home, "fish") == ["plain,1\tЧайник «Лето» · inspected", "plain,2\tCup · dismissed"]
    assert completed("ozon-returns show ", home, "powershell") == ["1\tЧайник «Лето» · inspected", "2\tCup · dismissed"]
    assert kettle


def test_values_are_completed_in_russian(kettle: int, home: Path) -> None:
    assert kettle
    assert completed("ozon-returns inspect --defect тр", home, language="ru") == ["plain,трещина"]
    assert completed("ozon-returns inspect --defect cra", home, language="ru") == ["plain,crack"]


def test_a_home_may_be_named_on_the_line(kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    assert completed(f"ozon-returns --home {home} show ", tmp_path / "other") == ["plain,1"]


def test_where_there_is_no_store_or_a_damaged_one_nothing_is_made_or_said(home: Path) -> None:
    assert completed("ozon-returns show ", home) == []
    assert not home.exists()
    home.mkdir()
    (home / "cases.db").write_bytes(b"x" * 5000)
    assert completed("ozon-returns show ", home) == []
    assert completed("ozon-returns show ", home, "tcsh") == []


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_the_script_of_each_shell_asks_the_program(run: Run, shell: str) -> None:
    said = run("--show-completion", shell)
    assert said.exit == 0
    assert f"{shell}_complete" in said.out
    assert "ozon-returns" in said.out


def test_an_unknown_shell_is_refused(run: Run) -> None:
    said = run("--show-completion", "tcsh")
    assert (said.exit, "Choose one of bash, zsh, fish, powershell" in said.err) == (2, True)


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes_with_the_script(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    script = tmp_path / "script.bash"
    script.write_text(run("--show-completion", "bash").out, encoding="utf-8")
    program = tmp_path / "ozon-returns"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m ozon_returns "$@"\n')
    program.chmod(0o755)
    ask = 'COMP_WORDS=(ozon-returns ti); COMP_CWORD=1; _ozon_returns_completion ozon-returns; echo "${COMPREPLY[@]}"'
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "OZON_RETURNS_HOME": str(home)}
    done = subprocess.run(["bash", "--norc", "-c", f". '{script}'; {ask}"], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "ticket"


@pytest.mark.parametrize(
    ("shell", "profile"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", ".config/fish/completions/ozon-returns.fish")]
)
def test_it_is_installed_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, profile: str) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(completion, "current_shell", lambda: shell)
    into = tmp_path / profile
    if shell != "fish":
        into.write_text("export A=1")
    for _time in range(2):
        said = run("--install-completion")
        assert (said.exit, str(into) in said.out) == (0, True)
    told = into.read_text(encoding="utf-8")
    if shell != "fish":
        assert told.startswith("export A=1\n. '")
        assert told.count("completion.") == 1
        told = Path(told.split("'")[1]).read_text(encoding="utf-8")
    assert f"{shell}_complete" in told


def test_where_no_shell_is_found_it_is_said_what_to_type(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion, "current_shell", lambda: "")
    said = run("--install-completion")
    assert (said.exit, "ozon-returns --show-completion SHELL" in said.err) == (2, True)


def test_it_costs_little_more_than_to_start(kettle: int, home: Path) -> None:
    """Completing a case reads the store; it loads neither SQLModel nor Rich."""
    assert kettle
    code = "import sys; from ozon_returns.cli import run; run([]); print(' '.join(sys.modules), file=sys.stderr)"
    environ = {
        **os.environ,
        "COMP_WORDS": "ozon-returns show ",
        "COMP_CWORD": "2",
        "_OZON_RETURNS_COMPLETE": "bash_complete",
        "OZON_RETURNS_HOME": str(home),
    }
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert time.perf_counter() - started < 5
    assert done.stdout.strip() == "plain,1"
    assert not {"sqlmodel", "rich", "PIL", "yaml", "jinja2", "pydantic"} & set(done.stderr.split())
