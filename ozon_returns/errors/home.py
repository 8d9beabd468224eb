"""Errors of the home: the store, the evidence, backups."""

from dataclasses import dataclass

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_


@dataclass(eq=False)
class HomeError(ReturnsError):
    """A home that cannot be made or written."""

    code, exit = "home_unusable", 10
    what = N_("The home {path} cannot be used: {why}.")
    then = N_("Mend that (room, permissions), or name another home with --home DIR or OZON_RETURNS_HOME.")
    path: str
    why: str


@dataclass(eq=False)
class StoreBusyError(ReturnsError):
    """A store that another program kept locked for longer than the wait."""

    code, exit = "store_busy", 11
    what = N_("The store {path} is in use by another program and did not come free in {seconds} s; nothing was saved.")
    then = N_("Wait for the other command to end and type this one again.")
    path: str
    seconds: int


@dataclass(eq=False)
class StoreDamagedError(ReturnsError):
    """A store that SQLite cannot read."""

    code, exit = "store_damaged", 12
    what = N_("The store {path} is damaged: {why}.")
    then = N_("Put back a backup: ozon-returns restore FILE")
    path: str
    why: str


@dataclass(eq=False)
class StoreSchemaError(StoreDamagedError):
    """A store whose tables or views are not those of its revision."""

    code = "store_schema"
    what = N_("The store {path} is not built as this version expects: {why}.")
    then = N_("Another program has changed it. Try: ozon-returns check --repair; else put back a backup: ozon-returns restore FILE")


@dataclass(eq=False)
class StoreNewerError(ReturnsError):
    """A store that a newer version of this program has written."""

    code, exit = "store_newer", 13
    what = N_("The store {path} was written by a newer version of ozon-returns (revision {revision}).")
    then = N_("Install the newer version: pip install --upgrade ozon-returns")
    path: str
    revision: str


@dataclass(eq=False)
class EvidenceDamagedError(ReturnsError):
    """Photos of a case that are gone, or not what was taken in."""

    code, exit = "evidence_damaged", 12
    what = N_("The photos of case {number} are not as they were taken in: {faults}.")
    then = N_('Take them out of a backup, which is a ZIP (or go past this with --force "why"); all there is: ozon-returns check')
    number: int
    faults: str


@dataclass(eq=False)
class BackupRefusedError(ReturnsError):
    """A file that is no backup, or one in which something could do harm."""

    code = "backup_refused"
    what = N_("{path} is not restored: {why}.")
    then = N_("Nothing was changed. Name a file that “ozon-returns backup” has made.")
    path: str
    why: str


@dataclass(eq=False)
class BackupDamagedError(ReturnsError):
    """A backup of which a file is not what was put into it."""

    code, exit = "backup_damaged", 12
    what = N_("The backup {path} is damaged: {file} in it is not what was put in.")
    then = N_("Nothing was changed. Take an older backup.")
    path: str
    file: str
