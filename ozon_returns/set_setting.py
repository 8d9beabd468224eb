"""One setting, typed: checked, and written into the settings file; what else is in it, and its comments, stay as they are."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ozon_returns.errors.file import SettingsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.files import private, save
from ozon_returns.settings import Settings
from ozon_returns.settings_file import parsed
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _

EXAMPLE = "ozon-returns settings set labour_rate 500"
_DEPTHS = {"letters": (2, "letters.seller_name"), "rules": (3, "rules.zzpp_refund.days")}
"""The tables in which a value can be set, by how many names it is reached there, with an example."""


def set_setting(path: Path, name: str, text: str, judge: Callable[[Settings], object]) -> str | int | float | None:
    """Set a value of the settings file, with an empty text its default; return the value.

    `judge` raises `SettingsError` for settings that cannot be used. Raise `UsageError` for a name or a value that makes no sense.
    """
    import tomlkit  # noqa: PLC0415  55 ms, only to write

    names = name.split(".")
    value = _value(names, text, path) if text else None
    try:
        found = tomlkit.parse(path.read_text(encoding="utf-8-sig") if path.exists() else "")
        _place(found, names, value)
        changed = tomlkit.dumps(found)
        judge(parsed(changed, path))
        private(path.parent)
        save(str(path), changed)
    except SettingsError as error:
        told = _("{name} is not set to “{text}”: {why}.").format(name=name, text=text, why=error.why.rstrip("."))
        raise UsageError(told, _("See the settings: {command}").format(command="ozon-returns settings")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), str(error)) from error
    return value


def _value(names: list[str], text: str, path: Path) -> str | int | float:
    """Return the value of a setting that was typed. Raise `UsageError` for an unknown name and for a number that is none."""
    known = {each.name: dict if each.default is MISSING else type(each.default) for each in fields(Settings)}
    first, kind = names[0], known.get(names[0])
    if kind is None:
        near = nearest(first, known)
        advice = _("Did you mean “{meant}”?").format(meant=near) if near else _("Available: {names}").format(names=", ".join(known))
        raise UsageError(_("There is no setting “{name}”.").format(name=first), advice)
    if kind is dict and first not in _DEPTHS:
        told = _("{name} cannot be set by a command.").format(name=first)
        raise UsageError(told, _("Write it into {file}.").format(file=path))
    depth, example = _DEPTHS.get(first, (1, first))
    if len(names) != depth:
        raise UsageError(
            _("“{name}” is not the name of one value.").format(name=".".join(names)), _("Write it like {example}.").format(example=example)
        )
    if kind is str or first == "letters":
        return text
    return _number(text, whole=kind is not float)


def _number(text: str, *, whole: bool) -> int | float:
    """Return a number that was typed. Raise `UsageError` for anything else."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise UsageError(_("“{text}” is not a number.").format(text=text), _("Write it like {example}.").format(example=EXAMPLE)) from error
    if whole and number != number.to_integral_value():
        raise UsageError(_("“{value}” is not a whole number.").format(value=text), _("Write it like {example}.").format(example="7"))
    return int(number) if whole else float(number)


def _place(found: Any, names: list[str], value: object) -> None:  # noqa: ANN401  a document of tomlkit
    """Set a value in a document, or remove it."""
    import tomlkit  # noqa: PLC0415

    into = found
    for place, each in enumerate(names[:-1]):
        if each not in into:
            if value is None:
                return
            into[each] = tomlkit.table(is_super_table=place < len(names) - 2)
        into = into[each]
    if value is None:
        into.pop(names[-1], None)
    else:
        into[names[-1]] = value
