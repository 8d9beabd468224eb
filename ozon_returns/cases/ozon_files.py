"""Import of Ozon's reports as files: returns, accruals, orders; which of them a table is, its headings tell."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from ozon_returns.cases.accruals_import import take_accruals
from ozon_returns.cases.report_import import take_report
from ozon_returns.errors.file import FileRefusedError
from ozon_returns.products.deliveries import Taken, keep_deliveries
from ozon_returns.settings import Settings
from ozon_returns.sources.near_report import missing_columns
from ozon_returns.sources.ozon_accruals import accruals
from ozon_returns.sources.ozon_orders import Sold, sold_units_of
from ozon_returns.sources.ozon_report import report_rows
from ozon_returns.sources.record import ShopLine
from ozon_returns.sources.table_file import TABLES, table_rows
from ozon_returns.store.ozon_facts import units_from_ozon
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Store, Writing
from ozon_returns.words import _, format_day

_NAMED = 5


def take_ozon_file(path: Path, settings: Settings, store: Store, skipped: list[dict[str, Any]], *, dry_run: bool) -> Taken | None:
    """Import a report of Ozon's, and add its bad rows to those skipped; return `None` for any other file.

    Raise `FileRefusedError` for what looks like a report but lacks a column.
    """
    if path.suffix.lower() not in TABLES or not path.is_file():
        return None
    for take in (_returns, _accruals, _orders):
        found = take(path, settings, store, skipped, dry_run=dry_run)
        if found is not None:
            return found
    with table_rows(path) as rows:
        lacking = missing_columns(rows)
    if lacking:
        raise FileRefusedError(str(path), [lacking])
    return None


def _returns(path: Path, settings: Settings, store: Store, skipped: list[dict[str, Any]], *, dry_run: bool) -> Taken | None:
    """Import a report of returns."""
    with table_rows(path) as rows:
        found = report_rows(rows, settings.headings, store.now)
        if found is None:
            return None
        synced, bad = take_report(found, settings.reasons, store, dry_run=dry_run)
    skipped += [{"file": str(path), "row": each.line, "why": each.why} for each in bad]
    notes = [_("Returns that are no matter of quality: {n}.").format(n=synced.kept)] if synced.kept else []
    return Taken(synced.added, synced.updated, synced.unchanged, notes=notes)


def _accruals(path: Path, _settings: Settings, store: Store, skipped: list[dict[str, Any]], *, dry_run: bool) -> Taken | None:
    """Import a report of accruals."""
    with table_rows(path) as rows:
        found = accruals(rows, store.now)
        if found is None:
            return None
        taken = take_accruals(found, store, path.name, dry_run=dry_run)
    skipped += [{"file": str(path), "row": each.line, "why": each.why} for each in taken.bad]
    if taken.without_case:
        taken.notes.append(_("Accruals for returns that are no case: {n}.").format(n=taken.without_case))
    return taken


def _orders(path: Path, settings: Settings, store: Store, skipped: list[dict[str, Any]], *, dry_run: bool) -> Taken | None:
    """Import a report of orders as units delivered."""
    with table_rows(path) as rows:
        sold = sold_units_of(rows, settings.headings, store.now)
    if sold is None:
        return None
    taken = Taken()
    skipped += [{"file": str(path), "row": line, "why": why} for line, why in sold.bad]
    with store.writing() as writing:
        lines, instead_of, better_known = _fitting(writing, sold)
        keep_deliveries(writing, lines, taken, file=path.name, instead_of=instead_of)
        if dry_run:
            writing.forget()
    taken.notes += _left_out(sold) + better_known
    return taken


def _fitting(writing: Writing, sold: Sold) -> tuple[list[ShopLine], list[DeliveryRow], list[str]]:
    """Return the units that fit beside those that are known, the rows that they stand instead of, and a note on the others.

    Units of a product and a week of which nothing more is known give way to a file that has at least as many ordered; they stay where they
    are more, or of other days, as the file may have only a part of them. So do units of the same kind that were more before, and those that
    Ozon's API has told by scheme and warehouse.
    """
    held: defaultdict[str, list[DeliveryRow]] = defaultdict(list)
    for row in writing.rows(DeliveryRow):
        held[row.sku].append(row)
    of_ozon = units_from_ozon(writing.connection)
    lines: list[ShopLine] = []
    left: list[ShopLine] = []
    instead_of: list[DeliveryRow] = []
    for line in sold.lines():
        facts = line.facts
        first, last = facts["from"], facts["to"]
        near = [row for row in held[facts["sku"]] if row.first <= last and first <= row.last]
        same = [row for row in near if (row.first, row.last) == (first, last)]
        general = [row for row in near if not (row.scheme or row.warehouse or row.carrier or row.batch or row.supplier)]
        is_general = not (facts.get("scheme") or facts.get("warehouse"))
        fits = (
            len(same) == len(near)
            and not (is_general and len(general) < len(same))
            and all(row in general or row.id not in of_ozon for row in near)
            and all(row.units <= sold.ordered[facts["sku"], first] for row in general)
        )
        less = any(
            (row.scheme, row.warehouse) == (facts.get("scheme"), facts.get("warehouse")) and row.units > facts["units"] for row in same
        )
        (lines if fits and not less else left).append(line)
        instead_of += general if fits and not less and not is_general else []
    if not left:
        return lines, instead_of, []
    named = "; ".join(f"{each.facts['sku']}, {format_day(each.facts['from'])}" for each in left[:_NAMED])
    told = _("Units of products and weeks that were left as they are, because more or other days of them are known: {n} ({named}).")
    return lines, instead_of, [told.format(n=len(left), named=named)]


def _left_out(sold: Sold) -> list[str]:
    """Return a note on the weeks of orders that are not counted."""
    left = sold.weeks()[1]
    if not left:
        return []
    named = ", ".join(format_day(each) for each in left[-_NAMED:])
    told = _("Weeks that were left out, because the file may have only a part of them or units are on the way: {n}, the last from {days}.")
    notes = [told.format(n=len(left), days=named)]
    if sold.other:
        states = ", ".join(f"«{each}» ({count})" for each, count in sold.other.most_common(_NAMED))
        notes.append(_("Rows that count as on the way, as they are neither «Доставлен» nor cancelled: {states}.").format(states=states))
    return notes
