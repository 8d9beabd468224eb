"""Incremental parser for YAML and JSON that records the line of each value.

YAML is never loaded into memory as a whole. Anchors and aliases are rejected: a case file needs none, and they allow
a small file to expand to a huge one.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

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
"""Maximum nesting depth of a case file."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WHOLE = re.compile(r"-?\d{1,18}")
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_OTHERWISE_READ = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PAIR = len(r"\ud83d\ude00")
_CHUNK = 1 << 16
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Node(NamedTuple):
    """A value and its line, counted from 1. Scalars are the text in the file, or `None` for null.

    `bare` is true for a scalar without quotation marks.
    """

    line: int
    value: "str | list[Node] | dict[str, Node] | None"
    bare: bool = False

    def meant(self) -> Any:  # noqa: ANN401  any JSON value
        """Return the value with unquoted numbers and booleans converted."""
        if isinstance(self.value, dict):
            return {name: each.meant() for name, each in self.value.items()}
        if isinstance(self.value, list):
            return [each.meant() for each in self.value]
        if self.bare and self.value in ("true", "false"):
            return self.value == "true"
        return int(self.value) if self.bare and self.value and _WHOLE.fullmatch(self.value) else self.value


class TreeError(Exception):
    """A parse error, with its line."""

    def __init__(self, line: int, why: str) -> None:
        """Initialize with the line, counted from 1, and the reason."""
        super().__init__(why)
        self.line, self.why = line, why


def items(file: TextIO, name: str) -> Iterator[tuple[str, Node]]:
    """Yield the items of the lists of a file one by one, each with the name of its list. Raise `TreeError`."""
    loader = None
    try:
        loader = _Loader(_AsYaml(file) if name == "-" or Path(name).suffix.lower() == ".json" else file)
        yield from _lists(loader)
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        raise TreeError(line, _("it is not valid YAML or JSON: {why}").format(why=error.problem)) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise TreeError(1, _("it is not UTF-8 text")) from error
    finally:
        if loader:
            loader.dispose()


def _lists(loader: Any) -> Iterator[tuple[str, Node]]:  # noqa: ANN401  PyYAML's loader
    """Yield the items of the top-level mapping of lists."""
    event = loader.get_event()
    while not isinstance(event, DocumentStartEvent):
        event = loader.get_event() if loader.check_event() else None
        if event is None:
            raise TreeError(1, _("it is empty"))
    start = loader.get_event()
    if not isinstance(start, MappingStartEvent):
        raise TreeError(start.start_mark.line + 1, _("the file must begin with “cases:” or “deliveries:”"))
    while not loader.check_event(MappingEndEvent):
        head = loader.get_event()
        if not isinstance(head, ScalarEvent):
            raise TreeError(head.start_mark.line + 1, _("a field name is expected here"))
        yield from _list(loader, head)
    end = loader.get_event()
    while not isinstance(end, StreamEndEvent):
        if isinstance(end, DocumentStartEvent):
            raise TreeError(
                getattr(end.start_mark, "line", 0) + 1, _("a second YAML document begins here (---); only one per file is allowed")
            )
        end = loader.get_event()


def _list(loader: Any, head: ScalarEvent) -> Iterator[tuple[str, Node]]:  # noqa: ANN401
    """Yield the items of one list of a file."""
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
    while type(event := loader.get_event()) is not SequenceEndEvent:
        yield head.value, _node(loader, event, 0)


def _skip(loader: Any, begun: Any) -> None:  # noqa: ANN401
    """Skip a value whose first event has been consumed."""
    depth = int(isinstance(begun, MappingStartEvent))
    while depth:
        event = loader.get_event()
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > DEEPEST:
            raise TreeError(event.start_mark.line + 1, _("it is nested too deeply"))


def _node(loader: Any, event: Any, depth: int) -> Node:  # noqa: ANN401
    """Parse the value that begins with an event, including nested values; a file has millions of events, so this is written for speed."""
    kind, line = type(event), event.start_mark.line + 1
    if kind is AliasEvent or event.anchor:
        raise TreeError(line, _(N_("anchors (&) and aliases (*) are not supported; write the value in full")))
    if depth > DEEPEST:
        raise TreeError(line, _("it is nested too deeply"))
    if kind is ScalarEvent:
        bare, value = event.implicit[0], event.value
        return Node(line, None if bare and value in _NULLS else value, bare)
    if kind is MappingStartEvent:
        return Node(line, _mapping(loader, depth))
    values = []
    while type(event := loader.get_event()) is not SequenceEndEvent:
        values.append(_node(loader, event, depth + 1))
    return Node(line, values)


def _mapping(loader: Any, depth: int) -> dict[str, Node]:  # noqa: ANN401
    """Parse a mapping; a duplicate name is rejected, as one of the values would be lost."""
    found: dict[str, Node] = {}
    while type(event := loader.get_event()) is not MappingEndEvent:
        if type(event) is not ScalarEvent or event.anchor or (event.implicit[0] and event.value in _NULLS):
            raise TreeError(_node(loader, event, depth + 1).line, _("a field name is expected here"))
        name = event.value
        if name in found:
            raise TreeError(_node(loader, event, depth + 1).line, _("“{name}” appears here twice").format(name=name))
        found[name] = _node(loader, loader.get_event(), depth + 1)
    return found


class _AsYaml:
    """A file of JSON or YAML as YAML reads it, where it is JSON: nearly a subset of YAML, which may contain other characters as they are.

    Escaped surrogate pairs become their characters, and what YAML takes for the end of a line is escaped.
    """

    def __init__(self, file: TextIO) -> None:
        """Read from a file."""
        self._file = file
        self._rest = file.read(_CHUNK)
        self._is_json = self._rest.lstrip().startswith("{")

    def read(self, _size: int = -1, /) -> str:
        """Return the next part of the text; empty at its end."""
        text, self._rest = self._rest, ""
        if not self._is_json:
            return text or self._file.read(_CHUNK)
        more = self._file.read(_CHUNK)
        text = _SURROGATES.sub(_joined, text + more)
        split = text.find("\\", max(0, len(text) - _PAIR + 1)) if len(more) == _CHUNK else -1  # a pair may begin there that goes on
        if split >= 0:
            text, self._rest = text[:split], text[split:]
        return _OTHERWISE_READ.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _joined(pair: re.Match[str]) -> str:
    """Return the character encoded by an escaped surrogate pair."""
    return pair[0].encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
