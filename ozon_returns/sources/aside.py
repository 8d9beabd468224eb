"""Reading of a large case file by a second process, while this one stores what has been read."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ozon_returns.batches import batches
from ozon_returns.errors.file import PathUnusableError
from ozon_returns.sources import case_file
from ozon_returns.sources.case_reading import CaseFile
from ozon_returns.sources.record import Contents, Record, ShopLine
from ozon_returns.words import _, language, speak

_LARGE = 2 << 20
"""A file of fewer bytes is read before a second process has started."""

_AT_ONCE = 500


def is_large(path: Path) -> bool:
    """Return whether a file is read sooner by a second process."""
    return path.is_file() and path.stat().st_size >= _LARGE and (os.cpu_count() or 1) > 1


def read_aside(path: Path, reading: CaseFile) -> Contents:
    """Read a case file as `case_file.read` does, in a second process; what it raises is raised here.

    Where a second process cannot start, as in a script that runs the program without a guard, the file is read here.
    """
    deliveries: list[ShopLine] = []
    products: list[ShopLine] = []
    lots: list[ShopLine] = []
    return Contents(_records(path, reading, (deliveries, products, lots)), deliveries, products, lots)


def _records(path: Path, reading: CaseFile, lists: tuple[list[ShopLine], ...]) -> Iterator[Record]:
    """Yield the records of a file, and add to the lists what belongs to no case."""
    received = _received(path, reading)
    first = next(received, None)
    if first is None:
        with path.open(encoding="utf-8-sig") as file:
            rest = case_file.read(file, reading)
            yield from rest.records
    else:
        rest = Contents()
        for sent in chain([first], received):
            if isinstance(sent, list):
                yield from sent
            else:
                rest = sent
    for held, lines in zip(lists, (rest.deliveries, rest.products, rest.lots), strict=True):
        held.extend(lines)


def _received(path: Path, reading: CaseFile) -> Iterator[Any]:
    """Yield what the process sends; nothing if it cannot start. Raise the error that it sends, and `PathUnusableError` where it stops."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=send, args=(sender, path, reading, language()), daemon=True)
    is_begun = False
    try:
        process.start()
        sender.close()
        while True:
            sent = receiver.recv()
            if isinstance(sent, BaseException):
                raise sent
            is_begun = True
            yield sent
            if not isinstance(sent, list):
                return
    except EOFError as error:
        if is_begun:
            raise PathUnusableError(str(path), _("the process that reads it was ended")) from error
    finally:
        receiver.close()
        if process.pid:
            process.terminate()
            process.join()


def send(sender: Connection, path: Path, reading: CaseFile, spoken: str) -> None:
    """Read a case file and send lists of its records, then the rest of its contents, or the error that ended it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends this one
    speak(spoken)
    with closing(sender), suppress(BrokenPipeError):
        try:
            with path.open(encoding="utf-8-sig") as file:
                contents = case_file.read(file, reading)
                for records in batches(contents.records, _AT_ONCE):
                    sender.send(records)
            sender.send(replace(contents, records=()))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  it is raised where the file was asked for
            sender.send(error)
