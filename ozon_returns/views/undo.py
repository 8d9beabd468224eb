"""Describe in one sentence per case what an undo changes."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.money import format_money as money
from ozon_returns.money import from_kopecks
from ozon_returns.store.journal import Journal, Rows
from ozon_returns.store.undo import LastChange, Undoable
from ozon_returns.views.cases import formatted
from ozon_returns.vocabulary import action, activity
from ozon_returns.vocabulary.case import Defect, Milestone, Scheme, Status
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import N_, _, n_, name

_MONEY: dict[str, tuple[str, type[StrEnum]]] = {"cost": ("kind", activity.CostKind), "recovery": ("payer", activity.Payer)}
_NAMED: dict[str, tuple[str, type[StrEnum]]] = {
    "defect": ("kind", Defect),
    "demand": ("kind", activity.DemandKind),
    "decision": ("kind", activity.DecisionKind),
    "fulfillment": ("kind", activity.FulfillmentKind),
    "offer": ("kind", activity.OfferKind),
    "action": ("kind", action.ActionKind),
    "milestone": ("kind", Milestone),
}
_LONGEST = 60


def sentences(change: LastChange, *, before: bool = False) -> list[str]:
    """Return a sentence for each case on what undoing a change did, or `before` it what it will do; further cases are only counted."""
    words = _WILL if before else _DID
    told: list[str] = []
    for each in change.shown:
        told += [_sentence(each, change.rows.get(each.case, {}), words), *_kept_at_ozon(change, each)]
    rest = len(change.ids) - len(change.shown)
    return [*told, *([_("... and {n} more").format(n=rest)] if rest else [])]


class _Tense(NamedTuple):
    """What is said of rows and cases that an undo takes out, puts back or changes."""

    deliveries: str
    gone: str
    back: str
    removed: str
    restored: str
    reverted: str


_DID = _Tense(
    N_("The shop (deliveries, products, lots): restored to the state before {event}."),
    N_("removed with everything that belongs to it; its number is not reused"),
    N_("restored as it was"),
    N_("removed: {what}"),
    N_("restored: {what}"),
    N_("reverted: {what}"),
)
_WILL = _Tense(
    N_("The shop (deliveries, products, lots): will be restored to the state before {event}."),
    N_("will be removed with everything that belongs to it; its number is not reused"),
    N_("will be restored as it was"),
    N_("will be removed: {what}"),
    N_("will be restored: {what}"),
    N_("will be reverted: {what}"),
)


def _sentence(told: Undoable, now: Rows, words: _Tense) -> str:
    """Return the sentence for one case, or for the deliveries."""
    if told.case is None:
        return _(words.deliveries).format(event=name(EventKind(told.kind)))
    journal = told.rows or {}
    head = _("Case {number}").format(number=told.case) + ": "
    if journal.get("case", {}).get("added"):
        return head + _(words.gone)
    taken: list[str] = []
    added: list[str] = []
    for table, parts in journal.items():
        if table != "case":
            taken += _lines(table, [now[table][key] for key in parts.get("added", ()) if key in now.get(table, {})])
            added += _lines(table, parts.get("taken", ()))
    said_of = [*_changes(journal, now)]
    if journal.get("case", {}).get("taken"):
        said_of.append(_(words.back))
    said_of += [_(words.removed).format(what=", ".join(taken))] if taken else []
    said_of += [_(words.restored).format(what=", ".join(added))] if added else []
    turned = sorted(table for table, each in journal.items() if table != "case" and each.get("changed"))
    said_of += [_(words.reverted).format(what=", ".join(_table(table, 0) for table in turned))] if turned else []
    return head + ("; ".join(said_of) or name(EventKind(told.kind)))


def _kept_at_ozon(change: LastChange, told: Undoable) -> list[str]:
    """Return what stays at Ozon of a case whatever is undone here: what was sent through its chat, what was decided there."""
    journal, now = told.rows or {}, change.rows.get(told.case, {})
    gone = {table: _gone(parts, now.get(table, {})) for table, parts in journal.items()}
    if journal.get("case", {}).get("added"):
        gone = {table: list(rows.values()) for table, rows in now.items()}
    said = []
    if any(row["how"] == activity.THROUGH_OZON and row["direction"] == activity.Direction.OUT for row in gone.get("letter", ())):
        said.append(_("Case {number}: what was sent through Ozon's chat stays with the buyer."))
    if gone.get("decision") and any(row["scheme"] == Scheme.RFBS for row in now.get("case", {}).values()):
        said.append(_("Case {number}: if the claim was decided at Ozon too, it stays decided there."))
    return [each.format(number=told.case) for each in said]


def _gone(parts: Mapping[str, Any], now: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the rows that an undo takes out, and those that it makes unsent."""
    unsent = [key for key, old in parts.get("changed", {}).items() if "how" in old]
    return [now[key] for key in (*parts.get("added", ()), *unsent) if key in now]


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
        "payment": n_("{n} payment", "{n} payments", count),
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
        "cost": _("costs"),
        "recovery": _("money recovered"),
        "payment": _("payments"),
    }
    return (named if count else bare).get(table, table)
