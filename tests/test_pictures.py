"""`show` has the photos in terminals that can show pictures, and nothing of them elsewhere."""

import os
import select
import struct
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Run

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import fcntl
import pty
import termios

SIXELS = b"\x1b[?62;4;22c"
NONE = b"\x1b[?62;22c"


def shown(home: Path, answer: bytes, *words: str, **environ: str) -> bytes:
    """Return what a terminal is told to show that answers so when it is asked what it can do."""
    child, terminal = pty.fork()
    if not child:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 800, 480))
        os.environ |= {"OZON_RETURNS_HOME": str(home), "TERM": "xterm-256color", "OZON_RETURNS_LANG": "en", "NO_COLOR": "", **environ}
        os.execv(sys.executable, [sys.executable, "-m", "ozon_returns", *words])  # noqa: S606  the child becomes the program
    told, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        told += part
        if b"\x1b[c" in part:
            os.write(terminal, answer)
    os.waitpid(child, 0)
    os.close(terminal)
    return told


def test_a_terminal_that_knows_sixels_shows_the_photos(run: Run, kettle: int, home: Path) -> None:
    assert run("show", kettle).exit == 0
    told = shown(home, SIXELS, "show", str(kettle))
    assert b"\x1bP" in told
    assert "Чайник".encode() in told


def test_a_terminal_that_knows_none_shows_the_words_alone(kettle: int, home: Path) -> None:
    told = shown(home, NONE, "show", str(kettle))
    assert b"\x1bP" not in told
    assert "Чайник".encode() in told


def test_nobody_asks_the_terminal_where_no_colours_are_wanted(kettle: int, home: Path) -> None:
    told = shown(home, SIXELS, "show", str(kettle), NO_COLOR="1")
    assert b"\x1b[c" not in told
    assert b"\x1bP" not in told


def test_a_pipe_gets_words_alone(run: Run, kettle: int) -> None:
    assert "\x1b" not in run("show", kettle).out
    assert "\x1b" not in run("show", kettle, "--html", "-").out
