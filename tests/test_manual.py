"""The manual pages say what the help says, in both languages, and are read by `man` without a complaint."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ozon_returns.manual import pages, write_pages
from ozon_returns.subcommands import COMMANDS
from tests.conftest import Run


@pytest.fixture(scope="module")
def manual() -> dict[str, str]:
    return {place.as_posix(): text for place, text in pages()}


def test_there_is_a_page_for_the_program_and_each_command_in_both_languages(manual: dict[str, str]) -> None:
    names = ["ozon-returns", *(f"ozon-returns-{command}" for command in COMMANDS)]
    assert sorted(manual) == sorted(f"{folder}/{name}.1" for folder in ("man1", "ru/man1") for name in names)


@pytest.mark.parametrize(("language", "folder"), [("en", "man1"), ("ru", "ru/man1")])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_has_every_option_and_example_of_the_help(
    run: Run, manual: dict[str, str], command: str, language: str, folder: str
) -> None:
    page = manual[f"{folder}/ozon-returns-{command}.1"].replace("\\-", "-").replace("\\e", "\\")
    told = run(command, "--help", OZON_RETURNS_LANG=language).out
    assert set(re.findall(r"--[a-z][a-z-]+", told)) <= set(re.findall(r"--[a-z][a-z-]+", page))
    examples = [line.strip() for line in told.splitlines() if line.startswith("    ozon-returns ")]
    assert examples
    assert all(" ".join(example.split()) in page for example in examples)
    assert (".SH Примеры" if language == "ru" else ".SH Examples") in page


@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
@pytest.mark.parametrize("place", ["man1/ozon-returns.1", "ru/man1/ozon-returns-inspect.1"])
def test_a_page_is_read_without_a_complaint(tmp_path: Path, place: str) -> None:
    write_pages(tmp_path)
    words = ["man", "--warnings=all", "-l", str(tmp_path / place)]
    done = subprocess.run(
        words, capture_output=True, check=True, env={"LC_ALL": "C.UTF-8", "MANWIDTH": "80", "PATH": "/usr/bin:/bin", "MANPAGER": "cat"}
    )
    assert done.stderr == b""
    assert ("--case" if "inspect" in place else "analyze") in done.stdout.decode()


def test_a_line_that_begins_with_a_dot_is_no_request(manual: dict[str, str]) -> None:
    requests = {line.split()[0] for text in manual.values() for line in text.splitlines() if line.startswith((".", "'"))}
    assert requests == {".TH", ".SH", ".TP", ".nf", ".fi"}
