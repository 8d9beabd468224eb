"""Import of one file: cases, or a table of units delivered, of lots or of products."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from ozon_returns.cases.import_records import Origin, take_in
from ozon_returns.errors.file import PathNotFoundError, PathUnusableError, reason
from ozon_returns.products.deliveries import Taken
from ozon_returns.sources import aside, case_file
from ozon_returns.sources.case_reading import CaseFile
from ozon_returns.sources.record import Contents, Record
from ozon_returns.sources.table_file import TABLES, read_table
from ozon_returns.store.writing import Store


def take_file(reading: CaseFile, *, store: Store, home: Path, dry_run: bool) -> Taken:
    """Import a file; `-` is stdin. Raise `PathNotFoundError`, `PathUnusableError` or `FileRefusedError`."""
    with _contents(reading) as contents:
        taken = take_in(contents, Origin(Path(reading.name).name, dry_run), store=store, home=home)
    taken.notes[:0] = reading.notes
    return taken


@contextmanager
def _contents(reading: CaseFile) -> Iterator[Contents]:
    """Open a file of cases or a table, and yield what it holds."""
    path = Path(reading.name)
    with _naming(path):
        whole = read_table if path.suffix.lower() in TABLES else aside.read_aside if aside.is_large(path) else None
        contents = whole(path, reading) if whole else Contents()
        opened: TextIO | None = None if whole else _opened(path)
    with opened or nullcontext():
        if opened:
            contents = case_file.read(opened, reading)
        yield replace(contents, records=_named(contents, path))


def _opened(path: Path) -> TextIO:
    """Open a case file, or stdin."""
    if path.name == "-":
        return TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _named(contents: Contents, path: Path) -> Iterator[Record]:
    """Yield the records of a file; what cannot be read is an error of the file."""
    with _naming(path):
        yield from contents.records


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Make an error of the operating system one of a file."""
    try:
        yield
    except FileNotFoundError as error:
        raise PathNotFoundError(str(path)) from error
    except OSError as error:
        raise PathUnusableError(str(path), reason(error)) from error
