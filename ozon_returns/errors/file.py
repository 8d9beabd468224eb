"""Errors of the user's files: photos, case files, settings; and what the system's refusals mean."""

import errno
from dataclasses import dataclass

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_, _

_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EEXIST: N_("there is a file of that name"),
    errno.EACCES: N_("you are not allowed to"),
    errno.EPERM: N_("you are not allowed to"),
    errno.EROFS: N_("it can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EIO: N_("the disk does not answer as it should"),
}
"""What the system's refusals mean."""


def reason(error: OSError) -> str:
    """Say why the system refused something, in the language of this run where that is known."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)


@dataclass(eq=False)
class PathNotFoundError(ReturnsError):
    """A file that is not there."""

    code, exit = "file_not_found", 4
    what = N_("There is no file {path}.")
    then = N_("Check the path; a name with blanks needs quotes.")
    path: str


@dataclass(eq=False)
class PathUnusableError(ReturnsError):
    """A file that cannot be read or written."""

    code, exit = "file_unusable", 5
    what = N_("The file {path} cannot be used: {why}.")
    then = N_("Check its permissions or name another one.")
    path: str
    why: str


class PhotosRefusedError(ReturnsError):
    """Photos that were judged and not taken; nothing was written."""

    code = "photos_refused"
    then = N_("Nothing was saved. Leave these out or put others in their place, and type it again.")

    def __init__(self, faults: list[tuple[str, str]], *, all_missing: bool) -> None:
        """Take each refused path with the reason; `all_missing`: none of them exists, which is exit 4."""
        super().__init__()
        self.faults = faults
        self.exit = 4 if all_missing else 5  # type: ignore[misc]
        if all_missing:
            self.code = "file_not_found"  # type: ignore[misc]

    def message(self) -> str:
        """Name every bad photo with its reason, one a line."""
        head = _("These photos cannot be taken:")
        return "\n".join([head, *(f"  {path}: {why}" for path, why in self.faults)])


class FileRefusedError(ReturnsError):
    """A file of cases with faults; nothing of it was taken."""

    code = "file_refused"
    then = N_("Nothing of this file was imported. Mend it and import it again.")

    def __init__(self, path: str, faults: list[str]) -> None:
        """Take the path and one sentence for each fault, with its line and field."""
        super().__init__()
        self.path, self.faults = path, faults

    def message(self) -> str:
        """Name every fault, one a line; after twenty only count them."""
        shown = self.faults[:20]
        rest = len(self.faults) - len(shown)
        more = [_("... and {n} more").format(n=rest)] if rest else []
        return "\n".join([_("{path} has faults:").format(path=self.path), *(f"  {each}" for each in [*shown, *more])])


@dataclass(eq=False)
class SettingsError(ReturnsError):
    """A settings file that cannot be used."""

    code, exit = "settings_unusable", 10
    what = N_("The settings in {path} cannot be used: {why}.")
    then = N_("Mend the file, or move it away to work with the defaults.")
    path: str
    why: str
