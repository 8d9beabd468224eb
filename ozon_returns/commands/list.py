"""List cases, one per line."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def list_cases(
    ctx: typer.Context,
    filters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILTER]...",
            help=N_("Such as status:open product:kettle defect:crack due:2d price:1000.. since:-30d, or words to look for."),
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help=N_("Sort by number, found, due, price, net, product or status; -FIELD reverses the order.")),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, max=1_000_000_000, metavar="N", help=N_("Show at most N; 0 shows all."))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("As it was then."))] = None,
) -> Answer:
    """Run the command."""
    from decimal import Decimal

    from ozon_returns.money import format_money
    from ozon_returns.store.due import counted, owed
    from ozon_returns.store.where import sort as order
    from ozon_returns.views import cases as view
    from ozon_returns.views.due import overdue_told
    from ozon_returns.vocabulary.case import CURRENCY

    app: App = ctx.obj
    where = app.where(filters or [])
    if sort:
        order(where, sort)
    where.limit = limit or -1
    with app.reading(app.moment(as_of, ends=True)) as reading:
        late = counted(reading, reading.now)
        found, total = reading.cases(where) if app.as_json else reading.cases(where, ())
        money = owed(reading, [each["number"] for each in found]) if where.owed else []
    notes = overdue_told(late)
    if not total:
        notes += [
            _("No cases match.")
            if filters
            else _("There are no cases yet. Open one: ozon-returns inspect PHOTO --product NAME --defect crack")
        ]
    elif len(found) < total:
        notes += [_("Shown: {shown} of {total}.").format(shown=len(found), total=total)]
    shown = view.owed_table(money) if where.owed else view.table(found, app.now)
    document: dict[str, object] = {
        "cases": [view.document(each, ("photos", "letters", "history")) for each in found] if app.as_json else [],
        "total": total,
    }
    if where.owed:
        coming = sum((each["amount"] for each in money), Decimal(0))
        document |= {"owed": money, "owed_sum": coming, "currency": CURRENCY}
        notes += [_("Total outstanding: {sum}.").format(sum=format_money(coming))] if money else []
    return Answer(document, [shown] if found else [], notes=[] if app.as_json else notes)
