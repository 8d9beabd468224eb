"""Undoes the last change of the home or of a case; files it had written stay on the disk."""

from datetime import datetime
from pathlib import Path

from ozon_returns.errors.usage import InvalidError
from ozon_returns.store.undo import ConflictError, LastChange, last_change, undo_change
from ozon_returns.store.writing import Store
from ozon_returns.words import _, format_moment

SHOWN = 10
"""The number of cases whose reverted values are shown; the others are counted."""


def plan_undo(path: Path, number: int | None, *, home: Path, now: datetime) -> LastChange:
    """Return the last change. Raise `InvalidError` where there is none that can be undone."""
    change = last_change(path, number, SHOWN)
    if change is None:
        raise InvalidError(_("There is nothing to undo yet."), _("List the cases: ozon-returns list"))
    if not change.is_journaled:
        when = format_moment(datetime.fromisoformat(change.at).astimezone(now.tzinfo))
        told = _("The last change ({when}) cannot be undone: it was made with an older version of the program.").format(when=when)
        raise InvalidError(told, _("Correct it with the command that made it."))
    gone = next((file for file in change.photos if not (home / file).is_file()), None)
    if gone:
        told = _("The photo {file} no longer exists, so the change cannot be undone.").format(file=gone)
        raise InvalidError(told, _("Add it again: ozon-returns inspect --case N PHOTO"))
    return change


def undo(change: LastChange, number: int | None, *, store: Store) -> None:
    """Undo a change, if nothing has happened since it was made."""
    try:
        with store.writing() as writing:
            undo_change(writing, change, number)
    except ConflictError as error:
        told = _("The change cannot be undone now: a later change conflicts with it.")
        raise InvalidError(told, _("See it: ozon-returns list")) from error
