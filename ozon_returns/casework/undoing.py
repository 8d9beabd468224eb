"""Takes back the last change, of the home or of a case; what it had put on the disk stays there."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from ozon_returns.dealings import EventKind
from ozon_returns.errors import InvalidError
from ozon_returns.store.engine import open_for_reading, refusing
from ozon_returns.store.journal import Rows, deliveries, rows_of
from ozon_returns.store.undoing import Told, last_change, put_back, take_back
from ozon_returns.store.writing import Store
from ozon_returns.words import _, moment


class Plan:
    """A change that is to be taken back, with the rows of its cases as they are now."""

    def __init__(self, path: Path, number: int | None, *, home: Path, now: datetime) -> None:
        """Find the last change. Raises `InvalidError` where there is none that can be taken back."""
        self.number, self.home, self.now = number, home, now
        with refusing(path), closing(open_for_reading(path)) as connection:
            connection.execute("BEGIN")
            self.events = last_change(connection, number)
            numbers = [told.case for told in self.events if told.case is not None]
            held = rows_of(connection, numbers)
            self.rows: dict[int | None, Rows] = {None: deliveries(connection)} | {each: held.get(each, {}) for each in numbers}
        self._judge()

    def _judge(self) -> None:
        """Refuse what cannot be taken back."""
        if not self.events:
            raise InvalidError(_("Nothing has been changed yet."), _("See what there is: ozon-returns list"))
        last = self.events[0]
        if any(told.rows is None for told in self.events):
            when = moment(datetime.fromisoformat(last.at).astimezone(self.now.tzinfo))
            told = _("The last change ({when}) cannot be taken back: what was before it was not kept.").format(when=when)
            raise InvalidError(told, _("Correct it with the command that made it."))
        gone = [file for file in put_back(self.events) if not (self.home / file).is_file()]
        if gone:
            told = _("The photo {file} is no longer there, so the change cannot be put back.").format(file=gone[0])
            raise InvalidError(told, _("Add it again: ozon-returns inspect --case N PHOTO"))


def undo(plan: Plan, *, store: Store) -> list[Told]:
    """Take the change of a plan back, if nothing has happened since it was made; gives the events that were taken back."""
    refused = InvalidError(_("Something else stands in the way now: a later change has taken its place."), _("See it: ozon-returns list"))
    try:
        with store.writing(plan.now) as writing:
            if last_change(writing.connection, plan.number) != plan.events:
                raise refused
            take_back(writing, plan.events)
    except sqlite3.IntegrityError as error:
        raise refused from error
    return plan.events


def event_of(events: list[Told]) -> EventKind:
    """Tell what kind of change was taken back."""
    return EventKind(next((told.kind for told in events if told.case is not None), events[0].kind))
