"""Reading of a store on a disk on which nothing can be written: mounted read-only, or full."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.store.connection import open_read_only


def open_unwritable(path: Path) -> sqlite3.Connection:
    """Open a store on a disk on which nothing can be written, so that nobody is writing it.

    What a killed command has left in a journal beside it is applied to a copy in memory.
    """
    journals = [path.with_name(path.name + each) for each in ("-wal", "-journal")]
    if not any(each.exists() and each.stat().st_size for each in journals):
        return open_read_only(path, "immutable=1")
    copied = sqlite3.connect(":memory:")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            for each in (path, *journals):
                if each.exists():
                    shutil.copyfile(each, Path(folder) / each.name)
        except OSError as error:
            raise PathUnusableError(folder, reason(error)) from error
        with closing(sqlite3.connect(Path(folder) / path.name)) as source:
            source.backup(copied)
    copied.row_factory = sqlite3.Row
    return copied
