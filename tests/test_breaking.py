"""Nothing accepted is lost: commands are killed, their disk fails, and the power is cut, at their writing system calls.

By default at every few of them, so that the suite stays quick; `pytest -m exhaustive` does it at every one.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import power_cut, tracing
from tests.breaking import SCENARIOS, accepted, faults, prepare
from tests.conftest import TOP

KILLS = {"inspect": 120, "import": 110, "ticket": 100, "resolve": 80, "backup": 130, "restore": 40, "first": 20, "plain": 20}
"""The least number of writing calls at which each command can be killed."""

EVERY = 60
"""The suite breaks a command at every sixtieth call, the gate at every one."""

SELDOM = {"restore": 4, "first": 4}
"""How many times as seldom the suite breaks commands that come to many calls, most of them of migrations; the gate: half as many."""


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare, once, what commands are broken on."""
    if not tracing.can_trace():
        pytest.skip("system calls cannot be traced here")
    top = tmp_path_factory.mktemp("breaking")
    prepare(top)
    return top


def broken(name: str, top: Path, *every: int, how: str = "breaking") -> Any:  # noqa: ANN401  a JSON document
    """Break a command in a process of its own, which has no threads to leave behind in its children."""
    words = [sys.executable, "-m", f"tests.{how}", name, str(top), *map(str, every)]
    done = subprocess.run(words, cwd=TOP, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_broken_command_leaves_all_that_was_accepted_and_nothing_half(top: Path, name: str) -> None:
    seldom = SELDOM.get(name, 1)
    told = broken(name, top, EVERY * seldom, 240 * seldom)
    assert told["faults"] == []
    assert told["kills"] >= KILLS[name] // (EVERY * seldom)
    assert told["failures"] >= KILLS[name] // (120 * seldom)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_command_is_broken_at_every_call(top: Path, name: str) -> None:
    step = max(1, SELDOM.get(name, 1) // 2)
    told = broken(name, top, step, 3 * step)
    assert told["faults"] == []
    assert told["kills"] >= KILLS[name] // step


CALLS = {"plain": 20, "restore": 30, "calendar": 5, "report": 5, "seal": 5, "export": 5}
"""The least number of writing calls before which the power can be cut, where it is less than 60."""


@pytest.mark.parametrize("name", ["resolve", "report"])
def test_a_power_cut_leaves_all_that_was_accepted(top: Path, name: str) -> None:
    told = broken(name, top, 25, how="power_cut")
    assert told["faults"] == []
    assert told["states"] >= power_cut.WAYS * (1 + CALLS.get(name, 60) // 25)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", power_cut.SCENARIOS)
def test_a_power_cut_at_any_call_leaves_all_that_was_accepted(top: Path, name: str) -> None:
    told = broken(name, top, 2, how="power_cut")
    assert told["faults"] == []
    assert told["states"] >= power_cut.WAYS * (1 + CALLS.get(name, 60) // 2)


def test_what_is_looked_for_after_a_kill_is_found_where_it_is(top: Path, tmp_path: Path) -> None:
    home, scenario = shutil.copytree(top / "home", tmp_path / "home"), SCENARIOS["inspect"]
    before = [accepted(home)]
    assert list(faults(home, scenario, before)) == []
    (home / "cases/000001/01-label.jpg").unlink()
    with closing(sqlite3.connect(home / "cases.db")) as store:
        store.execute(
            "INSERT INTO \"case\" (key, status, opened_at, found_at, quantity, currency, why, product) SELECT 'k', status, opened_at, found_at, 1, 'RUB', '[]', 'New' FROM \"case\" WHERE number = 1"
        )
        store.execute("PRAGMA foreign_keys=OFF")
        store.execute('DELETE FROM "case" WHERE number = 2')
        store.commit()
    found = "\n".join(faults(home, scenario, before))
    assert all(sign in found for sign in ("photo_missing", "row_changed", "case_missing", "something accepted is gone", "half there"))
