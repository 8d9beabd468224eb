"""How answers look: pipes, terminals, encodings, colours; and that JSON is everywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ozon_returns.cli import COMMANDS
from tests.conftest import TOP, Run
from tests.shop.server import KEY, OWNER, claims_of, opened, returns_of, seller_of

PROGRAM = [sys.executable, "-m", "ozon_returns"]


@pytest.fixture
def filled(home: Path, example: None) -> Path:  # noqa: ARG001  the fixture fills the home
    """Return a home with the example in it."""
    return home


def piped(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with its output in a pipe."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run([*PROGRAM, "--home", str(home), *words], capture_output=True, check=False, env=kept | environ)


def on_terminal(home: Path, *words: str, **environ: str) -> str:
    """Run the program on a terminal of 80 columns and give what it shows."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind", exc_type=ImportError)
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "80", "TERM": "xterm", "LC_ALL": "C.UTF-8"} | environ
    with subprocess.Popen([*PROGRAM, "--home", str(home), *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        running.wait(timeout=20)
    os.close(ours)
    return shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "cp866"},
        {"PYTHONIOENCODING": "cp1251"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=str,
)
def test_any_encoding_of_the_output_works(filled: Path, environ: dict[str, str]) -> None:
    for words in (("show", "1"), ("list",), ("analyze", "--as-of", "2026-11-22"), ("show", "99"), ("--help",)):
        done = piped(filled, *words, "--lang", "ru", **environ)
        assert done.returncode in (0, 4), done.stderr
        assert b"Traceback" not in done.stderr


def test_what_an_encoding_lacks_is_replaced_by_the_nearest(filled: Path) -> None:
    out = piped(filled, "list", "--lang", "ru", PYTHONIOENCODING="cp866").stdout.decode("cp866")
    assert 'Кружка "Сова", 350 мл' in out
    assert "590,00\xa0р." in out


def test_json_is_utf8_whatever_the_terminal_speaks(filled: Path) -> None:
    done = piped(filled, "show", "1", "--json", PYTHONIOENCODING="cp866")
    assert json.loads(done.stdout)["case"]["product"] == "Чайник керамический «Лето», 1,2 л"
    refused = piped(filled, "show", "Чайник", "--json", "--lang", "ru", PYTHONIOENCODING="ascii")
    assert json.loads(refused.stderr)["error"]["message"] == "Случай Чайник не найден."


def test_a_terminal_gets_a_table_within_its_columns(filled: Path) -> None:
    shown = on_terminal(filled, "list", "--no-color")
    assert "─────" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "\x1b[" not in shown
    page = on_terminal(filled, "show", "1", NO_COLOR="1")
    assert all(len(line) <= 80 for line in page.splitlines())


@pytest.mark.parametrize("report", ["summary", "trend", "cause", "money"])
def test_reports_keep_within_the_columns(filled: Path, report: str) -> None:
    shown = on_terminal(filled, "analyze", report, "--as-of", "2026-11-22", "--lang", "ru", "--no-color")
    assert "█" in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []


def test_colours_are_left_out_when_asked(filled: Path) -> None:
    assert "\x1b[" in on_terminal(filled, "list", NO_COLOR="")
    for environ in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[" not in on_terminal(filled, "list", **environ)


def test_nothing_a_buyer_writes_acts_on_a_terminal(run: Run, kettle: int, home: Path) -> None:
    run("contact", kettle, "--reply", "\x1b[2J\x1b]0;x\x07 [bold]red[/bold] \u202e <script>", "--force", "x")
    shown = on_terminal(home, "show", str(kettle), "--no-color")
    assert "\x1b" not in shown
    assert "\\x1b[2J" in shown
    assert "[bold]red[/bold]" in shown
    run("inspect", "--product", "[red]Cup[/red]\x1b[31m")
    assert "[red]Cup[/red]\\x1b[31m" in on_terminal(home, "list", "--no-color", COLUMNS="160")


@pytest.mark.skipif(sys.platform == "win32", reason="no shell here that closes a pipe")
def test_a_pipe_that_closes_early_is_no_error(filled: Path) -> None:
    command = f"{sys.executable} -m ozon_returns --home {filled} export | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stdout == b"cases:\n"
    assert b"Traceback" not in done.stderr


def test_interrupted_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ozon_returns.app.App.where", interrupt)
    said = run("list", "--json")
    assert said.exit == said.error["exit"] == 130


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_json(run: Run, kettle: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    words = {
        "inspect": ("--product", "x"),
        "contact": (kettle, "--offer", "refund"),
        "ticket": (kettle, "--ask", "5"),
        "resolve": (kettle, "--outcome", "refund"),
        "show": (kettle,),
        "fix": (kettle, "note=x"),
        "advise": (kettle,),
        "import": (TOP / "cases.example.yaml",),
        "restore": (tmp_path / "all.zip",),
    }
    run("backup", tmp_path / "all.zip")
    run("settings", "set", "ozon_calls_per_second", "100000")
    with opened() as shop:
        shop.methods = {"/v1/returns/list": returns_of([]), **claims_of([]), **seller_of()}
        said = run(command, *words.get(command, ()), "--json", OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url)
    assert said.exit == 0, said.err
    assert said.json["schema"] == "ozon-returns/1"


@pytest.mark.parametrize("place", ["before", "after"])
def test_common_options_may_stand_anywhere(run: Run, place: str) -> None:
    said = run("--json", "--lang", "ru", "show", "9") if place == "before" else run("show", "9", "--json", "--lang=ru")
    assert said.error["message"] == "Случай 9 не найден."


def test_no_words_at_all_show_the_help(run: Run) -> None:
    said = run()
    assert said.exit == 2
    assert "inspect" in said.out + said.err
    assert run("--version").out.startswith("ozon-returns 0.")
