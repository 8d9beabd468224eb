"""New cases from records, written table by table, many at once."""

from collections.abc import Iterable, Sequence

from ozon_returns.cases.import_lines import INSIDE_TICKETS, LISTS, case_rows, line_rows
from ozon_returns.sources.record import Line, Record
from ozon_returns.store import line_tables, tables
from ozon_returns.store.writing import Writing

Numbered = tuple[int, Record]
"""A record with the number of its case."""

_FURTHEST = 100_000
"""The case number of a record is used if it is above the last number by no more than this."""


def add_records(writing: Writing, records: Iterable[Record]) -> list[Numbered]:
    """Add a case for each record with the rows of its lists but photos and history; return the records with their numbers."""
    last = writing.last_number()
    numbered: list[Numbered] = []
    for record in records:
        last = record.number if record.number and last < record.number <= last + _FURTHEST else last + 1
        numbered.append((last, record))
    writing.insert(tables.CaseRow, [case_rows(number, record) for number, record in numbered])
    defects = [
        {"case": number, "kind": kind, "position": position}
        for number, record in numbered
        for position, kind in enumerate(dict.fromkeys(record.defects or ()), 1)
    ]
    writing.insert(tables.DefectRow, defects)
    for name, table in LISTS.items():
        if name != "tickets":
            lines = ((number, held) for number, record in numbered if (held := record.lines.get(name)))
            writing.insert(table, [row for number, held in lines for row in line_rows(name, number, held)])
    for number, record in numbered:
        add_tickets(writing, number, record.lines.get("tickets", ()), 0)
    return numbered


def add_tickets(writing: Writing, number: int, lines: Sequence[Line], last: int) -> None:
    """Add tickets to a case with their messages and payments, numbered from the last one on."""
    for no, line in enumerate(lines, last + 1):
        row = line_tables.TicketRow(**line_rows("tickets", number, [{"text": "", **line, "no": no, "files": []}])[0])
        writing.add(row)
        for inside, (table, _known_by) in INSIDE_TICKETS.items():
            writing.insert(table, [{"ticket": row.id, **each} for each in line.get(inside) or ()])
