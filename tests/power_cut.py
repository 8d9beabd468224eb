"""Cuts the power at the writing system calls of a command, and looks at what is left: `python -m tests.power_cut SCENARIO FOLDER N`.

FOLDER is what `tests.breaking.prepare` has made; the power is cut before every N-th call, and after the last. What was
written is on the disk only if it was synced: the content of a file by a sync of the file, the names in a folder by a sync
of the folder. What was not may be there or not, a page at a time. Prints one JSON object.
"""

import contextlib
import gc
import json
import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from ozon_returns.cli import carry_out, main
from ozon_returns.errors.base import ReturnsError
from tests import breaking, tracing

PAGE = 4096

WAYS = 5
"""How many states are looked at for each power cut."""

Names = dict[int, dict[str, int]]
"""The inode of each name in each folder, by the inode of the folder."""


@dataclass(frozen=True)
class Scenario:
    """A command, what may be found when the power was cut during it, and the files that are there once it has succeeded."""

    case: breaking.Scenario
    files: tuple[str, ...] = ()
    empty: bool = False


_WRITES = 'SELECT count(*) FROM "case" WHERE product IS NULL', ([(0,)],)

SCENARIOS = {
    **{name: Scenario(each) for name, each in breaking.SCENARIOS.items() if name not in ("backup", "first")},
    "backup": Scenario(breaking.Scenario(("backup", "{folder}/kept.zip"), *_WRITES), ("kept.zip",)),
    "export": Scenario(breaking.Scenario(("export", "-o", "{folder}/all.yaml"), *_WRITES), ("all.yaml",)),
    "calendar": Scenario(breaking.Scenario(("due", "--ics", "{folder}/due.ics"), *_WRITES), ("due.ics",)),
    "report": Scenario(breaking.Scenario(("analyze", "-o", "{folder}/week.md"), *_WRITES), ("week.md",)),
    "seal": Scenario(breaking.Scenario(("check", "--seal", "{folder}/seal.txt"), *_WRITES), ("seal.txt",)),
    "first": Scenario(
        breaking.Scenario(
            ("inspect", "label={top}/label.jpg", "--product", "New"),
            "SELECT count(*) FROM \"case\" WHERE product = 'New'",
            ([(0,)], [(1,)]),
        ),
        empty=True,
    ),
}
"""Every command that writes, and every one that makes a file."""


class Disk:
    """A folder on a disk whose power can be cut: what is synced of it, and what is only written."""

    def __init__(self, top: Path) -> None:
        """Take all that is there as synced."""
        self.top, self.root = top, top.stat().st_ino
        self.open: dict[int, int] = {}
        self.folders: set[int] = set()
        self.names = self._written_names()
        self.contents = {inode: self._written(inode) for inode in self.open}

    def close(self) -> None:
        """Close the files and folders; they are held open so that no new one gets the inode of one removed."""
        for each in self.open.values():
            os.close(each)

    def sync(self, path: Path) -> None:
        """Put a file, or the names in a folder, on the disk."""
        if not path.is_relative_to(self.top):
            return
        inode, names = path.stat().st_ino, self._written_names()
        if inode in self.folders:
            self.names[inode] = names[inode]
        else:
            self.contents[inode] = self._written(inode)

    def states(self, seed: int) -> Iterator[tuple[str, Names, Mapping[int, bytes]]]:
        """Yield what may be on the disk after a power cut now: names, and contents by inode."""
        names = self._written_names()
        contents = {inode: self._written(inode) for inode in self.open}
        yield "nothing unsynced", self.names, self.contents
        yield "all names, no unsynced content", names, self.contents
        yield "all contents, no unsynced name", self.names, contents
        chance = Random(seed)  # noqa: S311  a trial that can be repeated
        for number in range(WAYS - 3):
            some = {each: chance.choice((self.names.get(each, {}), now)) for each, now in {**self.names, **names}.items()}
            yield f"mixture {number}", some, {each: _mixed(self.contents.get(each, b""), now, chance) for each, now in contents.items()}

    def rebuild(self, place: Path, names: Names, contents: Mapping[int, bytes]) -> None:
        """Make a folder as it is after a power cut."""
        todo = [(place, self.root)]
        while todo:
            folder, inode = todo.pop()
            folder.mkdir()
            for name, each in names.get(inode, {}).items():
                if each in self.folders:
                    todo.append((folder / name, each))
                else:
                    (folder / name).write_bytes(contents.get(each, b""))

    def _written_names(self) -> Names:
        """Return the names that are there for running programs; open what is new."""
        found: Names = {}
        for folder, _folders, _files in os.walk(self.top):
            entries = {each.name: each for each in os.scandir(folder)}
            found[Path(folder).stat().st_ino] = {name: each.inode() for name, each in entries.items()}
            for each in entries.values():
                if each.is_dir(follow_symlinks=False):
                    self.folders.add(each.inode())
                if each.inode() not in self.open:
                    self.open[each.inode()] = os.open(each.path, os.O_RDONLY)
        self.folders.add(self.root)
        return found

    def _written(self, inode: int) -> bytes:
        """Return the content of a file as running programs see it."""
        held = self.open[inode]
        return os.pread(held, os.fstat(held).st_size, 0) if stat.S_ISREG(os.fstat(held).st_mode) else b""


