"""A case as a form: every field and line that can be corrected, by the name under which `fix` knows it, with its value."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ozon_returns.cases.line_name import INSIDE, LINES, MAIN, may_be_corrected, number_of
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.line_fields import LISTS, TICKET_LISTS
from ozon_returns.money import format_money
from ozon_returns.store.read_models import Case
from ozon_returns.typed import name_for
from ozon_returns.views.cases import formatted
from ozon_returns.vocabulary.activity import YesNo
from ozon_returns.words import format_moment, name

_HIDDEN = frozenset({"number", "status", "currency", "key"})
_LONGEST = 60
_BLANKS = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")


def form(case: Case) -> list[tuple[str, str]]:
    """Return the names and values of everything that can be corrected; empty fields are shown too, so that they can be filled."""
    told = cast("Mapping[str, Any]", case)
    rows = [(each.name, _short(formatted(each.name, told[each.name]))) for each in CASE if each.label and not each.derived]
    for line, several in LINES.items():
        for place, each in enumerate(told[several], 1):
            no = number_of(each, place)
            rows += _line(f"{line}:{no}", each, LISTS[several].fields, MAIN[line])
            for inside, inner in INSIDE.items() if line == "ticket" else ():
                for position, message in enumerate(each[inner], 1):
                    rows += _line(f"{line}:{no}.{inside}:{position}", message, TICKET_LISTS[inner].fields, MAIN[inside])
    return [(field, value) for field, value in rows if field not in _HIDDEN]


def _line(name: str, line: Mapping[str, Any], fields: Sequence[Field], main: str) -> list[tuple[str, str]]:
    """Return a line: its parts in one row, that which `name=` corrects first."""
    known = [each for each in fields if may_be_corrected(each) and line.get(each.name) not in (None, [], "")]
    ordered = sorted(known, key=lambda each: each.name != main)
    return [(name, ", ".join(f"{name_for(each.name, 'field')} {_short(_value(each, line[each.name]))}" for each in ordered))]


def _value(field: Field, value: Any) -> str:  # noqa: ANN401  any value of a line
    """Return a value of a line as text."""
    if hasattr(value, "quantize"):
        return format_money(value)
    if field.vocabulary:
        return name(field.vocabulary(value))
    if field.kind is Kind.FLAG:
        return name(YesNo.YES if value else YesNo.NO)
    return format_moment(value) if hasattr(value, "isoformat") else str(value)


def _short(text: str) -> str:
    """Return a text in one line, shortened."""
    line = _BLANKS.sub(" ", text).strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
