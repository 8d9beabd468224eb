"""Tables of products, lots and units delivered, whose columns are known by their headings: CSV in any usual encoding, and XLSX."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.file import FileRefusedError, PathUnusableError
from ozon_returns.field import Field
from ozon_returns.product_fields import DELIVERY, HEADINGS, LOT, PRODUCT
from ozon_returns.sources.case_fields import read_field
from ozon_returns.sources.case_reading import CaseFile
from ozon_returns.sources.record import Contents, ShopLine
from ozon_returns.sources.shop_lines import delivery_line, shop_line
from ozon_returns.vocabulary.nearest import folded
from ozon_returns.words import _

_BOOKS = (".xlsx", ".xls", ".ods")
TABLES = (".csv", ".tsv", *_BOOKS)
"""Endings of the files that are read as tables."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ";\t,"
_LONGEST_CELL = 10_000_000
_HEAD = 15
"""The heading is looked for in so many rows, as reports begin with a preamble."""

_NOT_OF_PRODUCTS = frozenset({"from", "to", "units", "batch", "quantity", "inspected", "defective", "scheme", "warehouse", "carrier"})
"""A table with such a column is not one of products."""

_KNOWN_HEADINGS = 2
"""A row is the heading if it has so many known columns."""

Rows = list[list[str]]


def read_table(path: Path, reading: CaseFile) -> Contents:
    """Read units delivered, lots or products, whichever the columns are of. Raise `FileRefusedError` that names every fault."""
    with table_rows(path) as found_rows:
        rows = [list(row) for row in found_rows]
    found = next(((no, columns) for no, row in enumerate(rows[:_HEAD]) if len(columns := _columns(row)) >= _KNOWN_HEADINGS), None)
    if found is None:
        told = _("no heading was found; columns are known as: {names}").format(names=_headings(*HEADINGS))
        raise FileRefusedError(reading.name, [told])
    head, columns = found
    passed = [cell.strip() for place, cell in enumerate(rows[head]) if cell.strip() and place not in columns]
    if passed:
        told = _("Columns that are not known were left out: {names}.").format(names=", ".join(passed))
        reading.notes.append(told)
    name, fields = _kind(set(columns.values()))
    if not name:
        told = _("a column is missing: units delivered have {delivered}, lots have {lots}")
        needed = {"delivered": _headings("sku", "from", "units"), "lots": _headings("sku", "received", "quantity")}
        raise FileRefusedError(reading.name, [told.format(**needed)])
    by_name = {each.name: each for each in fields}
    lines = [
        _line(
            reading,
            name,
            head + no + 1,
            {by_name[column]: row[place] for place, column in columns.items() if _cell(row, place) and column in by_name},
        )
        for no, row in enumerate(rows[head + 1 :], 1)
        if any(_cell(row, place) for place in columns)
    ]
    if reading.faults:
        raise FileRefusedError(reading.name, [str(each) for each in reading.faults])
    return {"deliveries": Contents(deliveries=lines), "lots": Contents(lots=lines), "products": Contents(products=lines)}[name]


def _headings(*names: str) -> str:
    """Return the headings of columns, each with a Russian one."""
    return ", ".join(f"{name} ({HEADINGS[name][0]})" for name in names)


def _kind(columns: set[str]) -> tuple[str, Sequence[Field]]:
    """Return what a table is of, by its columns, with its fields: units delivered, lots, or else products."""
    if {"from", "units"} <= columns:
        return "deliveries", DELIVERY
    if "received" in columns:
        return "lots", LOT
    return ("products", PRODUCT) if columns.isdisjoint(_NOT_OF_PRODUCTS) else ("", ())


def _line(reading: CaseFile, name: str, no: int, cells: dict[Field, str]) -> ShopLine:
    """Parse one row."""
    facts = {}
    for field, text in cells.items():
        try:
            plain = text.strip().lstrip("'")
            facts[field.name] = read_field(field, plain.lower() if field.vocabulary else plain, reading.reader)
        except (ReturnsError, ValueError) as error:
            reading.fault(no, field.name, str(error).rstrip("."))
    if name == "deliveries":
        return delivery_line(reading, no, {"to": facts.get("from"), **facts})
    return shop_line(reading, name, no, facts)


def _cell(row: Sequence[str], place: int) -> str:
    """Return a cell of a row; empty where the row is shorter."""
    return row[place].strip() if place < len(row) else ""


def _columns(row: Sequence[str]) -> dict[int, str]:
    """Return the known columns of a heading, by their place; the quantity of a table of spans of days is that of units delivered."""
    known = {name: name for name in HEADINGS} | {heading: name for name, headings in HEADINGS.items() for heading in headings}
    named = {place: known.get(_plain(cell)) or known.get(cell.strip()) for place, cell in enumerate(row)}
    found = {place: name for place, name in named.items() if name}
    is_span = "from" in found.values() and "units" not in found.values()
    return {place: "units" if is_span and name == "quantity" else name for place, name in found.items()}


def _plain(heading: str) -> str:
    """Return a heading as it is compared: without case, marks and units."""
    words = re.sub(r"[_.,%₽()]", " ", folded(heading)).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in ("шт", "штук", "руб") else words)


@contextmanager
def table_rows(path: Path) -> Iterator[Iterator[Sequence[str]]]:
    """Yield the rows of a table one after the other."""
    if path.suffix.lower() in _BOOKS:
        yield iter(_spreadsheet(path))
        return
    with path.open("r", encoding=_encoding(path), errors="replace", newline="") as text:
        separator = max(_SEPARATORS, key=text.read(4096).count)
        text.seek(0)
        csv.field_size_limit(_LONGEST_CELL)
        try:
            yield csv.reader(text, delimiter=separator)
        except csv.Error as error:
            raise PathUnusableError(str(path), str(error)) from error


def _encoding(path: Path) -> str:
    """Return how a file is encoded: in UTF-16 if it says so, in UTF-8 if it can be, or else as Excel saves it in Russian."""
    with path.open("rb") as file:
        if file.read(2) in _UTF_16:
            return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8-sig"


def _spreadsheet(path: Path) -> Rows:
    """Read the first sheet of a workbook that has a known heading, else its first one."""
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [list(_texts(book.get_sheet_by_index(no).to_python())) for no in range(len(book.sheet_names))]
    except CalamineError as error:
        raise PathUnusableError(str(path), str(error)) from error
    fits: Callable[[Rows], bool] = lambda rows: any(len(_columns(row)) >= _KNOWN_HEADINGS for row in rows[:_HEAD])  # noqa: E731
    return next((sheet for sheet in sheets if fits(sheet)), sheets[0] if sheets else [])


def _texts(rows: Sequence[Sequence[object]]) -> Iterator[list[str]]:
    """Yield the rows of a sheet as text: whole numbers without a fraction, dates as days."""
    for row in rows:
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """Return a cell as it would be typed."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d" if not isinstance(cell, datetime) or cell.time() == time() else "%Y-%m-%d %H:%M:%S")
    return str(cell)
