"""The pictures of the screen in the READMEs show what the program prints; `OZON_RETURNS_DRAW=1 pytest tests/test_screenshots.py` draws them anew."""

import html
import os
import re
import sys

import pytest
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.conftest import TOP, Run
from tests.test_docs import README, README_RU, WRITTEN

WIDTH = 80
THEME = TerminalTheme(
    (24, 26, 31),
    (222, 222, 222),
    [(24, 26, 31), (240, 113, 120), (166, 209, 137), (229, 192, 123), (97, 175, 239), (198, 120, 221), (86, 182, 194), (222, 222, 222)],
)
FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
    <style>
    .{unique_id}-matrix {{ font-family: "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; }}
    {styles}
    </style>
    <defs>
    {lines}
    </defs>
    <rect fill="#181a1f" width="{width}" height="{height}" rx="8"/>
    <g transform="translate(9, 9)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""
"""Without a font from the network."""

PICTURES = [
    ("due.en", ("due", "--within", "2d"), README),
    ("list.en", ("list", "status:open"), README),
    ("due.ru", ("due", "--within", "2д"), README_RU),
    ("list.ru", ("list", "статус:открыт"), README_RU),
]


@pytest.mark.parametrize(("name", "words", "readme"), PICTURES, ids=[name for name, _words, _readme in PICTURES])
def test_a_picture_of_the_screen_shows_what_is_printed(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, words: tuple[str, ...], readme: str
) -> None:
    run("import", TOP / "cases.example.yaml", now=WRITTEN)
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    language = name.rpartition(".")[2]
    said = run(*words, now=WRITTEN, person=True, OZON_RETURNS_LANG=language, TERM="xterm-256color")
    command = f"$ ozon-returns {' '.join(words)}\n"
    picture = TOP / "docs" / f"{name}.svg"
    if os.environ.get("OZON_RETURNS_DRAW"):
        picture.write_text(drawn(command + said.out, name.replace(".", "-")), encoding="utf-8")
    assert texts(picture.read_text(encoding="utf-8")) == texts_of(command + said.out)
    assert f"(docs/{name}.svg)" in readme


def drawn(printed: str, unique: str) -> str:
    """Return what was printed as a picture of a terminal."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  Rich prints as well as it records
        console = Console(record=True, width=WIDTH, file=nowhere, color_system="truecolor", force_terminal=True)
        console.print(Text.from_ansi(printed), end="")
        told = console.export_svg(title="", theme=THEME, code_format=FORMAT, unique_id=unique)
    return "\n".join(line.rstrip() for line in told.splitlines()) + "\n"


def texts(picture: str) -> list[str]:
    """Return the words of a picture, line by line."""
    lines: dict[float, list[str]] = {}
    for height, text in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>([^<]*)</text>', picture):
        lines.setdefault(float(height), []).append(html.unescape(text))
    return [words for _height, parts in sorted(lines.items()) if (words := " ".join("".join(parts).split()))]


def texts_of(printed: str) -> list[str]:
    """Return the words of what was printed, line by line."""
    return [words for line in Text.from_ansi(printed).plain.splitlines() if (words := " ".join(line.split()))]


def test_colours_mean_late_soon_and_owed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", TOP / "cases.example.yaml", now=WRITTEN)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = run("list", now=WRITTEN, person=True, TERM="xterm-256color").out.splitlines()
    begun = {line.split()[0] for line in lines if "\x1b" in line}
    assert "\x1b[31m" in begun, "late"
    late = {int(line.split()[1]) for line in lines if line.startswith("\x1b[31m")}
    due = run("due", "--json", now=WRITTEN).json["due"]
    first = {each["case"]: each["overdue"] for each in reversed(due)}
    assert late == {case for case, overdue in first.items() if overdue}
    told = run("due", now=WRITTEN, person=True, TERM="xterm-256color").out
    assert "\x1b[31m  5 days late" in told
