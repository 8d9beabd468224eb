"""Returns from a shop on this machine: 3,000 through kills and refusals, and time and memory of 100,000 beside 3,000.

Run it from the top of the checkout: `python -m benchmarks.ozon`.
"""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.bulk import peak_of
from tests.shop.server import KEY, OWNER, Answer, Shop, claims_of, opened, returns_of, seller_of
from tests.test_ozon_case import told

PAGES = 7
STATUSES = ("OnSellerApproval", "Approved", "MovingToSeller", "ArrivedAtReturnPlace", "ReceivedBySeller", "MoneyReturned", "ReturnedToOzon")
REASONS = ("Товар не работает / брак", "Упаковка и товар повреждены", "Покупатель передумал")


def rows(count: int) -> list[dict[str, Any]]:
    """Return so many returns of fifty products, two of three about quality."""
    return [
        {
            **told(STATUSES[number % len(STATUSES)], return_reason_name=REASONS[number % len(REASONS)]),
            "id": number,
            "posting_number": f"{number}-0001-1",
        }
        for number in range(1, count + 1)
    ]


def run(home: Path, shop: Shop, **more: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401
    """Start `sync`."""
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text("ozon_calls_per_second = 100000\n", encoding="utf-8")
    environ = {**os.environ, "OZON_CLIENT_ID": OWNER, "OZON_API_KEY": KEY, "OZON_API_URL": shop.url}
    command = [sys.executable, "-m", "ozon_returns", "--home", str(home), "sync", "--quiet"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def held(home: Path) -> tuple[int, int]:
    """Return how many returns and cases there are."""
    if not (home / "cases.db").exists():
        return 0, 0
    with closing(connect(home / "cases.db")) as store:
        try:
            return tuple(store.execute('SELECT (SELECT count(*) FROM ozon), (SELECT count(*) FROM "case")').fetchone())
        except Exception:  # noqa: BLE001  killed before the tables were made
            return 0, 0


def killed(home: Path) -> None:
    """Read 3,000 returns, killed once a page, with a refusal at every fifth call."""
    with opened() as shop:
        listed = returns_of(rows(3000))
        calls = 0

        def page(body: Any) -> Answer:  # noqa: ANN401
            nonlocal calls
            calls += 1
            return (
                (429, {"message": "You have reached request rate limit per second"}, {"Retry-After": "0"})
                if calls % 5 == 0
                else listed(body)
            )

        shop.methods = {"/v1/returns/list": page, **claims_of([]), **seller_of()}
        kills = 0
        while kills < PAGES:
            done, process = held(home)[0], run(home, shop)
            while process.poll() is None and held(home)[0] <= done:
                time.sleep(0.005)
            if process.poll() is None:
                process.kill()
                kills += 1
            elif process.returncode == 0:
                break
            process.wait()
        last = run(home, shop).wait()
        sys.stdout.write(f"3,000 returns, {kills} kills, {calls} calls: {held(home)} returns and cases, exit {last}\n")


def measured(home: Path, count: int) -> tuple[float, float]:
    """Return microseconds per return and megabytes at the most of a run over so many returns."""
    with opened() as shop:
        shop.methods = {"/v1/returns/list": returns_of(rows(count)), **claims_of([]), **seller_of()}
        began = time.perf_counter()
        process, peak = run(home, shop), 0.0
        while process.poll() is None:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.05)
        took = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"sync failed: {process.returncode}")
    return took / count * 1e6, peak


def main() -> None:
    """Print the figures."""
    with TemporaryDirectory() as folder:
        killed(Path(folder) / "killed")
        few, small = measured(Path(folder) / "few", 3000)
        many, large = measured(Path(folder) / "many", 100_000)
        sys.stdout.write(f"3,000: {few:.0f} µs a return, {small:.0f} MB; 100,000: {many:.0f} µs ({many / few:.2f} x), {large:.0f} MB\n")


if __name__ == "__main__":
    main()
