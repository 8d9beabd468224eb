"""How defects may have come about: a shop for each way, with the answer written down first."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.period import Period
from ozon_returns.reports.contrast import Contrast
from ozon_returns.reports.hypotheses import _stands_out
from ozon_returns.reports.suspects import Suspect
from ozon_returns.store.reading import Reading
from ozon_returns.store.traces import traces
from tests.conftest import BOOK, NOW, Run
from tests.flow.test_trend import table

FIRST = date(2026, 4, 6)
"""The Monday of the first of 33 whole weeks before that of `NOW`."""

Told = dict[str, Any]


def shop(defect: Callable[[int], Told], delivered: Callable[[int, int], Told], *, bad: int = 5) -> str:
    """Return a shop of five products; of one, since week 28, there are more defects; what is known of units goes round by their number."""
    cases, sold = ["cases:"], ["deliveries:"]
    for week in range(33):
        monday = FIRST + timedelta(weeks=week)
        for sku in range(5):
            for part in range(2):
                told: Told = {"sku": str(sku), "from": monday, "to": monday + timedelta(days=6), "units": 50, **delivered(part, week)}
                if part == 0 or delivered(0, week) != delivered(1, week):
                    sold.append("- {" + ", ".join(f'{name}: "{value}"' for name, value in told.items()) + "}")
                for no in range(bad if sku == 0 and week >= 28 else week % 2):
                    day = monday + timedelta(days=no)
                    own = defect(no) if sku == 0 else {}
                    case: dict[str, Any] = {
                        "key": f"{week}-{sku}-{part}-{no}",
                        "product": "P",
                        "sku": str(sku),
                        "posting": f"{week}-{no}",
                        "stage": "buyer",
                    }
                    case |= {"found_at": day, **delivered(part, week), **own}
                    lists = {name: case.pop(name) for name in ("defects",) if name in case}
                    words = [f'{name}: "{value}"' for name, value in case.items()] + [f"{name}: {value}" for name, value in lists.items()]
                    cases.append("- {" + ", ".join([*words, f'dates: [{{kind: delivered, at: "{day}"}}]']) + "}")
    return "\n".join([*cases, *sold])


@pytest.mark.parametrize(
    ("origin", "defect", "missing"),
    [
        ("transport", lambda _no: {"defects": "[packaging, dent]"}, "carrier="),
        ("picking", lambda _no: {"defects": "[wrong_item]", "scheme": "fbs"}, ""),
        ("listing", lambda _no: {"defects": "[other]", "claimed_reason": "Товар не соответствует описанию"}, "batch="),
        ("resale", lambda no: {"defects": "[used]", "serial": f"S{no}"}, ""),
    ],
)
def test_what_discriminates_tells_how_it_came_about_and_what_would_decide(
    run: Run, origin: str, defect: Callable[[int], Told], missing: str
) -> None:
    assert run("import", "-", typed=shop(defect, lambda _part, _week: {})).exit == 0
    report = run("analyze", "cause", "--json").json["report"]
    assert [(each["dimension"], each["value"]) for each in report["advice"]] == [("sku", "0")]
    ways = table(report, "hypotheses")
    assert (ways[0]["of"], ways[0]["origin"]) == ("0", origin)
    assert ways[0]["for"] or missing
    assert missing in ways[0]["missing"]
    assert (ways[0]["missing"] == "") is (missing == "")
    shown = run("analyze", "cause", "--lang", "ru").out
    assert "Как это могло получиться" in shown


def test_one_carrier_and_a_broken_box_are_transport_in_every_batch(run: Run) -> None:
    told = shop(lambda _no: {"defects": "[packaging]"}, lambda part, week: {"carrier": f"K{part}", "batch": f"B{week % 2}"})
    lines = [
        each for each in told.splitlines() if not ('sku: "0"' in each and 'carrier: "K0"' in each and "key" in each and "-0-0-" in each)
    ]
    assert len(lines) < len(told.splitlines())
    assert run("import", "-", typed="\n".join(lines)).exit == 0
    ways = table(run("analyze", "cause", "--json").json["report"], "hypotheses")
    assert ways[0]["origin"] == "transport"
    assert "the box is damaged" in ways[0]["for"]


def test_where_nobody_has_looked_the_box_is_what_would_decide(run: Run) -> None:
    run("import", "-", typed=shop(lambda _no: {}, lambda part, week: {"carrier": f"K{part}", "batch": f"B{week % 2}"}))
    report = run("analyze", "cause", "--json", now=NOW).json["report"]
    ways = {each["origin"]: each for each in table(report, "hypotheses")}
    assert "inspect packaging=PHOTO --case" in ways["transport"]["missing"] if "transport" in ways else ways
    assert all(each["for"] for each in ways.values()), "a way for which nothing speaks is not named"


def test_one_of_many_stands_out_only_if_that_is_more_than_chance_among_them() -> None:
    suspect = Suspect("sku", "1", "1", "past", made(0.001), 0.01)
    assert _stands_out("batch", suspect, [("batch", "A", made(0.03)), ("batch", "B", made(0.5))]) is False
    assert _stands_out("batch", suspect, [("batch", "A", made(0.02)), ("batch", "B", made(0.5))]) is True
    assert _stands_out("batch", suspect, [("carrier", "K", made(0.001))]) is None


def made(p: float) -> Contrast:
    """Return a contrast with a chance."""
    return Contrast(9, 100, 0.09, 0.03, 3.0, 1.1, 8.0, 6.0, p, 0.0)


def test_only_the_later_case_of_an_item_has_come_back(run: Run, home: Path) -> None:
    told = "product: P, sku: '1', stage: buyer, serial: S1, posting"
    run("import", "-", typed=f"cases:\n- {{key: a, {told}: p1, found_at: 2026-11-02}}\n- {{key: b, {told}: p2, found_at: 2026-11-09}}")
    with Reading(home / "cases.db", BOOK, NOW) as reading:
        found = traces(reading, ["1"], Period(NOW - timedelta(weeks=8), NOW, ""))
    assert [(each.case, each.came_back, each.is_identified) for each in found] == [(1, False, True), (2, True, True)]


def test_a_dent_of_the_item_is_no_damaged_box(run: Run) -> None:
    run("import", "-", typed=shop(lambda _no: {"defects": "[dent]"}, lambda _part, _week: {}))
    ways = table(run("analyze", "cause", "--json").json["report"], "hypotheses")
    assert not any("the box is damaged" in each["for"] for each in ways)
