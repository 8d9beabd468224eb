"""What the README shows is so: its commands run and answer as it says, its map is the map, it knows every command."""

import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import ozon_returns
from ozon_returns import example
from ozon_returns.cli import COMMANDS
from ozon_returns.evidence import sketch
from tests.conftest import MOSCOW, TOP, Run

README, README_RU = ((TOP / name).read_text(encoding="utf-8") for name in ("README.md", "README.ru.md"))
FIRST_DAY = (TOP / "docs/first_day.ru.md").read_text(encoding="utf-8")
WRITTEN = datetime(2026, 11, 24, 12, tzinfo=MOSCOW)
"""When the answers in it were given; what is due depends on it."""

TODAY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|2026-W\d\d \(.*?\)|\d+\.\d MB|\b\d+-[0-9a-f]{12}\b")
"""Moments in answers, which pass, and sizes, which differ from one version of a library to the next."""


def shown(readme: str) -> Iterator[tuple[str, str]]:
    """Return each command of a README with the answer it shows."""
    for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _end, answer = re.sub(r"\\\n> *", "", part).partition("\n")
            yield command, answer.strip()


@pytest.mark.parametrize(("readme", "language"), [(README, "en"), (README_RU, "ru")], ids=["en", "ru"])
def test_the_readmes_commands_answer_as_it_shows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readme: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for what in ("label", "packaging", "overall", "defect"):
        (tmp_path / f"{what}.jpg").write_bytes(sketch.photo(what, datetime(2026, 11, 20, 10, tzinfo=MOSCOW), seed=13))
    shutil.copytree(TOP / "ozon_returns/example", tmp_path / "ozon_returns/example")
    shutil.copy(TOP / "cases.example.yaml", tmp_path)
    told = list(shown(readme))
    assert len(told) > 10
    for command, answer in told:
        name, *words = shlex.split(command)
        assert name == "ozon-returns"
        said = run(*words, now=WRITTEN, OZON_RETURNS_LANG=language)
        assert TODAY.sub("…", (said.err + said.out).strip()) == TODAY.sub("…", answer), command


def test_the_readme_and_the_gate_have_the_same_two_commands() -> None:
    gate = (TOP / ".ci/run").read_text(encoding="utf-8")
    first, second = re.findall(r"```sh\n(.*?)\n```", README)
    assert re.findall(r"```sh\n(.*?)\n```", README_RU) == [first, second]
    assert first == "pip install . && ozon-returns demo"
    assert second == "pip install '.[test]' && pytest"
    assert "'.[test]' && pytest" in gate


def test_the_readme_has_the_map_of_the_package() -> None:
    drawn = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert drawn
    assert drawn[1].strip() in re.sub(r"^    ", "", ozon_returns.__doc__ or "", flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readmes(command: str) -> None:
    for readme in (README, README_RU):
        assert re.search(rf"ozon-returns {command}\b|`{command}`", readme), command


def test_both_readmes_show_the_same_commands() -> None:
    english, russian = ([shlex.split(command)[1] for command, _answer in shown(each)] for each in (README, README_RU))
    assert english == russian


@pytest.mark.parametrize("block", ["crontab", "bat", "ini", "yaml"])
def test_both_readmes_have_the_same_lines_for_other_programs(block: str) -> None:
    english, russian = (re.findall(rf"```{block}\n(.*?)```", each, re.DOTALL) for each in (README, README_RU))
    assert english == russian
    assert english


def test_the_settings_of_both_readmes_are_the_same() -> None:
    english, russian = ([tomllib.loads(part) for part in re.findall(r"```toml\n(.*?)```", each, re.DOTALL)] for each in (README, README_RU))
    assert english == russian
    assert english


def test_the_options_that_the_russian_texts_name_exist(run: Run) -> None:
    known = {option for command in COMMANDS for option in re.findall(r"--[a-z][a-z-]*", run(command, "--help").out)}
    known |= set(re.findall(r"--[a-z][a-z-]*", run("--help").out))
    for text in (README_RU, FIRST_DAY):
        named = {
            each
            for code in re.findall(r"`([^`\n]+)`", text)
            if not code.startswith("systemctl")
            for each in re.findall(r"(?<![\w-])--[a-z][a-z-]*", code)
        }
        assert named <= known, named - known


@pytest.mark.parametrize("name", ["README.md", "README.ru.md", "docs/first_day.ru.md"])
def test_no_link_leads_nowhere(name: str) -> None:
    page = TOP / name
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link


def test_the_changelog_knows_the_version() -> None:
    assert f"## {ozon_returns.__version__}" in (TOP / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_path_of_a_machine_and_no_empty_promise_stands_in_the_tree() -> None:
    environments = [each.parent for each in TOP.rglob("pyvenv.cfg")]  # which a developer may keep here under any name
    texts = [
        each
        for each in TOP.rglob("*")
        if each.suffix in (".py", ".md", ".toml", ".sql", ".yaml", ".txt")
        and not set(each.relative_to(TOP).parts) & {".git", "build", "mutants"}
        and not any(each.is_relative_to(other) for other in environments)
    ]
    for file in texts:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|root|work)/\w", text), file
        assert not re.search(r"\b(?:TO" + "DO|FIX" + r"ME)\b", text), file


def test_the_example_is_moved_by_whole_weeks_to_the_last_seven_days() -> None:
    day = datetime(2027, 3, 4, tzinfo=MOSCOW).date()
    found = [datetime.fromisoformat(each).date() for each in re.findall(r"found_at: (\d{4}-\d\d-\d\d)", example.moved_to(day))]
    assert 0 <= (day - max(found)).days < 7
    assert max(found).isoweekday() == 6
    assert (max(found) - min(found)).days == 66


def test_the_readme_shows_measured_figures() -> None:
    rows = re.findall(r"^\| `.*?\|\s*(\d+) \| ([\d.]+) \|", README, re.MULTILINE)
    assert len(rows) >= 12
    assert all(int(milliseconds) > 0 and float(ratio) > 0 for milliseconds, ratio in rows)
