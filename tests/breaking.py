"""Breaks commands at each of their writing system calls, and looks at what is left: `python -m tests.breaking SCENARIO FOLDER N M`.

FOLDER is what `prepare` has made. The command is killed at every N-th call, and its disk fails at every M-th. Prints one
JSON object: how often it was broken, and every time that something was lost, halved or said badly.
"""

import contextlib
import errno
import gc
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ozon_returns.app import App
from ozon_returns.cli import carry_out, main
from ozon_returns.evidence import sketch
from ozon_returns.views.answer import Answer
from tests import tracing

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
ROLES = ("label", "packaging", "overall", "defect")
IMPORTED = 2

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Scenario:
    """A command to break, and what may be found afterwards: one of the answers to a question about the store."""

    words: tuple[str, ...]
    asked: str
    may_be: tuple[Rows, ...]
    home: str = "home"


SCENARIOS = {
    "inspect": Scenario(
        ("inspect", "label={top}/label.jpg", "defect={top}/defect.jpg", "--product", "New", "--defect", "crack"),
        'SELECT (SELECT count(*) FROM photo p WHERE p."case" = number) FROM "case" WHERE product = \'New\'',
        ([], [(2,)]),
    ),
    "import": Scenario(
        ("import", "{top}/more.yaml"),
        'SELECT count(*), sum((SELECT count(*) FROM photo p WHERE p."case" = number)) FROM "case" WHERE product = \'More\'',
        ([(0, None)], [(IMPORTED, IMPORTED)]),
    ),
    "ticket": Scenario(
        ("ticket", "1", "--ask", "1990", "--number", "77", "--set", "damage_signs=x"),
        'SELECT t.number, t.asked, json_array_length(t.files), c.status FROM "case" c LEFT JOIN ticket t ON t."case" = c.number WHERE c.number = 1',
        ([(None, None, None, "inspected")], [("77", 199000, 5, "ticketed")]),
    ),
    "resolve": Scenario(
        ("resolve", "2", "--outcome", "refund", "--cost", "refund=100", "--cause", "transport", "--action", "training: tape"),
        'SELECT outcome, (SELECT count(*) FROM cost k WHERE k."case" = 2), (SELECT count(*) FROM action a WHERE a."case" = 2) FROM "case" WHERE number = 2',
        ([(None, 0, 0)], [("refund", 1, 1)]),
    ),
    "backup": Scenario(("backup",), 'SELECT count(*) FROM "case" WHERE product IS NULL', ([(0,)],)),
    "restore": Scenario(
        ("restore", "{top}/other.zip"),
        "SELECT count(*) FROM \"case\" WHERE product <> 'Next'",
        ([(3,)], [(5,)]),
    ),
    "first": Scenario(("inspect", "--product", "New"), "SELECT count(*) FROM \"case\" WHERE product = 'New'", ([(0,)], [(1,)]), "none"),
    "plain": Scenario(("inspect", "--product", "New"), "SELECT count(*) FROM \"case\" WHERE product = 'New'", ([(0,)], [(1,)]), "plain"),
}
"""Every command that writes, each on a home of three cases; on none at all; and on one whose journal is not kept beside the store."""


def app(home: Path) -> App:
    """Return a run of the program on a home."""
    made = App(home=str(home), environ={"LC_ALL": "C.UTF-8"})
    made.now = NOW
    return made


def say(home: Path, *words: str) -> Answer:
    """Carry out a command; whatever it raises is a fault of the test's own, or what is looked for."""
    answer: Answer = main(words, app(home))
    return answer


def prepare(top: Path) -> None:
    """Make photos, a home of three cases, one of five as a backup, and a file of more cases."""
    for seed, role in enumerate(ROLES):
        (top / f"{role}.jpg").write_bytes(sketch.photo(role, NOW, seed=seed, size=(96, 72)))
        (top / f"{role}-1.jpg").write_bytes(sketch.photo(role, NOW, seed=seed + 9, size=(96, 72)))
    for name, cases in (("home", 3), ("other", 5)):
        for number in range(cases):
            photos = [f"{role}={top}/{role}-1.jpg" for role in ROLES] if not number else []
            say(
                top / name,
                "inspect",
                *photos,
                "--product",
                f"{name} {number}",
                "--posting",
                f"{number}-1",
                "--suspect",
                "transport",
                "--price",
                "1990",
            )
    (top / "none").mkdir()
    shutil.copytree(top / "home", top / "plain")
    with contextlib.closing(sqlite3.connect(top / "plain" / "cases.db")) as store:
        store.execute("PRAGMA journal_mode=DELETE")
    say(top / "other", "backup", str(top / "other.zip"))
    more = [f"- {{product: More, sku: '{index}', photos: [{{file: more-{index}.jpg}}]}}" for index in range(IMPORTED)]
    for index in range(IMPORTED):
        (top / f"more-{index}.jpg").write_bytes(sketch.photo("label", NOW, seed=50 + index, size=(64, 48)))
    (top / "more.yaml").write_text("cases:\n" + "\n".join(more) + "\n")


