"""A correction in progress: fields and columns set to new values, with what follows from them, and a note of each change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ozon_returns.cases.batch_notice import take_notice_back
from ozon_returns.cases.line_name import LineName, as_typed
from ozon_returns.cases.paired_money import PairedMoney, held, lines_with_money, name_of, paired
from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.field import Field, Kind
from ozon_returns.fields import STATUS_MOMENTS
from ozon_returns.sources.case_fields import read_field
from ozon_returns.sources.values import Reader
from ozon_returns.store import tables
from ozon_returns.store.chain import fact
from ozon_returns.store.columns import Row
from ozon_returns.store.line_tables import CostRow, RecoveryRow, TicketRow
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.typed import word_for
from ozon_returns.vocabulary.activity import Verdict
from ozon_returns.words import _

_RENAMED = {"to": "addressee", "from": "payer", "by": "decider"}


@dataclass
class Edit:
    """A correction in progress: what has changed, each as name, old and new value, and what the seller should know."""

    writing: Writing
    case: tables.CaseRow
    reader: Reader
    force: str | None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    edited: list[Row] = field(default_factory=list)
    money: list[tuple[Row, PairedMoney | None, CostRow | RecoveryRow | None]] = field(default_factory=list)

    def watch(self, row: Row) -> None:
        """Note the money that belongs to a line before it is corrected or removed."""
        for line in lines_with_money(self.writing, row):
            if not any(line is each for each, _was, _row in self.money):
                was = paired(self.writing, line)
                taken = [each for _line, _was, each in self.money if each is not None]
                self.money.append((line, was, held(self.writing, numbered(self.case), was, taken) if was else None))

    def follow(self) -> None:
        """Correct, remove or add the money of the lines watched, as the lines are now; money corrected by itself stays so."""
        self.writing.session.flush()
        for line, was, row in self.money:
            now = None if any(line is each for each in self.gone) else paired(self.writing, line)
            touched = any(row is each for each in (*self.gone, *self.edited))
            if was == now or touched or (was and row is None):
                continue
            if row is not None and (now is None or now.table is not type(row)):
                self.take(row, name_of(self.writing, row))
            if now and row is not None and now.table is type(row):
                name = name_of(self.writing, row)
                for column, value in ((now.column, now.of), ("amount", now.amount), ("at", now.at)):
                    self.set(row, column, f"{name}.{column}", value)
            elif now:
                self.writing.add(now.row(numbered(self.case)))
                self.changes[f"{now.table.__tablename__} {now.of}"] = [None, fact(now.amount)]

    def set(self, row: Row, column: str, name: str, new: object) -> None:
        """Set a column of a row, and note the change."""
        old = getattr(row, column)
        if old != new:
            setattr(row, column, new)
            self.changes[name] = [fact(old), fact(new)]

    def take(self, row: Row, name: str) -> None:
        """Delete a row, and note it."""
        if self.drop(row):
            self.removed.append(name)

    def drop(self, row: Row) -> bool:
        """Delete a row that goes with another one; return whether it was still there."""
        if any(row is each for each in self.gone):
            return False
        self.writing.session.delete(row)
        self.gone.append(row)
        return True


def read_value(field: Field, text: str, name: LineName, reader: Reader) -> Any:  # noqa: ANN401  what the column takes
    """Parse a typed value; an empty one is `None`. Raise `UsageError` for one that the field does not take."""
    if not text.strip():
        return [] if field.kind in (Kind.MEMBERS, Kind.TEXTS) else None
    try:
        return read_field(field, text.strip(), reader)
    except ReturnsError:
        raise
    except ValueError as error:
        example = word_for(next(iter(field.vocabulary))) if field.vocabulary else _EXAMPLES[field.kind]
        raise UsageError(f"{name.typed}: {error}.", _("Write it like {example}.").format(example=f"{name.typed}={example}")) from error


_EXAMPLES = {
    **dict.fromkeys(Kind, "..."),
    Kind.MONEY: "1990",
    Kind.WHOLE: "2",
    Kind.MOMENT: "2026-11-23",
    Kind.LAST: "2026-11-23",
    Kind.FLAG: "yes",
}


def set_value(work: Edit, name: LineName, row: Row | None, text: str) -> None:
    """Correct one field of the case or of a line."""
    field = name.field
    if field is None:
        return
    value = read_value(field, text, name, work.reader)
    _judge(work, field, name, value)
    if row is None:
        _set_field(work, field, value)
        return
    column = _RENAMED.get(field.name, field.name)
    renounced = column == "addressee" or (column == "opened_at" and value is None)
    if isinstance(row, TicketRow) and renounced and value != getattr(row, column):
        take_notice_back(work.writing, row)
    if value is None and not _nullable(row, column):
        told = _("“{name}” cannot be empty.").format(name=name.typed)
        raise InvalidError(told, _("Remove the line: {example}").format(example=f"--remove {name.typed.rpartition('.')[0]}"))
    work.set(row, column, str(name), value)
    work.edited.append(row)


def _nullable(row: Row, column: str) -> bool:
    """Return whether a column may be empty."""
    return bool(row.__table__.columns[column].nullable)  # type: ignore[attr-defined]


def settle_ticket(work: Edit, ticket: TicketRow) -> None:
    """Bring what goes with the outcome of a corrected ticket in line with it: when it was decided, and how much was granted.

    Raise `InvalidError` for a partial approval of an unknown amount, and an outcome without its moment.
    """
    name = f"ticket:{ticket.no}"
    moment = f"{name}.decided_at"
    if ticket.outcome is None:
        work.set(ticket, "decided_at", moment, None)
    elif ticket.decided_at is None:
        if moment in work.changes:
            told = _("“{name}” cannot be empty.").format(name=as_typed(moment))
            raise InvalidError(told, _("Empty the outcome: {name}=").format(name=as_typed(f"{name}.outcome")))
        work.set(ticket, "decided_at", moment, work.writing.now)
    if ticket.outcome in (None, Verdict.REFUSED):
        work.set(ticket, "amount", f"{name}.amount", None)
    elif ticket.amount is None:
        granted = ticket.asked if ticket.outcome == Verdict.APPROVED else None
        if granted is None:
            told = _("Missing: {what}.").format(what=_("the amount granted"))
            raise InvalidError(told, _("Write it like {example}.").format(example=as_typed(f"{name}.amount") + "=1000"))
        work.set(ticket, "amount", f"{name}.amount", granted)


def _judge(work: Edit, field: Field, name: LineName, value: object) -> None:
    """Raise `InvalidError` for a moment in the future that cannot be, unless it is forced."""
    if work.force or field.kind is not Kind.MOMENT or not isinstance(value, datetime) or name.line == "date":
        return
    if value > work.reader.now:
        told = _("{option} {when} is in the future.").format(option=name.typed, when=value.astimezone(work.reader.zone).date())
        raise InvalidError(told, _('Check the date (or override with --force "why").'))


def _set_field(work: Edit, field: Field, value: Any) -> None:  # noqa: ANN401
    """Correct a field of the case itself."""
    case = work.case
    if field.name == "defects":
        set_defects(work, list(dict.fromkeys(value)))
        return
    if field.name in STATUS_MOMENTS and (value is None or getattr(case, field.name) is None):
        told = _("“{name}” cannot be corrected: it follows from the rest.").format(name=as_typed(field.name))
        raise InvalidError(told, _("Change what it follows from; a status with resolve --reopen, --close or --dismiss."))
    if field.name == "outcome" and value is None and case.resolved_at is not None:
        told = _("“{name}” cannot be empty.").format(name=as_typed(field.name))
        raise InvalidError(told, _("Reopen the case: {command}").format(command=f'ozon-returns resolve {case.number} --reopen "..."'))
    if value is None and not _nullable(case, field.name):
        raise InvalidError(_("“{name}” cannot be empty.").format(name=as_typed(field.name)), _("Give another value."))
    work.set(case, field.name, field.name, value)


def set_defects(work: Edit, kinds: Sequence[str]) -> None:
    """Replace the defects of the case."""
    held = sorted(work.writing.rows(tables.DefectRow, case=work.case.number), key=lambda row: row.position)
    old = [row.kind for row in held]
    if old == [str(each) for each in kinds]:
        return
    for row in held:
        work.writing.session.delete(row)
    work.writing.session.flush()
    work.writing.add(*(tables.DefectRow(case=numbered(work.case), kind=kind, position=no) for no, kind in enumerate(kinds, 1)))
    work.changes["defects"] = [old, [str(each) for each in kinds]]
