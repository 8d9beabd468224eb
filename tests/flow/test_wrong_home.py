"""Cron with another environment looks into another home: it must not report that all is well, and must make nothing there."""

from pathlib import Path

import pytest

from tests.conftest import Run

ASKED = [("analyze", "--quiet"), ("analyze", "trend", "--json"), ("check",), ("check", "--repair"), ("backup",)]


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_home_that_is_not_there_is_said_and_not_made(run: Run, home: Path, words: tuple[str, ...]) -> None:
    said = run(*words, "--json")
    assert (said.exit, said.error["code"]) == (10, "home_missing")
    assert str(home) in said.error["message"]
    assert "--home" in said.error["hint"]
    assert not home.exists()


def test_periods_are_looked_at_before_the_home(run: Run, home: Path) -> None:
    assert run("analyze", "--weekly", "--monthly").exit == 2
    assert run("analyze", "--to", "2026-11-01").exit == 10
    assert not home.exists()


def test_a_home_without_a_case_is_one(run: Run) -> None:
    assert run("products", "158", "cost=5").exit == 0
    assert run("check").out == ""
    assert "There is no case yet" in run("analyze").out
    assert run("backup").exit == 0
