"""The ladder of imports holds, nothing heavy is loaded where it is not needed, nothing grows past its room."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import ozon_returns
from ozon_returns.cli import COMMANDS
from ozon_returns.reports.catalogue import REPORTS
from tests.conftest import Run

PACKAGE = Path(ozon_returns.__file__).parent
FILES = sorted(each for each in PACKAGE.rglob("*.py") if "migrations" not in each.parts)
HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "PIL", "yaml", "httpx", "jinja2", "rich", "alembic"}
SQL = re.compile(r"\b(?:SELECT\b.+\bFROM|INSERT INTO|UPDATE\b.+\bSET|DELETE FROM|PRAGMA)\b", re.DOTALL)
FOR_WRITING = {"sqlmodel", "sqlalchemy", "pydantic", "alembic"}


def ladder() -> dict[str, tuple[int, int]]:
    """Parse the map in the package's docstring: the rung of each name, the lowest with the highest number, and its place along the arrows."""
    lines = re.findall(r"^    (\w+(?:(?: | → )\w+)*)  ", ozon_returns.__doc__ or "", re.MULTILINE)
    return {
        name: (rung, place) for rung, line in enumerate(lines) for place, names in enumerate(line.split(" → ")) for name in names.split()
    }


def room(file: Path) -> str:
    """Return the room of a file: its folder in the package, or itself."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(file: Path) -> Iterator[str]:
    """Return the rooms that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "ozon_returns":
            yield from (each.name for each in node.names if each.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ozon_returns."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (each.name.split(".")[1] for each in node.names if each.name.startswith("ozon_returns."))


def test_every_room_is_on_the_map_of_at_most_ten_rungs() -> None:
    names = {room(file) for file in FILES} - {"__init__", "__main__"}
    assert names == set(ladder())
    assert max(rung for rung, _place in ladder().values()) < 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_file_imports_only_what_stands_below_it(file: Path) -> None:
    place = ladder()
    mine = room(file)
    if mine in ("__init__", "__main__"):
        return
    wrong = [name for name in imported(file) if name != mine and place[name] <= place[mine]]
    assert not wrong, f"{mine} imports {wrong}"


def test_commands_never_import_one_another() -> None:
    for file in (PACKAGE / "commands").glob("*.py"):
        assert "commands" not in imported(file), file.name


def test_no_file_is_longer_than_its_budget() -> None:
    long = {str(file.relative_to(PACKAGE)): lines for file in FILES if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 200}
    assert not long


def test_no_function_is_longer_than_its_budget() -> None:
    long = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_long = isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.body[0].lineno > 40
            if is_long and isinstance(node, ast.FunctionDef):
                long.append(f"{file.name}:{node.name}")
    assert not long


def test_nothing_below_the_views_prints_and_nothing_below_app_reads_the_clock() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        if room(file) not in ("environment", "views", "cli", "prompts", "commands"):
            assert "sys.stdout" not in text, file
            assert not re.search(r"\bprint\(", text), file
        if room(file) != "environment":
            assert "datetime.now(" not in text, file
            assert "date.today(" not in text, file
        if room(file) not in ("environment", "words", "typer_words"):
            assert "environ" not in text.replace("environment", ""), file


def test_only_the_store_speaks_sql_and_only_evidence_opens_pictures() -> None:
    for file in FILES:
        names = {name.split(".")[0] for name in _modules(file)}
        if room(file) != "store":
            assert not names & {"sqlite3", "sqlalchemy", "sqlmodel"}, file
            assert not any(map(SQL.search, _texts(file))), f"{file} contains SQL"
        if room(file) != "evidence":
            assert "PIL" not in names, file


def test_a_name_means_one_thing() -> None:
    """No two classes have one name; a function has that of another only where both are named after one command or protocol."""
    classes, functions = Counter[str](), Counter[str]()
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        classes.update(node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        functions.update(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))
    assert [name for name, count in classes.items() if count > 1] == []
    every_report = {"report": len(REPORTS), "report_text": 7}
    assert [name for name, count in functions.items() if count > every_report.get(name, 3)] == []


def _texts(file: Path) -> Iterator[str]:
    """Return the string constants of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _modules(file: Path) -> Iterator[str]:
    """Return every module that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def loaded(home: Path, *words: str) -> set[str]:
    """Return the packages that a command loads."""
    script = "import sys; from ozon_returns.cli import run; run(sys.argv[1:]); print('\\n' + ' '.join(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, "--home", str(home), *words], capture_output=True, encoding="utf-8", check=True
    )
    return {name.split(".")[0] for name in told.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("words", [("--help",), ("--version",), *((name, "--help") for name in COMMANDS)], ids=" ".join)
def test_help_loads_nothing_heavy(home: Path, words: tuple[str, ...]) -> None:
    assert not loaded(home, *words) & HEAVY


@pytest.mark.parametrize(
    "words", [("list",), ("list", "--json", "status:open"), ("show", "1", "--json"), ("analyze", "--weekly")], ids=" ".join
)
def test_reading_loads_nothing_that_writes(run: Run, kettle: int, home: Path, words: tuple[str, ...]) -> None:
    assert run("show", kettle).exit == 0
    assert not loaded(home, *words) & FOR_WRITING
