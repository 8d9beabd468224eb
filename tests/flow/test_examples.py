"""The help of each command begins with two examples, and each of them can be typed."""

import shlex
import shutil
from pathlib import Path

import pytest
import tomli

from ozon_returns.cli import COMMANDS
from ozon_returns.files import shipped_file
from tests.conftest import TOP, Run, drawn

EXAMPLES = tomli.loads(shipped_file("commands/examples.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_help_begins_with_two_examples(run: Run, language: str) -> None:
    assert set(EXAMPLES) == set(COMMANDS)
    for name in COMMANDS:
        _usage, _about, told, *_options = run(name, "--help", "--lang", language).out.split("\n\n")
        assert told.splitlines() == [f"    ozon-returns {each}" for each in EXAMPLES[name][language]]
        assert len(EXAMPLES[name][language]) == 2


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_example_can_be_typed(run: Run, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for no, name in enumerate(("crack", "box", "corner", "скол", "коробка", "угол")):
        (tmp_path / f"{name}.jpg").write_bytes(drawn("defect", 40 + no))
    shutil.copytree(TOP / "ozon_returns/example", tmp_path / "ozon_returns/example")
    shutil.copy(TOP / "cases.example.yaml", tmp_path / "cases.yaml")
    (tmp_path / "deliveries.csv").write_text("sku;from;to;units\n1;2026-01-05;2026-01-11;10\n")
    order = sorted(EXAMPLES, key=lambda name: (name in ("fix", "restore"), name))
    for name in order:
        for words in EXAMPLES[name][language]:
            if name == "demo":
                continue  # it has tests of its own
            said = run(*shlex.split(words.replace(".xlsx", ".csv").replace("продажи", "deliveries")), "--lang", language)
            assert said.exit in (0, 5, 7) or (name, said.exit) == ("sync", 10), (words, said.err)


PANELS = tomli.loads(shipped_file("commands/panels.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", sorted(PANELS))
def test_options_stand_in_groups_of_which_none_is_a_wall(run: Run, name: str, language: str) -> None:
    out = run(name, "--help", "--lang", language).out
    titles = [f"\n{group[language]}:\n" for group in PANELS[name]]
    places = [out.index(title) for title in titles]
    assert places == sorted(places)
    assert all(len(group["options"]) <= 11 for group in PANELS[name])
    rest = out.split("\nOptions:\n" if language == "en" else "\nПараметры:\n")[-1]
    assert rest.count("\n  --") + 1 <= 12, "common options and few others"


def test_a_command_of_many_options_has_groups(run: Run) -> None:
    for name in COMMANDS:
        assert name in PANELS or run(name, "--help").out.count("\n  --") <= 14, name
