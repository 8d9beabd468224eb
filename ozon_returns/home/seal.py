"""The seal: a few lines that a seller keeps elsewhere, to prove later that the end of the history was not cut off."""

import re
from pathlib import Path

from ozon_returns.errors.file import PathNotFoundError, PathUnusableError, reason
from ozon_returns.errors.usage import InvalidError
from ozon_returns.files import save
from ozon_returns.store.head import Head
from ozon_returns.words import _

_FORMAT = "ozon-returns-seal/1"
_SEAL = re.compile(rf"{_FORMAT}\nevents (\d{{1,18}})\nhead ([0-9a-f]{{64}})\nat (\S{{1,40}})\s*")
_LONGEST = 1000


def write_seal(file: str, head: Head | None) -> None:
    """Write the seal of a history. Raise `InvalidError` where there is no history yet."""
    if head is None:
        raise InvalidError(_("There is no history to seal yet."), _("Open a case first: ozon-returns inspect PHOTO"))
    save(file, f"{_FORMAT}\nevents {head.events}\nhead {head.hash}\nat {head.at}\n")


def read_seal(file: str) -> Head:
    """Read a seal. Raise `PathNotFoundError`, `PathUnusableError`, or `InvalidError` where the file is none."""
    try:
        with Path(file).open(encoding="utf-8-sig") as opened:
            found = _SEAL.fullmatch(opened.read(_LONGEST).replace("\r\n", "\n"))
    except FileNotFoundError as error:
        raise PathNotFoundError(file) from error
    except UnicodeDecodeError:
        found = None
    except OSError as error:
        raise PathUnusableError(file, reason(error)) from error
    if found is None:
        raise InvalidError(_("{file} is not a seal.").format(file=file), _("Name a file that “ozon-returns check --seal FILE” has made."))
    return Head(int(found[1]), found[2], found[3])
