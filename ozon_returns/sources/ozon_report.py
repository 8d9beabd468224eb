"""Ozon's report of returns as a file, in all layouts that are known: its columns by their headings, its rows as returns.

Headings: those that public programs of other developers read (26 and 31 columns), and the documented fields of its first version.
A report has no number of the return but in its first version: posting, SKU and barcode stand for it.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ozon_returns.errors.base import ReturnsError
from ozon_returns.files import shipped_file
from ozon_returns.money import parse_money
from ozon_returns.ozon.lenient import Json
from ozon_returns.ozon.returns import OzonReturn
from ozon_returns.period import parse_moment
from ozon_returns.sources.ozon_statuses import named_status
from ozon_returns.vocabulary.nearest import folded
from ozon_returns.words import _

NEEDED = frozenset({"posting", "reason"})
"""A table with these columns is a report of returns."""

_HEAD = 15
_LONGEST_NUMBER = 18
"""A number of more digits is none of a return, and does not fit into the store."""

_REFUSED = "покупатель отказался при вручении"
_COMPENSATIONS = {
    "отправлено на компенсацию": "Sent",
    "вы получили компенсацию": "Received",
    "компенсация отменена": "Canceled",
    "провели декомпенсацию": "DecompensationSent",
}
_MOMENTS = ("returned_at", "status_at", "compensation_at", "arrived_at", "final_at", "free_until")
_BEGAN = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet counts its days from here, without a zone


class ReportRow(NamedTuple):
    """A row: its line in the file, and the return it tells of, or what is wrong with it."""

    line: int
    found: OzonReturn | None
    why: str = ""


def columns_of(row: Sequence[str], own: Mapping[str, str]) -> dict[int, str]:
    """Return the known columns of a heading by their place, those that go before others first; `own` are headings of the seller."""
    mine = {folded_heading(heading): name for heading, name in own.items()}
    named = {place: mine.get(folded_heading(cell)) or _headings().get(folded_heading(cell)) for place, cell in enumerate(row)}
    order = list(_headings())
    found = [
        (order.index(folded_heading(row[place])) if folded_heading(row[place]) in order else -1, place, name)
        for place, name in named.items()
        if name
    ]
    return {place: name for _rank, place, name in sorted(found)}


def report_rows(rows: Iterator[Sequence[str]], own: Mapping[str, str], now: datetime) -> Iterator[ReportRow] | None:
    """Return the rows of a report; `None` for a table that is none. The heading is looked for in the first 15 rows."""
    head = list(islice(rows, _HEAD))
    for place, cells in enumerate(head):
        columns = columns_of(cells, own)
        if set(columns.values()) >= NEEDED:
            return _rows(_chained(head[place + 1 :], rows), columns, place + 2, now)
    return None


def _chained(first: Sequence[Sequence[str]], rest: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield rows that were read already, and the rest."""
    yield from first
    yield from rest


def _rows(rows: Iterator[Sequence[str]], columns: Mapping[int, str], line: int, now: datetime) -> Iterator[ReportRow]:
    """Yield the rows that are not empty."""
    again: Counter[tuple[str, str, datetime | None]] = Counter()
    for no, cells in enumerate(rows, line):
        told: dict[str, str] = {}
        for place, name in columns.items():
            if name not in told and place < len(cells) and (text := cells[place].strip().removeprefix("'")):
                told[name] = text
        if told:
            row = _row(no, told, now)
            if row.found is not None and not (row.found.barcode or row.found.is_numbered):
                key = (row.found.posting, row.found.sku, row.found.returned_at)
                again[key] += 1
                row = row if again[key] == 1 else _repeated(row, again[key] - 1)
            yield row


def _repeated(row: ReportRow, again: int) -> ReportRow:
    """Return a row that is like others before it and has no barcode: another item of the posting that came back on the same day."""
    if row.found is None:
        return row
    return row._replace(found=replace(row.found, number=_number(row.found.raw, row.found.returned_at, again)))


