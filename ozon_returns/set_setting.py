"""One setting, typed: checked, and written into the settings file; what else is in it, and its comments, stay as they are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from pathlib import Path

from ozon_returns.errors.file import SettingsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.settings import Settings
from ozon_returns.settings_file import parsed, updated, write
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _

EXAMPLE = "ozon-returns settings set labour_rate 500"
_NUMBER = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?)\s*(?:₽|руб\.?|р\.?)?", re.IGNORECASE)
_DEPTHS = {"letters": (2, "letters.seller_name"), "reasons": (2, "reasons.Брак"), "rules": (3, "rules.zzpp_refund.days")}
"""The tables in which a value can be set, by how many names it is reached there, with an example."""


def set_setting(path: Path, name: str, text: str, judge: Callable[[Settings], object]) -> str | int | float | None:
    """Set a value of the settings file, with an empty text its default; return the value.

    `judge` raises `SettingsError` for settings that cannot be used. Raise `UsageError` for a name or a value that makes no sense.
    """
    names = name.split(".", 1 if name.startswith("reasons.") else -1)
    kind = _kind(names, path)
    value = _value(text, kind) if text else None
    changed = updated(path, names[:-1], {names[-1]: value})
    try:
        judge(parsed(changed, path))
    except SettingsError as error:
        told = _("{name} is not set to “{text}”: {why}.").format(name=name, text=text, why=error.why.rstrip("."))
        raise UsageError(told, _("See the settings: {command}").format(command="ozon-returns settings")) from error
    write(path, changed)
    return value


def _kind(names: Sequence[str], path: Path) -> type:
    """Return the type of a setting. Raise `UsageError` for a name that is not that of one value."""
    known = {each.name: dict if each.default is MISSING else type(each.default) for each in fields(Settings)}
    first, kind = names[0], known.get(names[0])
    if kind is None:
        near = nearest(first, known)
        advice = _("Did you mean “{meant}”?").format(meant=near) if near else _("Available: {names}").format(names=", ".join(known))
        raise UsageError(_("There is no setting “{name}”.").format(name=first), advice)
    if kind is dict and first not in _DEPTHS:
        raise UsageError(_("{name} cannot be set by a command.").format(name=first), _("Write it into {file}.").format(file=path))
    depth, example = _DEPTHS.get(first, (1, first))
    if len(names) != depth or not all(names) or names[1:] == ["suppliers"]:
        told = _("“{name}” is not the name of one value.").format(name=".".join(names))
        raise UsageError(told, _("Write it like {example}.").format(example=example))
    return str if first in ("letters", "reasons") else int if kind is dict else kind


def _value(text: str, kind: type) -> str | int | float:
    """Return the value of a setting that was typed. Raise `UsageError` for a number that is none."""
    if kind is str:
        return text
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise UsageError(_("“{text}” is not a number.").format(text=text), _("Write it like {example}.").format(example="7"))
    number = float(found[1].replace(",", "."))
    if kind is int and not number.is_integer():
        raise UsageError(_("“{value}” is not a whole number.").format(value=text), _("Write it like {example}.").format(example="7"))
    return int(number) if kind is int else number
