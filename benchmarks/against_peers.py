"""Measures each command beside its peers, in one run, as ratios: medians of several rounds on one home of N cases.

A round runs every command once, so that whatever else the machine does falls on all of them; the first is not counted.

    python benchmarks/against_peers.py [--cases 1000] [--rounds 11] [--peers FOLDER]

The peers (sqlite-utils, todoman, beets) are run from FOLDER/bin, or from the PATH; one that is not installed is left
out, with a word. Nothing is written outside a temporary folder.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ozon_returns.evidence import sketch

PROGRAM = [sys.executable, "-m", "ozon_returns"]
CAUSES = ("production", "supplier_packaging", "own_packaging", "transport", "ozon_storage", "swap", "no_defect")
DEFECTS = ("crack", "scratch", "dent", "not_working", "incomplete", "packaging")
MOSCOW = ZoneInfo("Europe/Moscow")

TERMINAL = "list, on a terminal"

Words = list[str]


def case_file(folder: Path, count: int) -> Path:
    """Write a case file of `count` cases over the last two years, the last weeks of them still open."""
    chance = random.Random(count)
    now = datetime.now(MOSCOW).replace(microsecond=0)
    file = folder / f"{count}.yaml"
    with file.open("w", encoding="utf-8") as out:
        out.write("cases:\n")
        for index in range(count):
            out.write(one_case(chance, now, index, index / count * 730))
    return file


def one_case(chance: random.Random, now: datetime, index: int, age_days: float) -> str:
    """Write a case found so many days ago."""
    found = now - timedelta(days=age_days)
    product = chance.randrange(40)
    lines = [
        f"- key: case-{index}",
        f"  found_at: {found.isoformat()}",
        f'  sku: "{1580000000 + product}"',
        f"  product: Товар {product}",
        f"  posting: {58000000 + index}-0001-1",
        f"  supplier: Поставщик {product % 7}",
        f"  price: {chance.randrange(300, 5000)}",
        "  stage: buyer",
        f"  defects: [{chance.choice(DEFECTS)}]",
        f"  suspected_cause: {chance.choice(CAUSES)}",
        "  letters:",
        f"  - {{text: Здравствуйте! Предлагаем возврат., written_at: {(found + timedelta(hours=2)).isoformat()}}}",
    ]
    if age_days > 21:  # noqa: PLR2004  three weeks
        ended = found + timedelta(days=chance.randrange(2, 18))
        lines += [
            f"  cause: {chance.choice(CAUSES)}",
            "  outcome: refund",
            f"  resolved_at: {ended.isoformat()}",
            f"  closed_at: {ended.isoformat()}",
            "  no_action: once",
            f"  costs: [{{kind: refund, amount: {chance.randrange(300, 5000)}, at: {ended.isoformat()}}}]",
            f"  recovered: [{{from: ozon, amount: {chance.randrange(100, 300)}, at: {ended.isoformat()}}}]",
        ]
    return "\n".join(lines) + "\n"


def photo_of_a_phone(folder: Path) -> Path:
    """Draw a photo of about three megabytes."""
    photo = folder / "photo.jpg"
    size = 3600
    while True:
        photo.write_bytes(sketch.photo("defect", datetime.now(MOSCOW), size=(size, size * 3 // 4)))
        if photo.stat().st_size >= 3_000_000 or size > 12_000:  # noqa: PLR2004
            return photo
        size = int(size * 1.25)


def seconds(words: Words, environ: dict[str, str]) -> float:
    """Give the seconds that a command takes with its output in nothing."""
    started = time.perf_counter()
    subprocess.run(words, check=True, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def seconds_on_a_terminal(words: Words, environ: dict[str, str]) -> float:
    """Give the seconds that a command takes whose output is a terminal of 80 columns."""
    ours, theirs = os.openpty()
    started = time.perf_counter()
    with subprocess.Popen(words, stdout=theirs, stderr=subprocess.DEVNULL, env=environ | {"TERM": "xterm", "COLUMNS": "80"}):
        os.close(theirs)
        while _more(ours):
            pass
    taken = time.perf_counter() - started
    os.close(ours)
    return taken


def _more(terminal: int) -> bytes:
    """Read what a terminal shows; nothing at its end."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def peers(folder: str | None, work: Path, store: Path, count: int) -> dict[str, Words]:
    """Give the commands of the peers that are installed, each on as many items as there are cases."""
    found: dict[str, Words] = {}
    for name in ("sqlite-utils", "todo", "beet"):
        program = shutil.which(name, path=f"{folder}/bin" if folder else None)
        if not program:
            print(f"{name} is not installed: left out")
        elif name == "sqlite-utils":
            found["sqlite-utils rows"] = [program, "rows", str(store), "case"]
        elif name == "todo":
            found["todo list"] = [program, "--config", str(todoman(work, count)), "list"]
        else:
            found["beet ls"] = [program, "--config", str(beets(work, count, program)), "ls"]
    return found


