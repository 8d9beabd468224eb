"""Reads YAML and JSON piece by piece, with the line each value stands on.

YAML is never in memory as a whole. Anchors and aliases are refused: a case file needs none, and they are how a
small file becomes a huge one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ozon_returns.words import N_, _

DEEPEST = 12
"""No case file nests deeper."""

_NULLS = ("", "~", "null", "Null", "NULL")
_WHOLE = re.compile(r"-?\d{1,18}")
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value and its line, counted from 1. Scalars are text as it stands in the file, or nothing for null.

    `bare` tells that a scalar stands without quotation marks.
    """

    line: int
    value: "str | list[Node] | dict[str, Node] | None"
    bare: bool = False

    def meant(self) -> Any:  # noqa: ANN401  whatever JSON knows
        """Give the value with numbers and truths as such, where they stand without quotation marks."""
        if isinstance(self.value, dict):
            return {name: each.meant() for name, each in self.value.items()}
        if isinstance(self.value, list):
            return [each.meant() for each in self.value]
        if self.bare and self.value in ("true", "false"):
            return self.value == "true"
        return int(self.value) if self.bare and self.value and _WHOLE.fullmatch(self.value) else self.value


class TreeError(Exception):
    """Why a file cannot be read, and on which line."""

    def __init__(self, line: int, why: str) -> None:
        """Take the line, counted from 1, and the reason."""
        super().__init__(why)
        self.line, self.why = line, why


def items(file: TextIO, name: str) -> Iterator[tuple[str, Node]]:
    """Give the items of the lists of a file one by one, each with the name of its list. Raises `TreeError`."""
    loader = None
    try:
        loader = _Loader(_unescaped(file.read()) if name == "-" or Path(name).suffix.lower() == ".json" else file)
        yield from _lists(loader)
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        raise TreeError(line, _("it is not written as YAML or JSON: {why}").format(why=error.problem)) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise TreeError(1, _("it is not text in UTF-8")) from error
    finally:
        if loader:
            loader.dispose()


def _lists(loader: Any) -> Iterator[tuple[str, Node]]:  # noqa: ANN401  PyYAML's loader
    """Go through the top of a file, a mapping of lists."""
    event = loader.get_event()
    while not isinstance(event, DocumentStartEvent):
        event = loader.get_event() if loader.check_event() else None
        if event is None:
            raise TreeError(1, _("it is empty"))
    start = loader.get_event()
    if not isinstance(start, MappingStartEvent):
        raise TreeError(start.start_mark.line + 1, _("it does not begin with “cases:” or “deliveries:”"))
    while not loader.check_event(MappingEndEvent):
        head = loader.get_event()
        if not isinstance(head, ScalarEvent):
            raise TreeError(head.start_mark.line + 1, _("a name is expected here"))
        yield from _list(loader, head)
    end = loader.get_event()
    while not isinstance(end, StreamEndEvent):
        if isinstance(end, DocumentStartEvent):
            raise TreeError(getattr(end.start_mark, "line", 0) + 1, _("a second document begins here (---); a file has one"))
        end = loader.get_event()


def _list(loader: Any, head: ScalarEvent) -> Iterator[tuple[str, Node]]:  # noqa: ANN401
    """Go through one list of a file."""
    line = getattr(head.start_mark, "line", 0) + 1
    begins = loader.get_event()
    if isinstance(begins, ScalarEvent) and (begins.value in _NULLS or head.value == "schema"):
        return
    if not isinstance(begins, SequenceStartEvent):
        yield head.value, Node(line, None)
        _skip(loader, begins)
        return
    if loader.check_event(SequenceEndEvent):
        yield head.value, Node(line, [])
    while not loader.check_event(SequenceEndEvent):
        yield head.value, _node(loader, 0)
    loader.get_event()


def _skip(loader: Any, begun: Any) -> None:  # noqa: ANN401
    """Pass over a value whose first event has been taken."""
    depth = int(isinstance(begun, MappingStartEvent))
    while depth:
        event = loader.get_event()
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > DEEPEST:
            raise TreeError(event.start_mark.line + 1, _("it is nested too deeply"))


def _node(loader: Any, depth: int) -> Node:  # noqa: ANN401
    """Read one value with all that is in it."""
    event = loader.get_event()
    line = event.start_mark.line + 1
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        raise TreeError(line, _(N_("anchors (&) and aliases (*) are not taken; write the value out")))
    if depth > DEEPEST:
        raise TreeError(line, _("it is nested too deeply"))
    if isinstance(event, ScalarEvent):
        return Node(line, None if event.implicit[0] and event.value in _NULLS else event.value, bare=event.implicit[0])
    if isinstance(event, SequenceStartEvent):
        values = []
        while not loader.check_event(SequenceEndEvent):
            values.append(_node(loader, depth + 1))
        loader.get_event()
        return Node(line, values)
    return Node(line, _mapping(loader, depth))


def _mapping(loader: Any, depth: int) -> dict[str, Node]:  # noqa: ANN401
    """Read a mapping; a name that stands twice is refused, as one of the two would be lost."""
    found: dict[str, Node] = {}
    while not loader.check_event(MappingEndEvent):
        head = _node(loader, depth + 1)
        if not isinstance(head.value, str):
            raise TreeError(head.line, _("a name is expected here"))
        if head.value in found:
            raise TreeError(head.line, _("“{name}” stands here twice").format(name=head.value))
        found[head.value] = _node(loader, depth + 1)
    loader.get_event()
    return found


def _unescaped(text: str) -> str:
    """Give JSON with every character whole; YAML, of which JSON is nearly a part, does not know the halves."""
    return _SURROGATES.sub(_joined, text) if text.lstrip().startswith("{") else text


def _joined(pair: re.Match[str]) -> str:
    """Write a character that JSON has put down as two halves as the one it is."""
    return pair[0].encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
