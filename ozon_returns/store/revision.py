"""The revision of a store, and the newest one; needed on every run, so SQLAlchemy is not imported."""

import re
from contextlib import closing
from pathlib import Path

from ozon_returns.errors.home import StoreDamagedError, StoreNewerError
from ozon_returns.store.connection import open_for_reading, refusing
from ozon_returns.words import _

NEWEST = max(each.name[1:5] for each in (Path(__file__).parent / "migrations" / "versions").glob("r[0-9]*.py"))
"""The revision that this version of the program writes: that of its last migration; revisions are ascending."""

_REVISION = re.compile("[0-9]{4}")


def revision_of(path: Path) -> str:
    """Return the revision of a store; empty if there is no store yet."""
    if not path.exists() or path.stat().st_size == 0:
        return ""
    with refusing(path), closing(open_for_reading(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if ("alembic_version",) in [tuple(each) for each in tables]:
            found = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()[0]
            if not isinstance(found, str) or not _REVISION.fullmatch(found):
                raise StoreDamagedError(str(path), _("its revision is unknown"))
            return found
    if tables:
        raise StoreDamagedError(str(path), _("it is a database of another program"))
    return ""


def is_newest(path: Path) -> bool:
    """Return whether a store can be used as is; raise `StoreNewerError` if a newer program wrote it."""
    found = revision_of(path)
    if found > NEWEST:
        raise StoreNewerError(str(path), found)
    return found == NEWEST
