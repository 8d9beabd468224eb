"""Values of placeholders: as they are typed, as the seller has set them, and those that hold for more than one letter."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from ozon_returns import money, period
from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.file import SettingsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.letters.catalogue import gap, gaps
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _

_LISTS = ";"
_WRITTEN = (EventKind.TICKET_OPENED, EventKind.TICKET_DRAFTED)


def placeholder_value(name: str, text: str, now: datetime) -> Any:  # noqa: ANN401  what a placeholder takes
    """Parse what was typed for a placeholder."""
    kind, told = gap(name).kind, text.strip()
    if kind == "money":
        return money.parse_money(told)
    if kind in ("date", "term"):
        return period.parse_moment(told, now=now, zone=cast("ZoneInfo", now.tzinfo), ends=kind == "term")
    if kind == "number":
        if not (told.isascii() and told.isdigit()):
            raise UsageError(_("“{value}” is not a whole number.").format(value=told), _("Write it like {example}.").format(example="3"))
        return int(told)
    if kind == "list":
        return [part.strip() for part in told.split(_LISTS) if part.strip()]
    if kind == "calc":
        lines = [part.partition("=") for part in told.split(_LISTS) if part.strip()]
        if not all(sign for _what, sign, _amount in lines):
            raise UsageError(_("“{text}” has no “=”.").format(text=told), gap(name).question)
        return [{"name": what.strip(), "sum": money.parse_money(amount)} for what, _sign, amount in lines]
    return told


def chosen(settings: Mapping[str, Any], supplier: str | None, *, now: datetime) -> dict[str, Any]:
    """Return the values that the seller has set for placeholders, those of a supplier last."""
    every = dict(settings)
    suppliers = every.pop("suppliers", {})
    own = suppliers.get(supplier, {}) if isinstance(suppliers, dict) and supplier else {}
    told = {**every, **(own if isinstance(own, dict) else {})}
    return {name: _set(name, value, now) for name, value in told.items() if not isinstance(value, dict)}


def lasting(
    facts: Mapping[str, Any], typed: frozenset[str], settings: Mapping[str, Any], supplier: str | None
) -> dict[str | None, dict[str, str]]:
    """Return what of some facts was typed and is no matter of one case: the seller's own under `None`, and the supplier's.

    What the settings have already stays as it is.
    """
    suppliers = settings.get("suppliers", {})
    held: dict[str | None, tuple[frozenset[str], Any]] = {None: (frozenset(gaps("seller")), settings)}
    if supplier and isinstance(suppliers, dict):
        held[supplier] = (frozenset(gaps("supplier")), suppliers.get(supplier, {}))
    found = {of: {name: _plain(facts[name]) for name in sorted(typed & own) if name not in known} for of, (own, known) in held.items()}
    return {of: values for of, values in found.items() if values}


def kept_told(path: Path, values: Mapping[str, str], supplier: str | None) -> str:
    """Return a note of what was kept for other letters, and how it is changed."""
    names = ", ".join(f"{gap(name).question} ({value})" for name, value in values.items())
    if supplier:
        return _("Kept for other letters to {supplier} in {path}: {names}").format(supplier=supplier, path=path, names=names)
    change = f"ozon-returns settings set letters.{next(iter(values))} ..."
    return _("Kept for other letters in {path}: {names}; change it: {command}").format(path=path, names=names, command=change)


def of_delivery(facts: Mapping[str, Any], typed: frozenset[str]) -> dict[str, str]:
    """Return what of some facts was typed about a delivery, and so holds for the other letters of the case."""
    return {name: _plain(facts[name]) for name in sorted(typed & frozenset(gaps("delivery")))}


def told_before(case: Case, now: datetime) -> dict[str, Any]:
    """Return what was typed about the delivery for the tickets of a case that are still there, the last word of each."""
    told = {event["facts"].get("no"): event["facts"].get("delivery", {}) for event in case["history"] if event["kind"] in _WRITTEN}
    texts = {name: text for ticket in case["tickets"] for name, text in (told.get(ticket["no"]) or {}).items()}
    return {name: placeholder_value(name, text, now) for name, text in texts.items()}


def _plain(value: object) -> str:
    """Return a value as it is typed."""
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def _set(name: str, value: object, now: datetime) -> Any:  # noqa: ANN401  what a placeholder takes
    """Parse a value of the settings. Raise `SettingsError` where the placeholder does not take it."""
    if isinstance(value, list) and gap(name).kind == "list" and all(isinstance(each, str) for each in value):
        return value
    try:
        return placeholder_value(name, str(value), now)
    except ReturnsError as error:
        raise SettingsError("settings.toml", f"[letters] {name}: {error.message()}") from error
