"""How each field of a case file is read: derived from the tables of fields."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ozon_returns.errors.base import ReturnsError
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE as CASE_FIELDS
from ozon_returns.line_fields import LISTS as CASE_LISTS
from ozon_returns.line_fields import TICKET_LISTS, WRITTEN_LISTS
from ozon_returns.product_fields import DELIVERY as DELIVERY_FIELDS
from ozon_returns.product_fields import LOT as LOT_FIELDS
from ozon_returns.product_fields import PRODUCT as PRODUCT_FIELDS
from ozon_returns.sources.parsers import any_text, currency, day, flag, last, money, one_of, rate, when, whole
from ozon_returns.sources.values import Fields, One, Reader, facts

_READERS: dict[Kind, One] = {
    Kind.TEXT: any_text,
    Kind.MONEY: money,
    Kind.MOMENT: when,
    Kind.LAST: last,
    Kind.FLAG: flag,
    Kind.CURRENCY: currency,
    Kind.FACTS: facts,
    Kind.RATE: rate,
    Kind.DAY: day,
}


def _reader(field: Field) -> "One | list[One] | None":
    """Return how a field is read; `None` for one that is derived, and so is passed over."""
    if field.derived:
        return None
    if field.kind is Kind.TEXTS:
        return [any_text]
    if field.kind is Kind.WHOLE:
        return whole(field.least, field.most)
    if field.vocabulary:
        member = one_of(field.vocabulary)
        return [member] if field.kind is Kind.MEMBERS else member
    return _READERS[field.kind]


def _readers(fields: Iterable[Field]) -> Fields:
    """Return how each of some fields is read."""
    return {field.name: _reader(field) for field in fields}


LISTS: dict[str, Fields] = {
    name: {**_readers(CASE_LISTS[name].fields), **{each: _readers(TICKET_LISTS[each].fields) for each in CASE_LISTS[name].inside}}
    for name in WRITTEN_LISTS
}
CASE: Fields = {
    **_readers(CASE_FIELDS),
    "photos": _readers(CASE_LISTS["photos"].fields),
    "history": _readers(CASE_LISTS["history"].fields),
    **LISTS,
    "clocks": None,
}
REQUIRED = {name: lines.required for name, lines in CASE_LISTS.items() if lines.required}
"""The fields that a line cannot be without."""


def read_field(field: Field, text: str, reader: Reader) -> Any:  # noqa: ANN401  what the column takes
    """Parse a single value of a field; a list is separated by commas (`MEMBERS`) or semicolons (`TEXTS`).

    Raise `ValueError`, or the errors of `money` and `period`.
    """
    read = _reader(field)
    if isinstance(read, list):
        parts = text.split("," if field.kind is Kind.MEMBERS else ";")
        return [read[0](part.strip(), reader) for part in parts if part.strip()]
    return read(text, reader) if read else text


_BY_NAME = {field.name: field for field in CASE_FIELDS}


def unfit_change(changes: Mapping[str, Sequence[object]], reader: Reader) -> str:
    """Return the name of the first field for which an event has a value that cannot be its; empty if there is none."""
    known = {name: pair for name, pair in changes.items() if name in _BY_NAME}
    return next((name for name, pair in known.items() if not all(_fits(_BY_NAME[name], each, reader) for each in pair)), "")


def _fits(field: Field, value: object, reader: Reader) -> bool:
    """Return whether a value from an event can be that of a field."""
    read = _reader(field)
    if value is None or read is None:
        return True
    several = isinstance(read, list)
    if not isinstance(value, list if several else (str, int)):
        return False
    one = read[0] if isinstance(read, list) else read
    try:
        for each in value if isinstance(value, list) else [value]:
            one(str(each), reader)
    except (ReturnsError, ValueError):
        return False
    return True


PRODUCT, LOT, DELIVERY = _readers(PRODUCT_FIELDS), _readers(LOT_FIELDS), _readers(DELIVERY_FIELDS)