def _mixed(synced: bytes, written: bytes, chance: Random) -> bytes:
    """Return a file of which some pages reached the disk and others did not."""
    length = len(chance.choice((synced, written)))
    pages = (chance.choice((synced, written))[at : at + PAGE] for at in range(0, length, PAGE))
    return b"".join(page.ljust(PAGE, b"\0") for page in pages)[:length]


@dataclass
class Outcome:
    """How many states were looked at, and what was wrong with them."""

    states: int = 0
    faults: list[str] = field(default_factory=list)


def cut_each(name: str, top: Path, folder: Path, every: int) -> Outcome:
    """Cut the power before every so many calls of a command, and after it has succeeded."""
    scenario = SCENARIOS[name]
    home = folder / "home"
    words = [word.format(top=top, folder=folder) for word in scenario.case.words]
    places = [] if scenario.empty else [scenario.case.home, *(["other"] if name == "restore" else [])]
    before = [breaking.accepted(top / each) for each in places] or [set()]
    shutil.rmtree(folder)
    folder.mkdir()
    if not scenario.empty:
        shutil.copytree(top / scenario.case.home, home)
    outcome, disk = Outcome(), Disk(folder)
    trial = folder.parent / "after"

    def look(when: str, seed: int, *, succeeded: bool) -> None:
        for way, names, contents in disk.states(seed):
            outcome.states += 1
            disk.rebuild(trial, names, contents)
            outcome.faults += [f"{name}, {when}, {way}: {each}" for each in _faults(scenario, trial, folder, before, succeeded=succeeded)]
            shutil.rmtree(trial)

    def watch(calls: int, synced: Path | None) -> None:
        if calls % every == 0:
            look(f"before call {calls}", calls, succeeded=False)
        if synced:
            disk.sync(synced)

    try:
        ended = tracing.run(lambda: carry_out(words, breaking.app(home)), folder.parent / "said", tracing.Breaking(), watch)
        if ended.exit:
            outcome.faults.append(f"{name}: exit {ended.exit}: {ended.said[-400:]}")
        look("after it has succeeded", 0, succeeded=True)
    finally:
        disk.close()
    return outcome


def _faults(
    scenario: Scenario, trial: Path, folder: Path, before: list[set[tuple[int, str, str | None]]], *, succeeded: bool
) -> Iterator[str]:
    """Look at what a power cut has left."""
    home, case = trial / "home", scenario.case
    if succeeded:
        yield from (f"{each} is not what was written" for each in scenario.files if not _same(trial / each, folder / each))
        if not (home / "cases.db").exists():
            yield "the store is gone"
            return
        with contextlib.closing(sqlite3.connect(home / "cases.db")) as store:
            there = store.execute(case.asked).fetchall()
        if there != case.may_be[-1]:
            yield f"gone after success: {there}"
    try:
        yield from breaking.faults(home, case, before)
    except ReturnsError as error:
        yield f"{type(error).__name__}: {error}"


def _same(one: Path, other: Path) -> bool:
    """Return whether two files are there with the same content."""
    return one.is_file() and one.read_bytes() == other.read_bytes()


def program(name: str, top: Path, every: int) -> None:
    """Cut the power during one command on what was prepared at `top`, and print what came of it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve() / "trial"
        words = [word.format(top=top, folder=folder) for word in SCENARIOS[name].case.words]
        folder.mkdir()
        shutil.copytree(top / SCENARIOS[name].case.home, folder / "home")
        with Path(os.devnull).open("w", encoding="utf-8") as nothing, contextlib.redirect_stdout(nothing):
            main(words, breaking.app(folder / "home"))  # so that all is imported
        gc.disable()
        outcome = cut_each(name, top, folder, every)
    sys.stdout.write(json.dumps(vars(outcome), ensure_ascii=False))


if __name__ == "__main__":
    program(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
