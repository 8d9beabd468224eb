"""Bars and lines of bars on a terminal, and the sign of life of what takes long."""

import io
import sys
import time

import pytest

from ozon_returns.views.answer import Table
from ozon_returns.views.progress import patience
from ozon_returns.views.spark import spark
from ozon_returns.views.terminal_table import drawn

ROWS = [["Чайник", "4"], ["Кружка", "2"], ["Лампа", "0"]]


def test_bars_are_as_long_as_their_shares_and_end_within_the_terminal() -> None:
    lines = drawn(Table(["Товар", "Случаи"], ROWS, "", frozenset({1}), [1.0, 0.5, 0.0]), colour=False, width=80).splitlines()
    assert [line.count("█") for line in lines] == [0, 0, 20, 10, 0]
    assert lines[2].startswith(" Чайник       4  █")
    narrow = drawn(Table(["Товар", "Случаи"], ROWS, "", frozenset({1}), [1.0, 0.5, 0.0]), colour=False, width=24).splitlines()
    assert max(map(len, narrow)) <= 24
    assert [line.count("█") for line in narrow][2:4] == [6, 3]
    assert "█" not in drawn(Table(["Товар", "Случаи"], ROWS, "", frozenset({1}), [1.0, 0.5, 0.0]), colour=False, width=20), "no room"


@pytest.mark.parametrize(("encoding", "line"), [("utf-8", "▁▃▅█ "), ("cp866", "_-=# "), ("ascii", "_-=# ")])
def test_a_line_of_bars_is_made_of_what_the_output_has(monkeypatch: pytest.MonkeyPatch, encoding: str, line: str) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert spark([0.0, 0.02, 0.035, 0.06, None]) == line
    assert spark([0.0, 0.0]) == line[0] * 2
    assert spark([]) == ""


class _Terminal(io.StringIO):
    """Something that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("command", "can_go_back", "terminal", "told"),
    [("analyze", True, True, True), ("list", True, True, False), ("analyze", False, True, False), ("analyze", True, False, False)],
)
def test_what_takes_over_a_second_tells_so_on_a_terminal_and_wipes_it_off(
    monkeypatch: pytest.MonkeyPatch, command: str, *, can_go_back: bool, terminal: bool, told: bool
) -> None:
    monkeypatch.setattr("ozon_returns.views.progress.AFTER", 0.02)
    monkeypatch.setattr(sys, "stderr", _Terminal() if terminal else io.StringIO())
    with patience([command], can_go_back=can_go_back):
        time.sleep(0.08)
    assert isinstance(sys.stderr, io.StringIO)
    said = sys.stderr.getvalue()
    assert ("Working" in said) is told
    assert said == "" or said.endswith("\r"), "the line is blank at the end"
    if told:
        assert said.split("\r")[-2].strip() == ""


def test_what_is_quick_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Terminal())
    with patience(["analyze"], can_go_back=True):
        pass
    assert isinstance(sys.stderr, io.StringIO)
    assert sys.stderr.getvalue() == ""