def accepted(home: Path) -> set[tuple[int, str, str | None]]:
    """Return what a home has accepted: its cases, each with its photos' hashes."""
    if not (home / "cases.db").exists():
        return set()
    with contextlib.closing(sqlite3.connect(home / "cases.db")) as store:
        found = store.execute('SELECT number, "key", sha256 FROM "case" LEFT JOIN photo ON "case" = number')
        return set(found.fetchall())


def faults(home: Path, scenario: Scenario, before: list[set[tuple[int, str, str | None]]]) -> Iterator[str]:
    """Look at a home that a command was broken in, as its next users would."""
    say(home, "list")
    say(home, "inspect", "--product", "Next")
    found = say(home, "check")
    problems: list[Any] = list(found.document["problems"])  # type: ignore[call-overload]
    yield from (f"damage: {each}" for each in problems if not each["repairable"])
    if problems and say(home, "check", "--repair").exit:
        yield f"not mended: {say(home, 'check').document['problems']}"
    if not any(known <= accepted(home) for known in before):
        yield "something accepted is gone"
    with contextlib.closing(sqlite3.connect(home / "cases.db")) as store:
        there = store.execute(scenario.asked).fetchall()
    if there not in scenario.may_be:
        yield f"half there: {there}"


@dataclass
class Broken:
    """What came of breaking a command many times."""

    kills: int = 0
    failures: int = 0
    faults: list[str] = field(default_factory=list)


WAYS = {
    "kill": tracing.Breaking(),
    "the disk is full": tracing.Breaking(fail=errno.ENOSPC, only=tracing.CREATES, on=True),
    "the disk fails once": tracing.Breaking(fail=errno.EIO),
    "nothing may be written": tracing.Breaking(fail=errno.EACCES, on=True),
    "the disk can only be read": tracing.Breaking(fail=errno.EROFS, on=True),
}
"""What becomes of a command at one of its writing calls."""


def break_each(name: str, top: Path, folder: Path, every: dict[str, int]) -> Broken:
    """Break a command at its writing calls, at every so many of them in each way."""
    scenario, home = SCENARIOS[name], folder / "home"
    words = [word.format(top=top) for word in scenario.words]
    before = [accepted(top / scenario.home), *([accepted(top / "other")] if name == "restore" else [])]
    broken = Broken()
    for way, breaking in WAYS.items():
        for at in count(1, every[way]):
            shutil.rmtree(folder)
            shutil.copytree(top / scenario.home, home)
            ended = tracing.run(lambda: carry_out(words, app(home)), folder / "said", replace(breaking, at=at))
            if at > ended.calls:
                break
            broken.kills += way == "kill"
            broken.failures += way != "kill"
            broken.faults += [f"{name}, {way}, at {at}: {each}" for each in (*_said(ended), *faults(home, scenario, before))]
    return broken


def _said(ended: tracing.Ended) -> Iterator[str]:
    """Find what a broken command should not have said."""
    if ended.exit in (1, 70, 71) or "Traceback" in ended.said:
        yield f"exit {ended.exit}: {ended.said[-400:]}"


def program(name: str, top: Path, kill_every: int, fail_every: int) -> None:
    """Break one command on what was prepared at `top`, and print what came of it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "trial"
        shutil.copytree(top / SCENARIOS[name].home, folder / "home")
        words = [word.format(top=top) for word in SCENARIOS[name].words]
        with Path(os.devnull).open("w", encoding="utf-8") as nothing, contextlib.redirect_stdout(nothing):
            main(words, app(folder / "home"))  # so that all is imported
        gc.disable()  # a child that collects would copy every page of its parent
        gc.freeze()
        every = {way: kill_every if way == "kill" else fail_every for way in WAYS}
        broken = break_each(name, top, folder, every)
    sys.stdout.write(json.dumps(vars(broken), ensure_ascii=False))


if __name__ == "__main__":
    program(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
