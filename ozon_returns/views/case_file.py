"""Write the case file, for re-import into an identical store."""

import csv
import json
import os.path
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from ozon_returns.fields import CASE, NULL_IS_MEANT
from ozon_returns.line_fields import FOUND_CHANGED, LISTS
from ozon_returns.money import plain_amount
from ozon_returns.store.read_models import Case
from ozon_returns.views.cases import document
from ozon_returns.views.forms import CaseForm
from ozon_returns.views.json import document_text
from ozon_returns.views.safe_text import for_spreadsheet

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DERIVED = (*(each.name for each in CASE if each.derived), "clocks")


_Dumper: Any = type("_Dumper", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {})
"""LibYAML's dumper if available, subclassed so that the representer added below stays local."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Represent a string, as a block scalar if it has several lines."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value and not value.endswith("\n") else None)


_Dumper.add_representer(str, _text)


def case_file_text(
    form: CaseForm, cases: Iterable[Case], shop: Mapping[str, list[dict[str, Any]]], *, home: Path, beside: Path | None
) -> Iterator[str]:
    """Yield the text of all cases in pieces; photo paths are relative to the folder `beside`, or absolute if it is `None`."""
    if form is CaseForm.CSV:
        yield from _csv(cases)
        return
    told = (_told(case, home, beside) for case in cases)
    yield from _yaml(told, shop) if form is CaseForm.YAML else _json(told, shop)


def _yaml(cases: Iterator[dict[str, Any]], shop: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the cases as YAML."""
    yield "cases:\n"
    for case in cases:
        yield _block([case])
    for name, rows in shop.items():
        yield f"{name}:\n" + _block(_plain(rows)) if rows else f"{name}: []\n"


def _block(rows: list[Any]) -> str:
    """Return list items as YAML, without the document end marker that follows text ending in blank lines."""
    return str(yaml.dump(rows, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)).removesuffix("...\n")


def _json(cases: Iterator[dict[str, Any]], shop: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the cases as JSON, one case per line."""
    yield document_text({"cases": []}).partition("[")[0] + "["
    for position, case in enumerate(cases):
        yield (",\n" if position else "\n") + _escaped(case)
    yield "\n]" + "".join(f', "{name}": ' + _escaped(_plain(rows)) for name, rows in shop.items()) + "}\n"


def _escaped(value: object) -> str:
    """Return JSON with characters escaped that YAML takes for line breaks or does not accept; import parses JSON as YAML."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _csv(cases: Iterable[Case]) -> Iterator[str]:
    """Yield the facts of the cases as CSV; fields that are lists of rows are left out."""
    header: list[str] = []
    for case in cases:
        row = document(case, tuple(LISTS))
        buffer = StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        if not header:
            header = list(row)
            writer.writerow(header)
        writer.writerow([_cell(row.get(name)) for name in header])
        yield buffer.getvalue()


def _cell(value: object) -> str:
    """Format a value for a spreadsheet."""
    told = " ".join(map(str, value)) if isinstance(value, list) else str(_plain(value) if value is not None else "")
    return for_spreadsheet(told)


def _told(case: Case, home: Path, beside: Path | None) -> dict[str, Any]:
    """Return what a file says of a case: what is known and cannot be derived again."""
    told = document(case, _DERIVED)
    told["photos"] = [{**photo, "file": _photo(home / photo["file"], beside)} for photo in told["photos"]]
    for ticket in told["tickets"]:
        del ticket["outstanding"]
    for event in told["history"]:
        event["facts"] = {name: value for name, value in event["facts"].items() if name != FOUND_CHANGED}
    result: dict[str, Any] = _plain(_known(told))
    return result


def _known(value: Any) -> Any:  # noqa: ANN401  any value in a case
    """Remove unknown values."""
    if isinstance(value, dict):
        kept = {name: _known(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, []) or name in NULL_IS_MEANT}
    return [_known(each) for each in value] if isinstance(value, list) else value


def _photo(path: Path, beside: Path | None) -> str:
    """Return the path of a photo as written to the file."""
    return path.absolute().as_posix() if beside is None else Path(_relative(path, beside)).as_posix()


def _relative(path: Path, folder: Path) -> str:
    """Return the path of a file relative to a folder; absolute if there is none, as between Windows drives."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return str(path.absolute())


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Convert datetimes and amounts to the text that import parses."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return plain_amount(value)
    return value.isoformat() if isinstance(value, date) else value
