"""The figures of reports equal those worked out anew from the exported cases, for generated stores."""

import json
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MOSCOW, NOW, Run

FIRST = date(2026, 6, 1)
"""The Monday of the first of 26 weeks that end with that of the fixed now."""

DAYS = st.integers(0, 174).map(lambda days: FIRST + timedelta(days=days))
CAUSES = ("production", "transport", "unknown", "swap", "no_defect", None)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a case of a file."""
    found = draw(DAYS)
    told: dict[str, Any] = {
        "key": draw(st.uuids().map(str)),
        "product": "Чашка",
        "found_at": found.isoformat(),
        "quantity": draw(st.integers(1, 3)),
    }
    told |= {
        "sku": draw(st.sampled_from(["1", "2"])),
        "supplier": draw(st.sampled_from(["A", "B", None])),
        "cause": draw(st.sampled_from(CAUSES)),
    }
    told["stage"] = draw(st.sampled_from(["buyer", "return", "warehouse", None]))
    if draw(st.booleans()):
        told["posting"] = f"{draw(st.integers(1, 10**6))}-1"
    if draw(st.booleans()):
        delivered = found - timedelta(days=draw(st.integers(0, 20)))
        told["dates"] = [{"kind": "delivered", "at": delivered.isoformat()}]
    amounts = draw(st.lists(st.integers(1, 500_000), max_size=2))
    told["costs"] = [{"kind": "refund", "amount": f"{each / 100:.2f}", "at": found.isoformat()} for each in amounts]
    return {name: value for name, value in told.items() if value is not None}


@st.composite
def deliveries(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw deliveries by week."""
    weeks = draw(st.lists(st.tuples(st.integers(0, 25), st.sampled_from(["1", "2"])), unique=True, max_size=20))
    return [
        {
            "sku": sku,
            "from": (FIRST + timedelta(weeks=week)).isoformat(),
            "to": (FIRST + timedelta(weeks=week, days=6)).isoformat(),
            "units": draw(st.integers(1, 300)),
        }
        for week, sku in weeks
    ]


def gone(line: Mapping[str, Any]) -> float:
    """Return the units of a line of a week that were delivered up to the day of `NOW`."""
    days = min(7, (NOW.date() - date.fromisoformat(line["from"])).days + 1)
    return float(line["units"] * days / 7)


def day(text: str) -> date:
    """Return the seller's day of an exported moment."""
    return datetime.fromisoformat(text).astimezone(MOSCOW).date()


def belongs(case: Mapping[str, Any]) -> date:
    """Return the day to which a defect belongs: of its delivery, else of its finding."""
    return day(next((each["at"] for each in case.get("dates", ()) if each["kind"] == "delivered"), case["found_at"]))


def reached(case: Mapping[str, Any]) -> bool:
    """Return whether an item reached a buyer."""
    return case.get("stage") in ("buyer", "return") if case.get("stage") else bool(case.get("posting") or case.get("return_id"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(cases(), min_size=1, max_size=25, unique_by=lambda case: case["key"]), deliveries())
def test_the_figures_are_those_of_the_exported_cases(run: Run, told: list[dict[str, Any]], sold: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:

        def asked(*words: str) -> Any:  # noqa: ANN401
            said = run(
                *words, "--home", folder, typed=json.dumps({"cases": told, "deliveries": sold}, ensure_ascii=False), now=NOW, named=False
            )
            assert said.exit == 0, said.err
            return said

        asked("import", "-")
        every = json.loads(asked("export", "--format", "json").out)["cases"]
        summary, trend, money, quality = (
            asked("analyze", *words, "--json").json["report"]
            for words in (("--from", "2026-06-01"), ("trend",), ("money", "--from", "2026-06-01"), ("quality", "--from", "2026-06-01"))
        )
    spent = sum((Decimal(line["amount"]) for case in every for line in case.get("costs", ())), Decimal(0))
    assert (summary["figures"]["cases"], summary["figures"]["units"]) == (len(every), sum(case["quantity"] for case in every))
    assert Decimal(summary["figures"]["cost"]) == Decimal(money["figures"]["cost"]) == spent
    claims = [case for case in every if reached(case)]
    total = sum(case["quantity"] for case in claims if belongs(case) >= FIRST)
    units = round(sum(gone(each) for each in sold))
    figures = trend["figures"]
    assert (figures["claimed"], figures["units"]) == (total, units or None)
    founded = {"production", "transport"}
    assert figures["confirmed"] == sum(case["quantity"] for case in claims if belongs(case) >= FIRST and case.get("cause") in founded)
    sold_in = {(each["sku"], date.fromisoformat(each["from"])) for each in sold}
    counted = sum(case["quantity"] for case in claims if (case["sku"], belongs(case) - timedelta(days=belongs(case).weekday())) in sold_in)
    assert figures["counted"] == counted
    if units:
        among = max(figures["exposed"], counted)
        assert figures["exposed"] == units or figures["lags"] >= 20, "as long as no lags are known, all units count"
        assert figures["rate"] == round(counted / among, 6)
        share, z, units, total = counted / among, 1.959963984540054, among, counted
        middle, half = (
            (share + z * z / (2 * units)) / (1 + z * z / units),
            z / (1 + z * z / units) * sqrt(share * (1 - share) / units + z * z / (4 * units**2)),
        )
        assert abs(figures["low"] - (middle - half if total else 0)) < 1e-6
        assert abs(figures["high"] - min(1, middle + half)) < 1e-6 or total >= units
    for row in trend["tables"][0]["rows"]:
        monday = datetime.strptime(f"{row[0]}-1", "%G-W%V-%u").date()  # noqa: DTZ007  a day
        week = [case for case in claims if monday <= belongs(case) < monday + timedelta(days=7)]
        assert row[1] == sum(case["quantity"] for case in week)
        assert (row[3] or 0) == round(sum(gone(each) for each in sold if each["from"] == monday.isoformat()))
    known = quality["figures"]
    assert known["supplier_known"] == sum("supplier" in case for case in every)
    assert known["cause_known"] == sum(case.get("cause") not in (None, "unknown") for case in every)
    assert known["delivered_known"] == sum(bool(case.get("dates")) for case in every)
    assert known["cost_known"] == sum(bool(case.get("costs")) for case in every)
