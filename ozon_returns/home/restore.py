"""Restore of a backup: it is verified, then swapped in, and the old home is kept aside.

The new home is unpacked and verified next to the old one. The old home is then renamed, and the new one takes its
name. A process killed between the two leaves a verified home under a temporary name; the next command renames it.
"""

import os
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from ozon_returns.errors.file import PathNotFoundError, PathUnusableError, reason
from ozon_returns.errors.home import BackupDamagedError, BackupRefusedError, HomeError, HomeMissingError, StoreDamagedError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.evidence import archive
from ozon_returns.evidence.verification import restoring, restoring_place
from ozon_returns.files import private, sync_folder
from ozon_returns.home.check import CheckRequest, check
from ozon_returns.settings import Places
from ozon_returns.store.connection import alone, checkpoint
from ozon_returns.store.rebuild import rebuild
from ozon_returns.vocabulary.problem import Problem
from ozon_returns.words import _


@dataclass
class Restored:
    """A restored home: its contents, the path of the old home, and the problems found in the backup that cannot be repaired."""

    cases: int
    photos: int
    aside: Path | None = None
    problems: list[Problem] = field(default_factory=list)


def restore(file: Path, places: Places, how: CheckRequest, now: datetime) -> Restored:
    """Verify a backup and replace the home with it.

    Raise `BackupRefusedError`, `BackupDamagedError` or `StoreNewerError` if it cannot be restored.
    """
    if not file.exists():
        raise PathNotFoundError(str(file))
    if not file.is_file():
        raise BackupRefusedError(str(file), _("it is not a regular file"))
    try:
        manifest = archive.manifest_of(file)
    except OSError as error:
        raise PathUnusableError(str(file), reason(error)) from error
    home = Path(os.path.realpath(places.home))
    if home == home.parent:
        raise InvalidError(_("{home} is no data folder.").format(home=home), _("Specify one with --home DIR."))
    mine = restoring_place(home) / f".{home.name}.{os.getpid()}-{uuid4().hex}.restoring"
    try:
        private(mine)
        archive.unpack(file, manifest, mine)
        try:
            restored = _prove(mine, how, now, file, manifest["cases"])
        except StoreDamagedError as error:
            raise BackupDamagedError(str(file), archive.STORE) from error
        _settle_settings(mine, places)
        _settle_letters(mine / archive.LETTERS, places)
        sync_tree(mine)
        restored.aside = _put_in_place(mine, home, now)
    except OSError as error:
        raise HomeError(str(home), reason(error)) from error
    finally:
        shutil.rmtree(mine, ignore_errors=True)
    return restored


def _prove(folder: Path, how: CheckRequest, now: datetime, file: Path, cases: int) -> Restored:
    """Rebuild the unpacked store and check it; the checksums of its files are already verified."""
    store = folder / archive.STORE
    rebuild(store, now)
    found = check(CheckRequest(folder, store, now, how.limits, how.max_megapixels, how.book, quick=False))
    if found.cases != cases:
        raise BackupDamagedError(str(file), archive.STORE)
    return Restored(found.cases, found.photos, problems=[problem for problem in found.problems if not problem.repairable])


def _settle_settings(folder: Path, places: Places) -> None:
    """Keep the settings of this machine, if any, instead of those in the backup, which contain no secrets."""
    told = folder / archive.SETTINGS
    if places.settings_file.exists():
        if places.settings_file.parent == places.home:
            shutil.copyfile(places.settings_file, told)
        else:
            told.unlink(missing_ok=True)
    elif told.exists() and places.settings_file.parent != places.home:
        private(places.settings_file.parent)
        shutil.move(told, places.settings_file)


def _settle_letters(own: Path, places: Places) -> None:
    """Put the seller's own letters of the backup beside the settings; those of this machine are kept."""
    here = places.settings_file.parent / archive.LETTERS
    if places.settings_file.parent == places.home:
        if here.is_dir():
            shutil.copytree(here, own, dirs_exist_ok=True)
        return
    for letter in sorted(each for each in own.rglob("*") if each.is_file()):
        target = here / letter.relative_to(own)
        if not target.exists():
            private(target.parent)
            shutil.move(letter, target)
    shutil.rmtree(own, ignore_errors=True)


def sync_tree(folder: Path) -> None:
    """Flush the directory entries of a folder and all its subfolders to disk."""
    for each, _folders, _files in os.walk(folder):
        sync_folder(Path(each))


def _put_in_place(mine: Path, home: Path, now: datetime) -> Path | None:
    """Rename the verified home into place; return the path of the old home, if there was one."""
    ready = mine.with_suffix(".restored")
    aside = home.with_name(f"{home.name}.before-{now:%Y%m%d-%H%M%S}-{uuid4().hex[:4]}")
    if os.path.ismount(home):
        for name in ("cases", archive.LETTERS):
            (mine / name).mkdir(mode=0o700, exist_ok=True)  # so that those of the old home do not stay
        if (home / archive.STORE).exists():
            checkpoint(home / archive.STORE)
    with ExitStack() as held:
        if os.name != "nt" and (home / archive.STORE).exists():
            held.enter_context(alone(home / archive.STORE))  # no other process is writing
        mine.rename(ready)
        if os.path.ismount(home):
            aside = home / aside.name
            move_contents(ready, home, aside)
        else:
            if home.is_dir() and not any(home.iterdir()):
                home.rmdir()
            elif home.exists():
                home.rename(aside)
            with suppress(FileNotFoundError):  # a concurrent process has renamed it
                ready.rename(home)
    if (aside / "backups").is_dir() and not (home / "backups").exists():
        (aside / "backups").rename(home / "backups")  # often includes the backup just restored
    sync_folder(home.parent)
    return aside if aside.exists() else None


def move_contents(ready: Path, home: Path, aside: Path) -> None:
    """Replace the contents of a home that is a mount point, which cannot be renamed itself.

    The store is moved last; while it is still in the verified home, what is in the home is the old one's. So a restore that
    was interrupted is completed by the same call.
    """
    contents = [*(each for each in _CONTENTS if each != archive.STORE), archive.STORE]
    if (ready / archive.STORE).exists():
        for name in (archive.STORE, *_BESIDE, *contents):
            if (home / name).exists() and (name in _BESIDE or (ready / name).exists()):
                if (aside / name).exists():
                    aside = aside.with_name(f"{aside.name}-{uuid4().hex[:4]}")
                private(aside)
                (home / name).rename(aside / name)
        for name in contents:
            if (ready / name).exists():
                (ready / name).rename(home / name)
        sync_folder(home)
    shutil.rmtree(ready, ignore_errors=True)


_CONTENTS = (archive.STORE, archive.SETTINGS, archive.LETTERS, "cases")
_BESIDE = tuple(f"{archive.STORE}-{each}" for each in ("wal", "shm", "journal"))
"""What a home consists of, and the files of SQLite beside its store."""


def must_exist(places: Places) -> None:
    """Complete an interrupted restore. Raise `HomeMissingError` where there is neither a store nor evidence."""
    finish(places.home)
    if not places.store.exists() and not places.cases.exists():
        raise HomeMissingError(str(places.home))


def finish(home: Path) -> None:
    """Complete a restore that was interrupted before the verified home was put into place."""
    for ready in sorted(restoring(home, "restored"), key=lambda each: each.stat().st_mtime, reverse=True):
        if ready.parent == home:
            begun = sorted(home.glob(f"{home.name}.before-*"), key=lambda each: each.stat().st_mtime)
            move_contents(ready, home, begun[-1] if begun else home / f"{home.name}.before-{uuid4().hex[:8]}")
            return
        if not home.exists():
            ready.rename(home)