def _row(line: int, told: Json, now: datetime) -> ReportRow:
    """Read a row."""
    if not told.get("posting"):
        return ReportRow(line, None, _("“{field}” is missing").format(field="Номер отправления"))
    try:
        return ReportRow(line, report_return(told, now))
    except (ReturnsError, ValueError) as error:
        return ReportRow(line, None, (error.message() if isinstance(error, ReturnsError) else str(error)).rstrip("."))


def report_return(told: Json, now: datetime, number: int | None = None) -> OzonReturn:
    """Return a row as a return, under the number that it was given before, if any.

    Raise `ReturnsError` or `ValueError` for a date or a number that is none.
    """
    at = {name: parse_date(told[name], now) if told.get(name) else None for name in _MOMENTS}
    reason = str(told.get("reason", ""))
    free_until = at["free_until"]
    return OzonReturn(
        number=_number(told, at["returned_at"]) if number is None else number,
        kind="FullReturn" if folded(reason).startswith(_REFUSED) else "ClientReturn",
        scheme=str(told.get("scheme", "")).casefold(),
        reason=reason,
        posting=str(told.get("posting", "")),
        sku=str(told.get("sku", "")),
        article=str(told.get("article", "")),
        product=str(told.get("product", "")),
        price=_money(told.get("price")),
        quantity=_quantity(told.get("quantity")),
        status=named_status(str(told.get("status", ""))),
        status_at=at["status_at"],
        created_at=None,
        returned_at=at["returned_at"],
        arrived_at=at["arrived_at"],
        final_at=at["final_at"],
        paid_storage_from=free_until + timedelta(days=1) if free_until else None,
        disposal_at=None,
        place=str(told.get("place", "")),
        barcode=str(told.get("barcode", "")),
        is_opened={"да": True, "нет": False}.get(str(told.get("opened", "")).casefold()),
        compensation=_COMPENSATIONS.get(folded(str(told.get("compensation", ""))), ""),
        compensation_at=at["compensation_at"],
        raw=told,
        is_numbered=str(told.get("number", "")).isdigit() and len(str(told["number"])) <= _LONGEST_NUMBER,
        comment=str(told.get("comment", "")),
    )


def _number(told: Json, returned_at: datetime | None, again: int = 0) -> int:
    """Return the number of a return: Ozon's own, else one made of posting, SKU and barcode, or the day where there is no barcode."""
    number = str(told.get("number", ""))
    if number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER:
        return int(number)
    known = str(told.get("barcode") or (returned_at.date() if returned_at else ""))
    key = "\t".join((str(told.get("posting", "")), str(told.get("sku", "")), known, *([str(again)] if again else [])))
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:6], "big")


@lru_cache(maxsize=10_000)
def parse_date(text: str, now: datetime) -> datetime:
    """Parse a date, with or without a time, or the number of a day as a spreadsheet counts it; the same ones come again and again."""
    told = text.strip()
    days = told.replace(",", ".")
    if days.replace(".", "", 1).isdigit() and len(days.partition(".")[0]) == 5:  # noqa: PLR2004  from 1927 to 2173
        return (_BEGAN + timedelta(days=float(days))).replace(tzinfo=now.tzinfo, microsecond=0).astimezone(UTC)
    zone = now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    return parse_moment(told, now=now, zone=zone).astimezone(UTC)


def _money(text: object) -> Decimal | None:
    """Parse an amount."""
    return parse_money(str(text)) if text else None


def _quantity(text: object) -> int:
    """Parse how many items came back; one where nothing is said."""
    told = str(text or "1").removesuffix(".0")
    if not (told.isascii() and told.isdigit() and 0 < int(told) < 10**6):
        raise ValueError(_("“{value}” is not a whole number.").format(value=told))
    return int(told)


@cache
def _headings() -> Mapping[str, str]:
    """Return the known headings, as they are compared, with the names of their columns."""
    rows = csv.DictReader(shipped_file("sources/ozon_headings.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
    return {folded_heading(row["heading"]): row["name"] for row in rows}


def folded_heading(heading: str) -> str:
    """Return a heading as it is compared: without regard to case, ё, quotes and blanks."""
    return " ".join(folded(heading).replace('"', " ").replace("«", " ").replace("»", " ").replace("\N{NO-BREAK SPACE}", " ").split())
