"""A large file that a second process reads gives the same as one that is read here, and leaves no process behind."""

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing import Pipe, active_children
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.errors.file import FileRefusedError, PathUnusableError
from ozon_returns.sources import aside, case_file
from ozon_returns.sources.case_reading import CaseFile
from tests.conftest import MOSCOW, NOW, Run
from tests.flow.test_large_import import many

EXAMPLE = Path(__file__).parents[2] / "cases.example.yaml"


@pytest.fixture(name="by_another")
def read_by_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every case file read by a second process, however small."""
    monkeypatch.setattr(aside, "is_large", lambda path: path.is_file())


def reading(file: Path) -> CaseFile:
    """Return how a file is read."""
    return CaseFile(str(file), file.parent, NOW, MOSCOW, 100)


def everything(home: Path) -> list[str]:
    """Return what a store holds, with its history."""
    with closing(sqlite3.connect(home / "cases.db")) as store:
        return list(store.iterdump())


@pytest.mark.parametrize("told", [EXAMPLE.read_text(encoding="utf-8"), many((7, ", costs: [{kind: refund, amount: 5}]"))])
def test_the_store_is_the_same(told: str, run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLE.parent / "ozon_returns" / "example", tmp_path / "ozon_returns" / "example")
    file = tmp_path / "cases.yaml"
    file.write_text(told, encoding="utf-8")
    assert run("import", file).exit == 0
    here = everything(home)
    shutil.rmtree(home)
    monkeypatch.setattr(aside, "is_large", lambda _path: True)
    assert run("import", file).exit == 0
    assert everything(home) == here
    assert active_children() == []


@pytest.mark.usefixtures("by_another")
@pytest.mark.parametrize(("language", "told"), [("en", "line 1201, quantity"), ("ru", "строка 1201, quantity")])
def test_faults_are_told_in_the_language_of_the_run(language: str, told: str, run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(many((1200, ", quantity: many")), encoding="utf-8")
    said = run("import", file, "--lang", language)
    assert said.exit == 5
    assert told in said.err
    assert not (home / "cases.db").exists() or not any(line.startswith('INSERT INTO "case"') for line in everything(home))
    assert active_children() == []


@pytest.mark.usefixtures("by_another")
def test_a_file_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_bytes(b"cases: \xff\xfe")
    assert (run("import", file).exit, "UTF-8" in run("import", file).err) == (5, True)


@pytest.fixture(name="records")
def records_of_a_large_file(tmp_path: Path) -> Iterator[tuple[Path, Iterator[object]]]:
    """Yield a file and its records, of which another process reads more than it can send at once."""
    file = tmp_path / "cases.yaml"
    file.write_text(many((1200, f", note: {'x' * 200_000}")), encoding="utf-8")
    yield file, iter(aside.read_aside(file, reading(file)).records)
    assert active_children() == []


def test_a_process_that_was_ended_is_told(records: tuple[Path, Iterator[object]]) -> None:
    file, left = records
    next(left)
    (process,) = active_children()
    process.kill()
    with pytest.raises(PathUnusableError, match=f"{file.name}.* was ended"):
        list(left)


def test_a_process_that_ends_before_it_sends_anything_is_not_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a script runs the program without a guard."""
    monkeypatch.setattr(aside, "send", signal.getsignal)
    file = tmp_path / "cases.yaml"
    file.write_text("cases: [{key: a, product: Kettle}]\nproducts: [{sku: '1', supplier: A}]", encoding="utf-8")
    contents = aside.read_aside(file, reading(file))
    assert [each.key for each in contents.records] == ["a"]
    assert [each.facts["sku"] for each in contents.products] == ["1"]
    assert active_children() == []


def test_no_process_is_left_where_nobody_reads_on(records: tuple[Path, Iterator[object]]) -> None:
    _file, left = records
    next(left)
    assert len(active_children()) == 1
    left.close()  # type: ignore[attr-defined]


def sent(file: Path) -> list[Any]:
    """Return what is sent of a file."""
    receiver, sender = Pipe(duplex=False)
    before = signal.getsignal(signal.SIGINT)
    try:
        aside.send(sender, file, reading(file), "en")
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    found = []
    with receiver, suppress(EOFError):
        while True:
            found.append(receiver.recv())
    return found


def test_what_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("cases: [{key: a, product: Kettle}]\nproducts: [{sku: '1', supplier: A}]", encoding="utf-8")
    with file.open(encoding="utf-8") as opened:
        contents = case_file.read(opened, reading(file))
        records = list(contents.records)
    first, rest = sent(file)
    assert first == records
    assert (rest.records, rest.products, rest.deliveries) == ((), contents.products, [])


def test_what_is_sent_of_a_file_that_is_refused_or_gone(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    (missing,) = sent(file)
    assert isinstance(missing, FileNotFoundError)
    file.write_text("cases: [{product: Kettle, price: lots}]", encoding="utf-8")
    (refused,) = sent(file)
    assert isinstance(refused, FileRefusedError)
    assert (refused.path, len(refused.faults)) == (str(file), 1)


def test_nobody_is_told_where_nobody_listens(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(many(), encoding="utf-8")
    receiver, sender = Pipe(duplex=False)
    receiver.close()
    before = signal.getsignal(signal.SIGINT)
    try:
        aside.send(sender, file, reading(file), "en")
    finally:
        signal.signal(signal.SIGINT, before)
    assert sender.closed


def test_only_a_large_file_is_read_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = tmp_path / "small.json", tmp_path / "large.json"
    small.write_bytes(bytes(2 * 2**20 - 1))
    large.write_bytes(bytes(2 * 2**20))
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert [aside.is_large(each) for each in (small, large, tmp_path, tmp_path / "none", Path("-"))] == [False, True, False, False, False]
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert not aside.is_large(large)
