"""Errors of the user's files: photos, case files, settings; and what the system's refusals mean."""

import errno

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_, _

_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("part of the path is a file, not a folder"),
    errno.EEXIST: N_("a file with that name already exists"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EROFS: N_("it is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EBADF: N_("it is closed"),
    errno.EIO: N_("input/output error on the disk"),
}
"""Messages for system error numbers."""


def reason(error: OSError) -> str:
    """Return the reason of a system error, in the language of this run if there is a message for it."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)


class PathNotFoundError(ReturnsError):
    """A file that does not exist."""

    code, exit = "file_not_found", 4
    what = N_("File not found: {path}.")
    then = N_("Check the path; a name with spaces must be quoted.")
    path: str


class PathUnusableError(ReturnsError):
    """A file that cannot be read or written."""

    code, exit = "file_unusable", 5
    what = N_("Cannot read or write {path}: {why}.")
    then = N_("Check its permissions or specify another one.")
    path: str
    why: str


class PhotosRefusedError(ReturnsError):
    """Photos that failed validation; nothing was written."""

    code = "photos_refused"
    then = N_("Nothing was saved. Remove or replace these photos and run the command again.")

    def __init__(self, faults: list[tuple[str, str]], *, all_missing: bool) -> None:
        """Store each refused path with its reason; `all_missing` (none of them exists) sets exit code 4."""
        super().__init__()
        self.faults = faults
        self.exit = 4 if all_missing else 5  # type: ignore[misc]
        if all_missing:
            self.code = "file_not_found"  # type: ignore[misc]

    def message(self) -> str:
        """Return all refused photos with their reasons, one per line."""
        head = _("These photos cannot be used:")
        return "\n".join([head, *(f"  {path}: {why}" for path, why in self.faults)])


class FileRefusedError(ReturnsError):
    """A case file with errors; nothing was imported from it. Each of the faults is a message with its line and field."""

    code = "file_refused"
    then = N_("Nothing was imported from this file. Fix it and import it again.")
    path: str
    faults: list[str]

    def message(self) -> str:
        """Return the first twenty errors, one per line, and the number of the rest."""
        shown = self.faults[:20]
        rest = len(self.faults) - len(shown)
        more = [_("... and {n} more").format(n=rest)] if rest else []
        return "\n".join([_("{path} contains errors:").format(path=self.path), *(f"  {each}" for each in [*shown, *more])])


class SettingsError(ReturnsError):
    """A settings file that cannot be used."""

    code, exit = "settings_unusable", 10
    what = N_("Cannot use the settings in {path}: {why}.")
    then = N_("Fix the file, or move it away to use the defaults.")
    path: str
    why: str
