"""The money report: what defects cost by kind and liable party, and what was asked of others, granted, paid and taken back."""

from decimal import Decimal

from ozon_returns.reports.report import Column, ColumnKind, Drawing, Report, Section, Shape
from ozon_returns.store.money_flow import funnels, recovered, refusals, spent
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest, totals
from ozon_returns.vocabulary.activity import Addressee, CostKind, Payer, Situation
from ozon_returns.vocabulary.case import CURRENCY, Liable
from ozon_returns.words import N_

MOST_REFUSALS = 20
"""So many refusals are quoted, the last ones."""

_NOTHING = Decimal(0)


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the money of a period."""
    period = asked.period
    now, then, every = totals(reading, period), totals(reading, asked.previous), funnels(reading, period)
    figures = {
        "cost": now.cost,
        "recovered": now.recovered,
        "net_cost": now.net,
        "currency": CURRENCY,
        "asked": sum((each.asked for each in every), _NOTHING),
        "granted": sum((each.granted for each in every), _NOTHING),
        "paid": sum((each.paid for each in every), _NOTHING),
        "taken_back": sum((each.taken_back for each in every), _NOTHING),
        "tickets": sum(each.tickets for each in every),
        "refused": sum(each.refused for each in every),
        "undecided": sum(each.undecided for each in every),
    }
    rows = [(N_("Cost"), now.cost, then.cost), (N_("Recovered"), now.recovered, then.recovered), (N_("Net cost"), now.net, then.net)]
    columns = (
        Column("figure", N_("Metric"), ColumnKind.SENTENCE),
        Column("now", N_("This period")),
        Column("before", N_("Previous period")),
    )
    sections = [_costs(reading, asked), _recovered(reading, asked), _funnel(reading, asked), _refusals(reading, asked)]
    return Report("money", N_("Money"), period, asked.as_of, figures, Section("figures", "", columns, rows), sections)


def _costs(reading: Reading, asked: ReportRequest) -> Section:
    """Return what was spent."""
    columns = (
        Column("kind", N_("Kind"), ColumnKind.TEXT, CostKind),
        Column("liable", N_("Liable"), ColumnKind.TEXT, Liable),
        Column("cases", N_("Cases")),
        Column("amount", N_("Cost"), ColumnKind.MONEY),
    )
    return Section(
        "costs", N_("What it cost"), columns, [tuple(each) for each in spent(reading, asked.period)], Drawing(Shape.BARS, "amount")
    )


def _recovered(reading: Reading, asked: ReportRequest) -> Section:
    """Return what came back."""
    columns = (
        Column("payer", N_("From whom"), ColumnKind.TEXT, Payer),
        Column("cases", N_("Cases")),
        Column("amount", N_("Recovered"), ColumnKind.MONEY),
    )
    return Section("recovered", N_("What came back"), columns, recovered(reading, asked.period), Drawing(Shape.BARS, "amount"))


def _funnel(reading: Reading, asked: ReportRequest) -> Section:
    """Return what became of what was asked."""
    columns = (
        Column("addressee", N_("Asked of"), ColumnKind.TEXT, Addressee),
        Column("situation", N_("About"), ColumnKind.TEXT, Situation),
        Column("tickets", N_("Tickets"), detail=True),
        Column("asked", N_("Asked"), ColumnKind.MONEY),
        Column("won", N_("Won"), detail=True),
        Column("granted", N_("Granted"), ColumnKind.MONEY),
        Column("paid", N_("Paid"), ColumnKind.MONEY),
        Column("taken_back", N_("Taken back"), ColumnKind.MONEY, detail=True),
        Column("refused", N_("Refusals that stand")),
        Column("undecided", N_("Open"), detail=True),
    )
    return Section("asked", N_("What was asked of others"), columns, [tuple(each) for each in funnels(reading, asked.period)])


def _refusals(reading: Reading, asked: ReportRequest) -> Section:
    """Return why tickets were refused."""
    columns = (Column("case", N_("Case")), Column("ticket", N_("Ticket")), Column("words", N_("Words of the refusal"), ColumnKind.TEXT))
    return Section("refusals", N_("Refusals"), columns, refusals(reading, asked.period, MOST_REFUSALS))
