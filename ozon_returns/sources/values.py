"""The fields of a file, read one by one; every error is recorded with its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ozon_returns.errors.base import ReturnsError
from ozon_returns.fields import NULL_IS_MEANT
from ozon_returns.line_fields import FOUND_CHANGED
from ozon_returns.sources.yaml_tree import Node
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _

LINE = "line"
"""Key under which a mapping in a list stores its line number; no field has this name."""


@dataclass(frozen=True)
class Fault:
    """An error in a file, with its position."""

    line: int
    field: str
    why: str
    item: str = ""

    def __str__(self) -> str:
        """Return the fault as one sentence; `item`, such as `cases[12]`, is named where the line alone does not tell."""
        where = _("line {line}").format(line=self.line)
        place = ".".join(part for part in (self.item, self.field) if part)
        return f"{where}, {place}: {self.why}" if place else f"{where}: {self.why}"


@dataclass(frozen=True)
class Reader:
    """The context for parsing values: dates are in the seller's time zone."""

    now: datetime
    zone: ZoneInfo
    faults: list[Fault]

    def read(self, node: Node, fields: "Fields", where: str) -> dict[str, Any]:
        """Read a mapping by its fields, noting every fault; what is null is left out, but for `NULL_IS_MEANT`."""
        if not isinstance(node.value, dict):
            self.faults.append(Fault(node.line, where, _("fields are expected here, like “product: ...”")))
            return {}
        found: dict[str, Any] = {}
        for name, value in node.value.items():
            if name not in fields:
                self._unknown(name, value.line, fields, where)
            elif value.value is None:
                found |= {name: None} if name in NULL_IS_MEANT else {}
            else:
                self._one(found, name, value, fields, where)
        return found

    def _one(self, found: dict[str, Any], name: str, node: Node, fields: "Fields", where: str) -> None:
        """Parse one field and add it to the result."""
        read = fields[name]
        place = f"{where}.{name}" if where else name
        try:
            if isinstance(read, dict):
                found[name] = [{**self.read(each, read, place), LINE: each.line} for each in _sequence(node)]
            elif read is facts:
                found[name] = _facts(node)
            elif isinstance(read, list):
                found[name] = [read[0](_text(each), self) for each in _sequence(node)]
            elif callable(read):
                found[name] = read(_text(node), self)
        except (ReturnsError, ValueError) as error:
            self.faults.append(Fault(node.line, place, str(error).rstrip(".")))

    def _unknown(self, name: str, line: int, fields: "Fields", where: str) -> None:
        """Record an unknown field, suggesting the one probably meant."""
        meant = nearest(name, fields)
        why = _("there is no such field, did you mean “{meant}”?").format(meant=meant) if meant else _("there is no such field")
        self.faults.append(Fault(line, f"{where}.{name}" if where else name, why))


One = Callable[[str, Reader], Any]
Fields = Mapping[str, "One | list[One] | Mapping[str, Any] | None"]
"""The fields of a mapping, each a value, a list of values or a list of mappings; `None` marks a derived field."""


def _sequence(node: Node) -> list[Node]:
    """Return the values of a list."""
    if not isinstance(node.value, list):
        raise ValueError(_("a list is expected here"))  # noqa: TRY004  an error in the file
    return node.value


def _text(node: Node) -> str:
    """Return the text of a scalar."""
    if not isinstance(node.value, str):
        raise ValueError(_("a single value is expected here"))  # noqa: TRY004
    return node.value


def facts(value: str, _reader: Reader) -> str:
    """Mark a field as the facts of an event: any JSON object."""
    return value


def _facts(node: Node) -> dict[str, Any]:
    """Parse the facts of an event; its changes are pairs of an old and a new value."""
    told = node.meant()
    changes = told.get("changes", {}) if isinstance(told, dict) else None
    if isinstance(told, dict) and FOUND_CHANGED in told:
        raise ValueError(_("“{name}” is kept for what this program finds in its own store").format(name=FOUND_CHANGED))
    if not isinstance(changes, dict) or not all(isinstance(each, list) and len(each) == 2 for each in changes.values()):  # noqa: PLR2004  old and new
        raise ValueError(_("facts are expected here, with each change as a pair of old and new values"))
    return dict(told)