def todoman(work: Path, count: int) -> Path:
    """Make a calendar of `count` tasks."""
    calendar = work / "tasks" / "defects"
    calendar.mkdir(parents=True)
    for index in range(count):
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//x//x//EN",
            "BEGIN:VTODO",
            f"UID:{index}",
            f"SUMMARY:Case {index}",
            "END:VTODO",
        ]
        (calendar / f"{index}.ics").write_text("\r\n".join([*lines, "END:VCALENDAR", ""]))
    config = work / "todoman.py"
    config.write_text(f'path = "{work}/tasks/*"\ncache_path = "{work}/todoman.db"\ndefault_list = "defects"\n')
    return config


def beets(work: Path, count: int, program: str) -> Path:
    """Make a library of `count` items."""
    config = work / "beets.yaml"
    config.write_text(f"library: {work}/beets.db\ndirectory: {work}/music\nplugins: []\n")
    python = str(Path(program).with_name("python"))
    script = (
        "import sys; from beets.library import Item, Library\n"
        "library = Library(sys.argv[1])\n"
        "with library.transaction():\n"
        "    for index in range(int(sys.argv[2])):\n"
        "        library.add(Item(title=f'Case {index}', artist='x', path=f'/x/{index}.mp3'.encode()))\n"
    )
    subprocess.run([python, "-c", script, f"{work}/beets.db", str(count)], check=True, stdout=subprocess.DEVNULL)
    return config


def peak_of_import(file: Path, home: Path, environ: dict[str, str]) -> float:
    """Give the most memory that an import took, in megabytes."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    words = [sys.executable, "-c", script, *PROGRAM, "--home", str(home), "import", str(file)]
    return float(subprocess.run(words, check=True, env=environ, capture_output=True, text=True).stdout)


def main() -> None:
    """Make the home, measure, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=11)
    asked.add_argument("--peers", metavar="FOLDER", help="environment in which the peers are installed")
    given = asked.parse_args()
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "OZON_RETURNS_HOME")}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        home = work / "home"
        ours = [*PROGRAM, "--home", str(home)]
        print(f"import of {given.cases} cases: {peak_of_import(case_file(work, given.cases), home, environ):.0f} MB at the most")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            'python -c "import sqlmodel"': [sys.executable, "-c", "import sqlmodel"],
            **peers(given.peers, work, home / "cases.db", given.cases),
            "--help": [*ours, "--help"],
            "--version": [*ours, "--version"],
            "list": [*ours, "list"],
            "list --json": [*ours, "list", "--json"],
            "list --limit 20": [*ours, "list", "--limit", "20"],
            "show --json": [*ours, "show", "7", "--json"],
            "analyze --weekly": [*ours, "analyze", "--weekly"],
            "inspect, a photo of 3 MB": [*ours, "inspect", str(photo_of_a_phone(work)), "--product", "Чайник", "--defect", "crack"],
        }
        taken: dict[str, list[float]] = {name: [] for name in (*commands, TERMINAL)}
        for _round in range(given.rounds + 1):
            for name, words in commands.items():
                taken[name].append(seconds(words, environ))
            taken[TERMINAL].append(seconds_on_a_terminal(commands["list"], environ))
        table = {name: statistics.median(each[1:]) for name, each in taken.items()}
    show(table)


def show(table: dict[str, float]) -> None:
    """Print the seconds, and the ratios to each peer."""
    against = [
        name for name in ("python -c pass", 'python -c "import sqlmodel"', "sqlite-utils rows", "todo list", "beet ls") if name in table
    ]
    print(f"\n{'':28}{'ms':>8}  " + "  ".join(f"x {name}" for name in against))
    for name, seconds in table.items():
        ratios = "  ".join(f"{seconds / table[each]:>{len(each) + 2}.2f}" for each in against)
        print(f"{name:28}{seconds * 1000:8.0f}  {ratios}")


if __name__ == "__main__":
    main()
