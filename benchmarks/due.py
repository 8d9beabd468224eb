"""How `due` grows with the store: 100,000 cases with 5,000 running clocks beside 1,000 with 50, in turns.

python -m benchmarks.due --rounds 11
"""

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

SIZES = (1_000, 100_000)
CLOCKS_OF_A_CASE = 2
"""A claim that is open runs two: Ozon's 24 hours and the days of the law."""

WAYS = (("due",), ("due", "--json"), ("due", "--json", "--within", "2d"), ("list", "--limit", "20"))


def filled(home: Path, cases: int) -> Path:
    """Make a home of so many cases, a twentieth as many clocks running in it, and let the program set them."""
    program(home, "list")
    now = datetime.now(UTC)
    running = cases // 20 // CLOCKS_OF_A_CASE
    with sqlite3.connect(home / "cases.db") as connection:
        columns = 'number, "key", status, opened_at, found_at, resolved_at, closed_at, product, posting, scheme, stage, quantity, '
        columns += "currency, why, price, outcome"
        for number in range(1, cases + 1):
            is_open = number % (cases // running) == 0
            found = (now - timedelta(hours=number % 720)).strftime("%Y-%m-%dT%H:%M:%SZ")
            ended = None if is_open else now.strftime("%Y-%m-%dT%H:%M:%SZ")
            told = (
                ended,
                ended,
                f"Кружка {number % 50}",
                f"{number}-1",
                "fbs",
                "buyer",
                1,
                "RUB",
                "[]",
                199000,
                None if is_open else "refund",
            )
            row = (number, f"k{number}", "inspected" if is_open else "closed", found, found, *told)
            connection.execute(f'INSERT INTO "case" ({columns}) VALUES ({", ".join("?" * len(row))})', row)
        connection.execute("PRAGMA user_version = 0")
    began = time.perf_counter()
    program(home, "list", "--limit", "1")
    with sqlite3.connect(home / "cases.db") as connection:
        count = connection.execute("SELECT count(*) FROM clock WHERE met_at IS NULL AND duty = 1").fetchone()[0]
    print(f"{cases} cases, {count} clocks run; all clocks set in {time.perf_counter() - began:.1f} s")
    return home


def program(home: Path, *words: str) -> float:
    """Run the program and give the seconds it took."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "ozon_returns", "--home", str(home), *words], check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Make two homes, ask both in turns, and print the medians and their ratio."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=11)
    rounds = asked.parse_args().rounds
    with tempfile.TemporaryDirectory() as top:
        small, large = (filled(Path(top) / str(cases), cases) for cases in SIZES)
        for words in WAYS:
            times: dict[Path, list[float]] = {small: [], large: []}
            for _round in range(rounds):
                for home, taken in times.items():
                    taken.append(program(home, *words))
            first, second = (statistics.median(times[home]) * 1000 for home in (small, large))
            print(f"{' '.join(words):<28} {first:6.0f} ms {second:6.0f} ms  x {second / first:.2f}")


if __name__ == "__main__":
    main()
