"""Says in a sentence for each case what taking a change back means."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from ozon_returns import dealings, kinds
from ozon_returns.money import from_kopecks
from ozon_returns.money import show as money
from ozon_returns.store.journal import Journal, Rows
from ozon_returns.store.undoing import Told
from ozon_returns.views.cases import said
from ozon_returns.words import N_, _, n_, name

_FIELDS = {
    "outcome": N_("outcome"),
    "cause": N_("cause"),
    "suspected_cause": N_("suspected cause"),
    "liable": N_("liable"),
    "disposition": N_("the item"),
    "severity": N_("severity"),
    "stage": N_("found where"),
    "price": N_("price"),
    "product": N_("product"),
    "supplier": N_("supplier"),
    "batch": N_("batch"),
    "serial": N_("serial number"),
    "posting": N_("posting"),
    "quantity": N_("quantity"),
    "no_action": N_("no action"),
    "claimed_reason": N_("claimed reason"),
    "note": N_("note"),
}
"""The fields of a case whose change is told with its values; others go with these, or speak for themselves."""

_MONEY: dict[str, tuple[str, type[StrEnum]]] = {"cost": ("kind", dealings.CostKind), "recovery": ("payer", dealings.Payer)}
_NAMED: dict[str, tuple[str, type[StrEnum]]] = {
    "defect": ("kind", kinds.Defect),
    "offer": ("kind", dealings.Offer),
    "action": ("kind", dealings.ActionKind),
    "milestone": ("kind", kinds.Milestone),
}
_LONGEST = 60
_SHOWN = 10


def sentences(events: Sequence[Told], rows: Mapping[int | None, Rows]) -> list[str]:
    """Say for each case what taking a change back means; after some only count them."""
    told = [_sentence(each, rows.get(each.case, {})) for each in reversed(events)]
    more = [_("... and {n} more").format(n=len(told) - _SHOWN)] if len(told) > _SHOWN else []
    return [*told[:_SHOWN], *more]


def _sentence(told: Told, now: Rows) -> str:
    """Say what it means for one case, or for the deliveries."""
    if told.case is None:
        return _("Deliveries: they are as they were before {event}.").format(event=name(dealings.EventKind(told.kind)))
    journal = told.rows or {}
    head = _("Case {number}").format(number=told.case) + ": "
    if journal.get("case", {}).get("added"):
        return head + _("taken out with all that belongs to it; its number is not used again")
    taken: list[str] = []
    added: list[str] = []
    for table, parts in journal.items():
        if table != "case":
            taken += _lines(table, [now.get(table, {}).get(key, {}) for key in parts.get("added", ())])
            added += _lines(table, parts.get("taken", ()))
    said_of = [*_changes(journal, now)]
    if journal.get("case", {}).get("taken"):
        said_of.append(_("put back as it was"))
    said_of += [_("taken out: {what}").format(what=", ".join(taken))] if taken else []
    said_of += [_("put back: {what}").format(what=", ".join(added))] if added else []
    turned = sorted(table for table, each in journal.items() if table != "case" and each.get("changed"))
    said_of += [_("as before: {what}").format(what=", ".join(_table(table, 0) for table in turned))] if turned else []
    return head + ("; ".join(said_of) or name(dealings.EventKind(told.kind)))


def _changes(journal: Journal, now: Rows) -> list[str]:
    """Say which fields of the case get their old values back, the status first."""
    old: dict[str, Any] = next(iter(journal.get("case", {}).get("changed", {}).values()), {})
    row = next(iter(now.get("case", {}).values()), {})
    found = []
    if "status" in old:
        found.append(f"{name(kinds.Status(row['status']))} → {name(kinds.Status(old['status']))}")
    for field, label in _FIELDS.items():
        if field in old:
            found.append(f"{_(label)}: {_value(field, row.get(field))} → {_value(field, old[field])}")
    return found


def _value(field: str, value: object) -> str:
    """Write a value of a case shortly."""
    if field == "price" and isinstance(value, int):
        return money(from_kopecks(value))
    text = " ".join(said(field, value).split()) or "—"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _lines(table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name rows: money with its amount, what has a kind by it, others by their count."""
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
    """Count the rows of a table; with 0, only name them."""
    named = {
        "photo": n_("{n} photo", "{n} photos", count),
        "letter": n_("{n} letter", "{n} letters", count),
        "ticket": n_("{n} ticket", "{n} tickets", count),
        "answer": n_("{n} message", "{n} messages", count),
        "feedback": n_("{n} word of the buyer", "{n} words of the buyer", count),
    }
    bare = {
        "photo": _("photos"),
        "letter": _("letters"),
        "ticket": _("tickets"),
        "answer": _("messages"),
        "offer": _("offers"),
        "action": _("actions"),
        "milestone": _("dates"),
    }
    return (named if count else bare).get(table, table)
