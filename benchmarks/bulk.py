"""Large files: a report of 100,000 returns beside `sqlite-utils insert --csv`, and 100,000 cases of YAML and JSON beside another checkout.

Run it from the top of the checkout: `python -m benchmarks.bulk [--rows 100000] [--other FOLDER]`; FOLDER is a checkout of the commit to
compare with, which runs in the same environment. sqlite-utils is left out where it is not installed.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.against_peers import case_file

_REASONS = ("Товар не работает / брак", "Покупатель передумал", "Упаковка и товар повреждены", "Товар не подошёл", "Не подошёл товар")
_HEAD = (
    "Схема;Наименование товара;Номер отправления;Артикул товара;OZON SKU ID;Дата оформления заказа;Дата возврата;Статус возврата;"
    "Дата статуса;Статус компенсации;Дата статуса компенсации;Обязательность маркировки;Причина возврата;Комментарий покупателя;"
    "Тип покупателя;Количество возвращаемых товаров;Отправление вскрыто;Целевое место назначения;Адрес размещения;"
    'Переход в "В пункте выдачи";Местоположение;Дата возврата продавцу;Кол-во дней хранения;Последний день бесплатного размещения;'
    "Штрихкод возврата;Стоимость хранения;Стоимость утилизации;Стоимость товара;Процент комиссии;Комиссия;Цена без комиссии"
).split(";")
"""The layout of 31 columns, of 2026."""


class Run(NamedTuple):
    """Seconds of a run, and megabytes at the most."""

    seconds: float
    megabytes: float


def report(folder: Path, count: int) -> Path:
    """Write a report of so many returns, two of five about quality."""
    file = folder / "report.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(_HEAD)
        for no in range(count):
            told = {
                "Схема": "FBS",
                "Наименование товара": f"Чайник {no % 50}",
                "Номер отправления": f"{no}-0001-1",
                "Артикул товара": f"KT-{no % 50}",
                "OZON SKU ID": 158000 + no % 50,
                "Дата оформления заказа": "01.10.2026 10:15",
                "Дата возврата": "12.10.2026",
                "Статус возврата": "В пункте выдачи",
                "Дата статуса": "15.10.2026 08:00",
                "Причина возврата": _REASONS[no % 5],
                "Количество возвращаемых товаров": 1,
                "Штрихкод возврата": f"ii{no}",
                "Последний день бесплатного размещения": "22.12.2026",
                "Стоимость товара": "1 990,00",
            }
            rows.writerow([told.get(name, "") for name in _HEAD])
    return file


def cases(folder: Path, count: int) -> Path:
    """Write so many cases as JSON, each with a date, a decision and a cost."""
    file = folder / "cases.json"
    told = [
        {
            "key": f"k{no}",
            "found_at": "2026-11-10",
            "product": f"Чайник {no % 50}",
            "sku": str(158000 + no % 50),
            "posting": f"{no}-0001-1",
            "scheme": "fbs",
            "price": 1990,
            "stage": "buyer",
            "defects": ["crack"],
            "supplier": "A",
            "dates": [{"kind": "claimed", "at": "2026-11-10"}],
            "decisions": [{"kind": "approve", "by": "seller", "at": "2026-11-11"}],
            "costs": [{"kind": "refund", "amount": 1990, "at": "2026-11-12"}],
        }
        for no in range(count)
    ]
    file.write_text(json.dumps({"cases": told}, ensure_ascii=False), encoding="utf-8")
    return file


def run(command: list[str], folder: Path) -> Run:
    """Run a command in a folder to its end and return what it took; the memory is read from the system while it runs."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(folder)})
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, peak_of(process.pid))
        time.sleep(0.05)
    if process.returncode:
        sys.exit(f"{command[0]} failed")
    return Run(time.perf_counter() - began, peak)


def peak_of(pid: int) -> float:
    """Return the megabytes that a running process and those it has started have held at the most; 0 where the system does not tell.

    What `wait4` tells of a child begins with what the parent held when it was started.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
    return own + sum(peak_of(int(child)) for child in children)


def imported(checkout: Path, file: Path, work: Path) -> Run:
    """Import a file into a fresh home with a checkout."""
    home = work / "home"
    shutil.rmtree(home, ignore_errors=True)
    return run([sys.executable, "-m", "ozon_returns", "--home", str(home), "import", str(file)], checkout)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--other", type=Path)
    given = parser.parse_args()
    here = Path.cwd()
    with TemporaryDirectory() as name:
        work = Path(name)
        file = report(work, given.rows)
        own = imported(here, file, work)
        sys.stdout.write(f"report: {given.rows / own.seconds:,.0f} rows/s, {own.megabytes:.0f} MB\n")
        peer = shutil.which("sqlite-utils", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
        if peer:
            other = run([peer, "insert", str(work / "peer.db"), "t", str(file), "--csv"], here)
            sys.stdout.write(f"sqlite-utils: {given.rows / other.seconds:,.0f} rows/s; ours is {other.seconds / own.seconds:.2f} x\n")
        for made in (case_file(work, given.rows), cases(work, given.rows)):
            own = imported(here, made, work)
            sys.stdout.write(f"{made.suffix}: {given.rows / own.seconds:,.0f} cases/s, {own.megabytes:.0f} MB\n")
            if given.other:
                other = imported(given.other.resolve(), made, work)
                told = f"{given.rows / other.seconds:,.0f} cases/s, {other.megabytes:.0f} MB; ours is {other.seconds / own.seconds:.2f} x"
                sys.stdout.write(f"{made.suffix}, {given.other}: {told}\n")


if __name__ == "__main__":
    main()
