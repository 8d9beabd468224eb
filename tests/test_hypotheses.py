"""How defects may have come about: a shop for each way, with the answer written down first."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import NOW, Run
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
