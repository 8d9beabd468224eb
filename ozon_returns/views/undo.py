"""Describe in one sentence per case what an undo changes."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.money import format_money as money
from ozon_returns.money import from_kopecks
from ozon_returns.store.journal import Journal, Rows
from ozon_returns.store.undo import LastChange, Undoable
from ozon_returns.views.cases import formatted
from ozon_returns.vocabulary import activity
from ozon_returns.vocabulary.case import Defect, Milestone, Status
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, n_, name

_MONEY: dict[str, tuple[str, type[StrEnum]]] = {"cost": ("kind", activity.CostKind), "recovery": ("payer", activity.Payer)}
_NAMED: dict[str, tuple[str, type[StrEnum]]] = {
    "defect": ("kind", Defect),
    "demand": ("kind", activity.DemandKind),
    "decision": ("kind", activity.DecisionKind),
    "fulfillment": ("kind", activity.FulfillmentKind),
    "offer": ("kind", activity.OfferKind),
    "action": ("kind", activity.ActionKind),
    "milestone": ("kind", Milestone),
}
_LONGEST = 60


def sentences(change: LastChange) -> list[str]:
    """Return a sentence for each case on what undoing a change means; further cases are only counted."""
    told = [_sentence(each, change.rows.get(each.case, {})) for each in change.shown]
    rest = len(change.ids) - len(told)
    return [*told, *([_("... and {n} more").format(n=rest)] if rest else [])]


def _sentence(told: Undoable, now: Rows) -> str:
    """Return the sentence for one case, or for the deliveries."""
    if told.case is None:
        return _("Deliveries: restored to the state before {event}.").format(event=name(EventKind(told.kind)))
    journal = told.rows or {}
    head = _("Case {number}").format(number=told.case) + ": "
    if journal.get("case", {}).get("added"):
        return head + _("removed with everything that belongs to it; its number is not reused")
    taken: list[str] = []
    added: list[str] = []
    for table, parts in journal.items():
        if table != "case":
            taken += _lines(table, [now[table][key] for key in parts.get("added", ()) if key in now.get(table, {})])
            added += _lines(table, parts.get("taken", ()))
    said_of = [*_changes(journal, now)]
    if journal.get("case", {}).get("taken"):
        said_of.append(_("restored as it was"))
    said_of += [_("removed: {what}").format(what=", ".join(taken))] if taken else []
    said_of += [_("restored: {what}").format(what=", ".join(added))] if added else []
    turned = sorted(table for table, each in journal.items() if table != "case" and each.get("changed"))
    said_of += [_("reverted: {what}").format(what=", ".join(_table(table, 0) for table in turned))] if turned else []
    return head + ("; ".join(said_of) or name(EventKind(told.kind)))


def _changes(journal: Journal, now: Rows) -> list[str]:
    """Return the fields of the case that get their old values back, the status first."""
    old: dict[str, Any] = next(iter(journal.get("case", {}).get("changed", {}).values()), {})
    row = next(iter(now.get("case", {}).values()), {})
    found = []
    if "status" in old:
        found.append(f"{name(Status(row['status']))} → {name(Status(old['status']))}")
    shown = [each for each in CASE if each.label and each.kind not in (Kind.MOMENT, Kind.TEXTS) and each.name in old]
    return [*found, *(f"{_(each.label)}: {_value(each, row.get(each.name))} → {_value(each, old[each.name])}" for each in shown)]


def _value(field: Field, value: object) -> str:
    """Return a stored value of a field, shortened."""
    if field.kind is Kind.MONEY and isinstance(value, int):
        return money(from_kopecks(value))
    text = " ".join(formatted(field.name, value).split()) or "—"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _lines(table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Describe rows: money with its amount, rows with a kind by it, others by their count."""
    if not rows:
        return []
    if table in _MONEY:
        column, vocabulary = _MONEY[table]
        return [f"{name(vocabulary(row[column]))} {money(from_kopecks(row['amount']))}" for row in rows]
    if table in _NAMED:
        column, vocabulary = _NAMED[table]
        return [name(vocabulary(row[column])) for row in rows]
    return [_table(table, len(rows))]


def _table(table: str, count: int) -> str:
    """Return the name of a table with a row count; with 0, only the name."""
    named = {
        "photo": n_("{n} photo", "{n} photos", count),
        "letter": n_("{n} letter", "{n} letters", count),
        "ticket": n_("{n} ticket", "{n} tickets", count),
        "answer": n_("{n} message", "{n} messages", count),
        "feedback": n_("{n} feedback entry", "{n} feedback entries", count),
    }
    bare = {
        "photo": _("photos"),
        "letter": _("letters"),
        "ticket": _("tickets"),
        "answer": _("messages"),
        "demand": _("demands"),
        "decision": _("decisions"),
        "fulfillment": _("fulfillments"),
        "offer": _("offers"),
        "action": _("actions"),
        "milestone": _("dates"),
    }
    return (named if count else bare).get(table, table)
