"""Corrects what was recorded wrongly: any field and any line of a case, changed, emptied or removed; old values stay in the history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ozon_returns.cases.batch_notice import take_notice_back
from ozon_returns.cases.change import Change
from ozon_returns.cases.edit import Edit, read_value, set_defects, set_value, settle_ticket
from ozon_returns.cases.import_lines import INSIDE_TICKETS, LISTS
from ozon_returns.cases.line_name import INSIDE, LINES, LineName, as_typed, field_of, parse_field, parse_line
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.field import Field, Kind
from ozon_returns.money import format_money
from ozon_returns.sources.values import Reader
from ozon_returns.store import line_tables, tables
from ozon_returns.store.columns import Row
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store, numbered
from ozon_returns.typed import meant, named, word_for
from ozon_returns.vocabulary.activity import Direction, YesNo
from ozon_returns.vocabulary.case import Defect
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_moment, name


@dataclass(frozen=True)
class Correction:
    """What is to be corrected: new values by name (empty: emptied), lines to remove, and why bounds are overridden."""

    values: Sequence[tuple[str, str]] = ()
    remove: Sequence[str] = ()
    force: str | None = None


def correct(case: Case, said: Correction, *, store: Store, zone: ZoneInfo) -> Change:
    """Store a correction, all of it or nothing. Raise for what does not exist, cannot be corrected, or cannot be so."""
    values = [(parse_field(name, case), text) for name, text in said.values]
    kinds = {name: name.partition(":")[2] for name in said.remove if named(name.partition(":")[0], ("defect",), "line")}
    lines = [parse_line(name, case) for name in said.remove if name not in kinds]
    defects = [meant(kind, Defect) or kind for kind in kinds.values()]
    if not (values or lines or defects):
        told = _("Missing: {what}.").format(what=_("what is to be corrected"))
        raise UsageError(told, _("Write it like {example}.").format(example=f"ozon-returns fix {case['number']} price=1990"))
    with store.writing(said.force) as writing:
        work = Edit(writing, writing.case(case["number"], case["revision"]), Reader(store.now, zone, []), said.force)
        rows = {id(name): _row(work, name) for name in [*(name for name, _text in values), *lines] if name.line}
        for row in rows.values():
            work.watch(row)
        for name, text in values:
            set_value(work, name, rows.get(id(name)), text)
        for row in (rows[id(name)] for name, _text in values if name.line):
            if isinstance(row, line_tables.TicketRow):
                settle_ticket(work, row)
        for kind in defects:
            _remove_defect(work, kind)
        for name in lines:
            _remove(work, name, rows[id(name)])
        work.follow()
        _follow_moments(work)
        if not (work.changes or work.removed):
            raise InvalidError(_("Nothing would change."), _("See it: {command}").format(command=f"ozon-returns fix {case['number']}"))
        writing.session.flush()
        writing.record(work.case, EventKind.FIXED, {"changes": work.changes, "removed": work.removed})
    return Change(case["number"], EventKind.FIXED, lines=list(_told(work)))


def _follow_moments(work: Edit) -> None:
    """Let the first contact and the first ticket of the case be those of its letters and tickets, where one of them was corrected."""
    number = numbered(work.case)
    letters = [row.sent_at for row in work.writing.rows(line_tables.LetterRow, case=number) if row.direction == Direction.OUT]
    tickets = [row.opened_at for row in work.writing.rows(line_tables.TicketRow, case=number)]
    for table, field, moments in ((line_tables.LetterRow, "contacted_at", letters), (line_tables.TicketRow, "ticketed_at", tickets)):
        known = [each for each in moments if each]
        if known and getattr(work.case, field) and any(isinstance(row, table) for row in work.edited):
            work.set(work.case, field, field, min(known))


def require_readable(case: Case, pair: tuple[str, str], reader: Reader) -> None:
    """Raise what `correct` would for the name or the value of a single correction."""
    name = parse_field(pair[0], case)
    if name.field:
        read_value(name.field, pair[1], name, reader)


def _told(work: Edit) -> Iterator[str]:
    """Yield what was corrected, as a person reads it."""
    for changed, (old, new) in work.changes.items():
        known = field_of(changed)
        yield f"{as_typed(changed)}: {_shown(old, known, work)} → {_shown(new, known, work)}"
    yield from (_("removed: {what}").format(what=as_typed(each)) for each in work.removed)


def _shown(value: object, known: Field | None, work: Edit) -> str:
    """Return a value of an event as a person reads it, shortened."""
    if isinstance(value, list):
        return ", ".join(_shown(each, known, work) for each in value) or "—"
    if value in (None, ""):
        return "—"
    text = str(value)
    if known and known.vocabulary:
        text = name(known.vocabulary(text))
    elif known and known.kind is Kind.MONEY:
        text = format_money(Decimal(text))
    elif known and known.kind in (Kind.MOMENT, Kind.LAST):
        text = format_moment(datetime.fromisoformat(text).astimezone(work.reader.zone))
    elif isinstance(value, bool):
        text = name(YesNo.YES if value else YesNo.NO)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST = 60


def _row(work: Edit, name: LineName) -> Row:
    """Return the row of a line, counted as the case shows its lines."""
    table = tables.PhotoRow if name.line == "photo" else LISTS[LINES[name.line]]
    rows = work.writing.rows(table, case=work.case.number)
    row: Row = next(each for place, each in enumerate(rows, 1) if getattr(each, "no", place) == name.no)
    if not name.inside:
        return row
    inside: list[Row] = work.writing.rows(INSIDE_TICKETS[INSIDE[name.inside]][0], ticket=getattr(row, "id", 0))
    return inside[name.inner - 1]


def _remove_defect(work: Edit, kind: str) -> None:
    """Remove one defect of the case."""
    held = sorted(work.writing.rows(tables.DefectRow, case=work.case.number), key=lambda row: row.position)
    kinds = [row.kind for row in held]
    if kind not in kinds:
        told = _("Case {number} has no defect “{kind}”.").format(number=work.case.number, kind=word_for(Defect(kind)))
        names = ", ".join(word_for(Defect(each)) for each in kinds) or "—"
        raise InvalidError(told, _("Available: {names}").format(names=names))
    set_defects(work, [each for each in kinds if each != kind])


def _remove(work: Edit, name: LineName, row: Row) -> None:
    """Remove a line, with what belongs to it: the messages and payments of a ticket."""
    if isinstance(row, line_tables.TicketRow):
        take_notice_back(work.writing, row)
        for table, _known_by in INSIDE_TICKETS.values():
            for inside in work.writing.rows(table, ticket=row.id):
                work.drop(inside)
        work.writing.session.flush()
    work.take(row, str(name))
