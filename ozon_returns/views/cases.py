"""How cases are shown: as JSON, and one line each in a list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from ozon_returns.field import Kind
from ozon_returns.fields import BY_NAME, CASE
from ozon_returns.money import format_money as money
from ozon_returns.store.due import SOON, Owed
from ozon_returns.store.read_models import Case
from ozon_returns.views.answer import Table, Tone
from ozon_returns.vocabulary import activity
from ozon_returns.vocabulary.case import Scheme
from ozon_returns.words import _, format_day, format_moment, name

_BEYOND = ("demands", "decisions", "offers", "fulfillments", "dates")
ORDER = (
    *(each.name for each in CASE if each.contract and not each.derived),
    *("photos", "letters", "tickets", "costs", "recovered"),
    *(each.name for each in CASE if each.contract and each.derived),
    *("actions", "feedback", "clocks", "history"),
    *(each.name for each in CASE if not each.contract),
    *_BEYOND,
)
"""The order of the keys of a case in JSON: what the contract names, then what goes beyond it."""


def document(case: Case, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """Return a case as JSON shows it, without the lists named in `leave_out`."""
    told = cast("Mapping[str, Any]", case)
    return {each: told[each] for each in ORDER if each not in leave_out}


def formatted(field: str, value: Any) -> str:  # noqa: ANN401  any field of a case
    """Return the value of a field of a case as text for a person; empty where it is unknown."""
    known = BY_NAME[field]
    if value in (None, [], ""):
        return ""
    if known.vocabulary:
        labels = [name(known.vocabulary(each)) for each in (value if known.kind is Kind.MEMBERS else [value])]
        return str(value).upper() if known.vocabulary is Scheme else ", ".join(labels)
    if known.kind is Kind.TEXTS:
        return "\n".join(f"{position}. {each}" for position, each in enumerate(value, 1))
    if known.kind is Kind.MONEY:
        return money(value)
    if known.kind is Kind.FLAG:
        return name(activity.YesNo.YES if value else activity.YesNo.NO)
    return format_moment(value) if isinstance(value, datetime) else str(value)


def title(case: Case) -> str:
    """Return the name of the item: the product, or another identifier."""
    return " ".join(str(case["product"] or case["article"] or case["sku"] or case["posting"] or case["return_id"] or "").split())


def table(cases: Sequence[Case], now: datetime) -> Table:
    """Return a table with one case per line, in the colour of its next deadline, or of the money that others owe."""
    columns = [_("No."), _("Status"), _("Found"), _("Product"), _("Defects"), _("Cause"), _("Net")]
    rows = [
        [
            str(case["number"]),
            formatted("status", case["status"]),
            format_day(case["found_at"]),
            title(case),
            formatted("defects", case["defects"]),
            formatted("cause", case["cause"] or case["suspected_cause"]),
            money(case["net_cost"]),
        ]
        for case in cases
    ]
    return Table(columns, rows, right=frozenset({0, 6}), spare=(5, 2), cut=frozenset({3, 4}), tones=[_tone(case, now) for case in cases])


def _tone(case: Case, now: datetime) -> Tone | None:
    """Return what the colour of a case in a list means."""
    if case["due_at"] and case["due_at"] <= now + SOON:
        return Tone.LATE if case["due_at"] < now else Tone.SOON
    return Tone.OWED if case["owed"] else None


def owed_table(owed: Sequence[Owed]) -> Table:
    """Return a table of money owed: by whom, since when, promised, arrived and outstanding."""
    columns = [_("No."), _("Owed by"), _("Number"), _("Since"), _("Promised"), _("Arrived"), _("Outstanding"), _("Next check")]
    rows = [
        [
            str(each["case"]),
            name(activity.Addressee(each["from"])),
            each["number"] or "",
            format_day(each["since"]) if each["since"] else "",
            money(each["promised"]),
            money(each["arrived"]),
            money(each["amount"]),
            format_day(each["next_check"]) if each["next_check"] else "",
        ]
        for each in owed
    ]
    return Table(columns, rows, right=frozenset({0, 4, 5, 6}))


def headline(case: Case) -> str:
    """Return a one-line summary of a case."""
    parts = [title(case), formatted("defects", case["defects"]), formatted("status", case["status"])]
    return _("Case {number}").format(number=case["number"]) + ": " + " · ".join(part for part in parts if part)
