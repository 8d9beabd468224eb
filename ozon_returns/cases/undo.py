"""Undo and redo of changes of the home or of a case; files they had written stay on the disk."""

from datetime import datetime
from pathlib import Path

from ozon_returns.errors.usage import InvalidError
from ozon_returns.store.journal import ConflictError
from ozon_returns.store.undo import LastChange, next_change, undo_change
from ozon_returns.store.undoable import BlockedError
from ozon_returns.store.writing import Store
from ozon_returns.words import _, format_moment

SHOWN = 10
"""The number of cases whose reverted values are shown; the others are counted."""


def plan_undo(path: Path, number: int | None, *, home: Path, now: datetime, redo: bool = False) -> LastChange:
    """Return the change that is undone next, or redone. Raise `InvalidError` where there is none that can be."""
    try:
        change = next_change(path, number, SHOWN, redo=redo)
    except BlockedError as error:
        told = _("The last change of case {number} is one of case {other} too, which was changed since.")
        raise InvalidError(
            told.format(number=number, other=error.case), _("Undo that first: {command}").format(command=f"ozon-returns undo {error.case}")
        ) from error
    if change is None:
        told = (
            _("There is nothing to redo: nothing was undone, or something was changed since.") if redo else _("There is nothing to undo.")
        )
        raise InvalidError(told, _("List the cases: ozon-returns list"))
    if not change.is_journaled:
        when = format_moment(datetime.fromisoformat(change.at).astimezone(now.tzinfo))
        told = _("The last change ({when}) cannot be undone: it was made with an older version of the program.").format(when=when)
        raise InvalidError(told, _("Correct it: ozon-returns fix CASE FIELD=VALUE"))
    gone = next((file for file in change.photos if not (home / file).is_file()), None)
    if gone:
        told = _("The photo {file} no longer exists, so the change cannot be undone.").format(file=gone)
        raise InvalidError(told, _("Add it again: ozon-returns inspect --case N PHOTO"))
    return change


def undo(change: LastChange, number: int | None, *, store: Store, redo: bool = False) -> None:
    """Undo or redo a change, if nothing has happened since it was planned."""
    try:
        with store.writing() as writing:
            undo_change(writing, change, number, redo=redo)
    except ConflictError as error:
        told = _("The change cannot be undone now: a later change conflicts with it.")
        raise InvalidError(told, _("See it: ozon-returns list")) from error
