"""Errors of the home: the store, the evidence, backups."""

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_


class HomeError(ReturnsError):
    """A home that cannot be created or written to."""

    code, exit = "home_unusable", 10
    what = N_("The data folder {path} cannot be used: {why}.")
    then = N_("Fix this (disk space, permissions), or specify another data folder with --home DIR or OZON_RETURNS_HOME.")
    path: str
    why: str


class HomeMissingError(ReturnsError):
    """A home without a store, where one is needed: cron with another user or another environment would else report that all is well."""

    code, exit = "home_missing", 10
    what = N_("There are no cases in {path}.")
    then = N_(
        "If yours are elsewhere, name the folder with --home DIR or OZON_RETURNS_HOME; "
        "to begin here: ozon-returns inspect PHOTO --product NAME"
    )
    path: str


class StoreBusyError(ReturnsError):
    """A store locked by another program for longer than the timeout."""

    code, exit = "store_busy", 11
    what = N_("The database {path} is locked by another program and was not released within {seconds} s; nothing was saved.")
    then = N_("Wait for the other command to finish and run this one again.")
    path: str
    seconds: int


class StoreDamagedError(ReturnsError):
    """A store that SQLite cannot read."""

    code, exit = "store_damaged", 12
    what = N_("The database {path} is damaged: {why}.")
    then = N_("Restore a backup: ozon-returns restore FILE")
    path: str
    why: str


class StoreSchemaError(StoreDamagedError):
    """A store whose tables or views are not those of its revision."""

    code = "store_schema"
    what = N_("The database {path} is not built as this version expects: {why}.")
    then = N_(
        "Another program has changed it. Try: ozon-returns check --repair; if that does not help, restore a "
        "backup: ozon-returns restore FILE"
    )


class StoreNewerError(ReturnsError):
    """A store written by a newer version of this program."""

    code, exit = "store_newer", 13
    what = N_("The database {path} was written by a newer version of ozon-returns (revision {revision}).")
    then = N_("Install the newer version: pip install --upgrade ozon-returns")
    path: str
    revision: str


class EvidenceDamagedError(ReturnsError):
    """Photos of a case that are missing or have changed since they were added."""

    code, exit = "evidence_damaged", 12
    what = N_("The photos of case {number} are missing or have changed: {faults}.")
    then = N_('Extract them from a backup, which is a ZIP file (or override with --force "why"); see all problems: ozon-returns check')
    number: int
    faults: str


class BackupRefusedError(ReturnsError):
    """A file that is not a backup, or a backup with potentially harmful contents."""

    code = "backup_refused"
    what = N_("{path} cannot be restored: {why}.")
    then = N_("Nothing was changed. Specify a file created by “ozon-returns backup”.")
    path: str
    why: str


class BackupDamagedError(ReturnsError):
    """A backup in which a file differs from the one that was backed up."""

    code, exit = "backup_damaged", 12
    what = N_("The backup {path} is damaged: {file} in it has changed or cannot be read.")
    then = N_("Nothing was changed. Use an older backup.")
    path: str
    file: str
