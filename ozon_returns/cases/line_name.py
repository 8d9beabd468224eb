"""How a field or a line of a case is named in a correction: `price`, `cost:2`, `photo:3.role`, `ticket:1.payment:2.amount`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.field import Field
from ozon_returns.fields import BY_NAME, CASE
from ozon_returns.line_fields import LISTS, TICKET_LISTS
from ozon_returns.store.read_models import Case
from ozon_returns.typed import likely_named, name_for, named
from ozon_returns.words import _

LINES = {
    "photo": "photos",
    "letter": "letters",
    "demand": "demands",
    "decision": "decisions",
    "fulfillment": "fulfillments",
    "offer": "offers",
    "ticket": "tickets",
    "cost": "costs",
    "recovered": "recovered",
    "action": "actions",
    "date": "dates",
    "feedback": "feedback",
}
"""The lists of a case by the name of one line."""

INSIDE = {"answer": "answers", "payment": "payments"}
"""The lists of a ticket by the name of one line."""

MAIN = {
    **dict.fromkeys(("cost", "recovered", "fulfillment", "offer", "payment", "decision"), "amount"),
    "photo": "role",
    "letter": "text",
    "action": "text",
    "answer": "text",
    "date": "at",
    "demand": "kind",
    "ticket": "number",
    "feedback": "comment",
}
"""The field of a line that is meant where none is named."""

_FIXED = frozenset({"number", "status", "currency", "key"})
_FIXED_IN_LINES = frozenset({"no", "file", "sha256"})
_WORKED_OUT = frozenset({"paid", "paid_at", "taken_back", "taken_back_at"})
"""Sums of a ticket that come from its payments."""
_DERIVED = tuple(each.name for each in CASE if each.derived)
_NAME = re.compile(r"(?P<line>\w+):(?P<no>[0-9]{1,6})(?:\.(?P<inside>\w+):(?P<inner>[0-9]{1,6}))?(?:\.(?P<field>[\w -]+))?")


class LineName(NamedTuple):
    """What a correction is about: a line and a field of it; without a line, a field of the case itself."""

    field: Field | None
    line: str = ""
    no: int = 0
    inside: str = ""
    inner: int = 0

    def __str__(self) -> str:
        """Return the name as it is stored."""
        parts = [f"{self.line}:{self.no}"] if self.line else []
        parts += [f"{self.inside}:{self.inner}"] if self.inside else []
        return ".".join([*parts, *([self.field.name] if self.field else [])])

    @property
    def typed(self) -> str:
        """Return the name as it is typed in the language of the run."""
        return as_typed(str(self))


def as_typed(name: str) -> str:
    """Return a stored name, such as `ticket:1.payment:2.amount`, as it is typed in the language of the run."""
    parts = (each.partition(":") for each in name.split("."))
    return ".".join(name_for(each, "line") + sign + no if sign else name_for(each, "field") for each, sign, no in parts)


def field_of(name: str) -> Field | None:
    """Return the field that a stored name is about; `None` for one that is no field."""
    *lines, last = name.split(".")
    if not lines:
        return BY_NAME.get(last)
    line = lines[-1].partition(":")[0]
    known = TICKET_LISTS[INSIDE[line]] if line in INSIDE else LISTS.get(LINES.get(line, ""))
    return next((each for each in known.fields if each.name == last), None) if known else None


def parse_field(text: str, case: Case) -> LineName:
    """Parse the name of a field to correct. Raise `UsageError` for an unknown one, `InvalidError` for a line that is not there."""
    if ":" not in text:
        return LineName(_field(text, {each.name: each for each in CASE if not each.derived}, _FIXED))
    found = _line(text, case)
    name = found.inside or found.line
    fields = (TICKET_LISTS[INSIDE[name]] if found.inside else LISTS[LINES[name]]).fields
    known = {each.name: each for each in fields if may_be_corrected(each)}
    match = _NAME.fullmatch(text)
    return found._replace(field=_field((match and match["field"]) or MAIN[name], known, _FIXED_IN_LINES))


def may_be_corrected(field: Field) -> bool:
    """Return whether a field of a line can be corrected: it does not follow from the rest."""
    return not (field.derived or field.name in _FIXED_IN_LINES | _WORKED_OUT)


def parse_line(text: str, case: Case) -> LineName:
    """Parse the name of a line to remove. Raise `UsageError` for what is no line, `InvalidError` for one that is not there."""
    found = _line(text, case)
    match = _NAME.fullmatch(text)
    if match and match["field"]:
        raise UsageError(_("“{text}” is a field, not a line.").format(text=text), _("Empty it: {example}").format(example=f"{text}="))
    return found


def _line(text: str, case: Case) -> LineName:
    """Parse the name of a line, and make sure that the case has it."""
    match = _NAME.fullmatch(text)
    kind = named(match["line"], LINES, "line") if match else None
    inside = named(match["inside"], INSIDE, "line") if match and match["inside"] else ""
    if match is None or kind is None or inside is None or (inside and kind != "ticket"):
        near = likely_named(text.partition(":")[0], LINES, "line")
        names = ", ".join(name_for(each, "line") for each in LINES)
        advice = _("Did you mean “{meant}”?").format(meant=f"{near}:1") if near else _("Lines: {names}").format(names=names)
        raise UsageError(_("“{text}” is no line of a case.").format(text=text), advice)
    no = int(match["no"])
    lines: Sequence[Mapping[str, Any]] = cast("Mapping[str, Any]", case)[LINES[kind]]
    line = next((each for place, each in enumerate(lines, 1) if number_of(each, place) == no), None)
    if line is None:
        raise _missing(case, name_for(kind, "line"), no, len(lines))
    if not inside:
        return LineName(None, kind, no)
    inner = int(match["inner"])
    count = len(line[INSIDE[inside]])
    if not 1 <= inner <= count:
        raise _missing(case, f"{name_for(kind, 'line')}:{no}.{name_for(inside, 'line')}", inner, count)
    return LineName(None, kind, no, inside, inner)


def number_of(line: Mapping[str, Any], place: int) -> int:
    """Return the number by which a line is named: that of a ticket, which stays when another one is removed; else its place."""
    return int(line.get("no", place))


def _missing(case: Case, line: str, no: int, count: int) -> InvalidError:
    """Return the error for a line that a case does not have."""
    told = _("Case {number} has no {line}:{no}; there are {count}.").format(number=case["number"], line=line, no=no, count=count)
    return InvalidError(told, _("See it: {command}").format(command=f"ozon-returns fix {case['number']}"))


def _field(name: str, known: Mapping[str, Field], fixed: frozenset[str]) -> Field:
    """Return a field by its name. Raise `UsageError` for one that does not exist or cannot be corrected."""
    found = named(name, [*known, *fixed, *_DERIVED], "field")
    if found in fixed or (found in _DERIVED and found not in known):
        told = _("“{name}” cannot be corrected: it follows from the rest.").format(name=name)
        raise UsageError(told, _("Change what it follows from; a status with resolve --reopen, --close or --dismiss."))
    if found is None:
        near = likely_named(name, known, "field")
        names = ", ".join(name_for(each, "field") for each in known if each not in fixed)
        advice = _("Did you mean “{meant}”?").format(meant=near) if near else _("Available: {names}").format(names=names)
        raise UsageError(_("There is no field “{name}”.").format(name=name), advice)
    return known[found]
