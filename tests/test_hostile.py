"""Text of buyers and files is harmless wherever it goes, and shown as what it is."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ozon_returns.errors.base import ReturnsError
from ozon_returns.evidence.intake import named
from ozon_returns.store.filters import parse
from ozon_returns.views.safe_text import clean, for_markdown, for_spreadsheet
from tests.conftest import MOSCOW, NOW, Run, needs_modes

HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "\x1b]8;;http://evil\x1b\\\\link",
    "[bold red]x[/bold red]",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\u202eflip\u2066",
    '\'; DROP TABLE "case"; --',
    "{{ 7*7 }}{% for x in y %}",
    "![x](http://evil) | `code` | [a](javascript:1)",
    "%s %d {0} {name}",
    "../../../etc/passwd",
    "line\r\nline\ttab\x0bfeed\x85\u2028end",
    "\ud83d\ude00 e\u0301 \u200b",
]
"""What has done harm elsewhere."""

ACTS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that act on a terminal, but for the end of a line and the tab between cells."""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is_and_acts_nowhere(run: Run, text: str, tmp_path: Path) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16")
    told = ["--product", f"p{text}", "--note", text, "--supplier", text, "--reason", text, "--batch", text, "--defect", "crack"]
    assert run("inspect", *told, "--posting", "1-2", "--price", "5").exit == 0
    run("contact", 1, "--reply", text)
    run("contact", 1, "--text", f"Здравствуйте! {text}")
    assert run("ticket", 1, "--situation", "other", "--answer", text).exit in (0, 5)
    assert run("ticket", 1, "--situation", "other").exit == 0
    assert run("resolve", 1, "--outcome", "refund", "--why", text, "--action", f"other: {text}").exit == 0
    assert run("show", 1, "--json").case["note"] == text.strip()
    for words in (("list",), ("show", 1), ("analyze", "--weekly"), ("analyze", "--by", "supplier"), ("list", text)):
        said = run(*words)
        assert said.exit in (0, 2)
        assert not ACTS.search(said.out + said.err), words
    for out in (run("export", "--format", "csv").out, run("analyze", "--by", "supplier", "--format", "csv").out):
        assert not ACTS.search(out)
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "@", "+")) or re.match(r"\s*-(?!\d+(\.\d+)?$)", cell)]
    told_md = run("analyze", "--by", "supplier", "--format", "md").out
    assert not ACTS.search(told_md)
    assert "<script" not in told_md
    assert not re.search(r"(?<!\\)\]\(", told_md)
    file = tmp_path / "all.yaml"
    assert run("export", "-o", file).exit == 0
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["cases"][0]["note"] == text.strip()
    assert run("import", file, "--home", tmp_path / "again").exit == 0
    assert run("show", 1, "--json", "--home", tmp_path / "again").case["note"] == text.strip()
    assert run("check").exit == 0


def test_a_note_of_a_megabyte_is_kept_and_shown(run: Run) -> None:
    note = "очень длинно " * 80_000
    assert run("inspect", "--product", "Cup", "--note", "-", typed=note).exit == 0
    assert run("show", 1, "--json").case["note"] == note.strip()
    assert len(run("show", 1).out) > len(note)
    assert run("list", "длинно", "--json").json["total"] == 1
    assert run("ticket", 1, "--situation", "other", "--force", "x").exit == 0
    assert run("check").exit == 0


@given(st.text())
@example("\t=1")
@example("\x00=1")
def test_nothing_in_a_cell_is_a_formula_or_acts(text: str) -> None:
    assert not for_spreadsheet(text).lstrip().startswith(("=", "+", "-", "@"))
    assert not ACTS.search(for_spreadsheet(text).replace("\n", ""))
    assert not ACTS.search(clean(text).replace("\n", ""))
    assert "\n" not in for_markdown(text)
    assert "<" not in for_markdown(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`\[\]]", for_markdown(text))


@given(st.lists(st.text(min_size=1), max_size=4))
def test_any_words_are_a_filter_or_refused(words: list[str]) -> None:
    try:
        parse(words, now=NOW, zone=MOSCOW)
    except ReturnsError as error:
        assert error.exit in (2, 5)


@given(st.text())
def test_any_word_names_a_photo(text: str) -> None:
    assert str(named(text).path) in (str(Path(text)), str(Path(text.partition("=")[2])))


def bomb(path: Path) -> None:
    """Write a sheet that unpacks to a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _part in range(100):
            sheet.write(bytes(1_000_000))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("alias.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\ncases: [*b, *b]\n"),
        ("deep.yaml", b"cases: " + b"[" * 5000),
        ("deep.json", b'{"cases": ' + b"[" * 100_000),
        ("deep2.json", b'{"cases": ' + b'{"a":' * 100_000),
        ("cp1251.yaml", "cases: [{product: Чайник}]".encode("cp1251")),
        ("utf16.yaml", "cases: [{product: Чайник}]".encode("utf-16")),
        ("binary.yaml", bytes(range(256)) * 40),
        ("nul.yaml", b"cases: [{product: a\0b}]"),
        ("tag.yaml", b"cases: !!python/object/apply:os.system [id]"),
        ("merge.yaml", b"cases: [{<<: {product: x}}]"),
        ("bomb.xlsx", b""),
        ("bomb.zip", b""),
    ],
)
def test_a_hostile_file_ends_in_a_sentence(run: Run, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    bomb(file) if not content else file.write_bytes(content)
    said = run("products" if name.endswith(".xlsx") else "import", file, "--json")
    assert said.exit == said.error["exit"] == 5
    assert run("list", "--json").json["total"] == 0


@needs_modes
def test_folders_and_files_are_the_sellers_alone(run: Run, kettle: int, home: Path) -> None:
    run("ticket", kettle, "--ask", "5")
    run("backup")
    assert {each.stat().st_mode & 0o777 for each in [home, *home.rglob("*")] if each.is_dir()} == {0o700}
    assert {each.stat().st_mode & 0o777 for each in home.rglob("*") if each.is_file()} == {0o600}
