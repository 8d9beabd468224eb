"""Comparisons, effects and limits equal those worked out anew from the exported cases, for generated shops."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from math import sqrt
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.flow.test_trend import table
from tests.recomputed import DAY, TODAY, Shop, chance_of, day, monday, ratio_of

FIRST = date(2026, 3, 30)
"""The Monday of the first of 35 weeks, the last of which has just begun."""


QUICK = [each for each in Phase if each is not Phase.shrink]
"""A shop cannot be made much smaller, and trying takes minutes."""


def lines(dice: Random, *, lots: bool) -> dict[str, Any]:
    """Draw deliveries of four products by week, supplier, warehouse and carrier, and the lots of the last one."""
    sold: list[dict[str, Any]] = []
    for sku, week in ((sku, week) for sku in "123" for week in range(35) if dice.random() < 0.8):
        first = FIRST + timedelta(weeks=week)
        for supplier, batch in (("A", f"A{week // 12}"), (dice.choice("AB"), f"{dice.choice('XY')}{week // 12}")):
            more = {"supplier": supplier, "batch": batch, "warehouse": dice.choice(["W1", "W2"]), "carrier": dice.choice(["K1", "K2"])}
            sold.append({"sku": sku, "from": str(first), "to": str(first + 6 * DAY), "units": dice.randrange(1, 60), **more})
    for week in range(35) if lots else ():
        first = FIRST + timedelta(weeks=week)
        sold.append({"sku": "4", "from": str(first), "to": str(first + 6 * DAY), "units": dice.randrange(1, 30)})
    received = [
        {"sku": "4", "received": str(FIRST), "quantity": dice.randrange(90, 400), "supplier": "A", "batch": f"L{no}"} for no in range(12)
    ]
    return {"deliveries": sold, "lots": received if lots else []}


def claims(dice: Random, sold: list[dict[str, Any]], *, bad: bool) -> list[dict[str, Any]]:
    """Draw cases of units that were delivered; with `bad` those of one batch are many."""
    every = []
    for line in sold:
        rate = 0.3 if bad and line.get("batch") == "A2" and line["sku"] == "1" else 0.03
        number = sum(dice.random() < rate for _unit in range(line["units"]))
        for no in range(number):
            delivered = date.fromisoformat(line["from"]) + dice.randrange(7) * DAY
            found = delivered + dice.randrange(20) * DAY
            if found > TODAY:
                continue
            known: dict[str, Any] = {name: line[name] for name in ("sku", "supplier", "batch", "warehouse", "carrier") if name in line}
            key = "-".join([*map(str, known.values()), line["from"], str(no)])
            case: dict[str, Any] = {"key": key, "product": "Чашка", "posting": key, "found_at": str(found), "quantity": 1, **known}
            every.append(case | ({"dates": [{"kind": "delivered", "at": str(delivered)}]} if dice.random() < 0.9 else {}))
    for case in dice.sample(every, min(3, len(every))):
        done = date.fromisoformat(case["found_at"])
        scope = dice.choice(["product", "supplier", "batch", "shop"])
        case["actions"] = [{"kind": "inbound_check", "text": "x", "scope": scope, "done_at": str(done)}]
    return every


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], phases=QUICK)
@given(st.integers(0, 10**6), st.booleans(), st.booleans())
def test_comparisons_and_effects_are_those_of_the_exported_cases(run: Run, seed: int, bad: bool, lots: bool) -> None:
    dice = Random(seed)  # noqa: S311  a shop, not a secret
    told = lines(dice, lots=lots)
    told["cases"] = claims(dice, told["deliveries"], bad=bad)
    with tempfile.TemporaryDirectory() as home:

        def asked(*words: str, typed: str = "") -> str:
            said = run(*words, "--home", home, typed=typed, named=False)
            assert said.exit == 0, said.err
            return said.out

        asked("import", "-", typed=json.dumps(told, ensure_ascii=False))
        shop = Shop(json.loads(asked("export", "--format", "json")))
        cause, effects, trend = (json.loads(asked("analyze", name, "--json"))["report"] for name in ("cause", "effects", "trend"))
    compared(shop, cause)
    for each in effects["effects"]:
        measured(shop, each)
    limited(shop, trend)


def compared(shop: Shop, report: dict[str, Any]) -> None:
    """Hold each comparison, and the evidence of each advice that follows from one."""
    start = day(report["period"]["from"])
    now, past = (start, start + 55 * DAY), (start - 26 * 7 * DAY, start - DAY)
    rows = table(report, "contrasts")
    assert {(each["dimension"], each["value"]) for each in rows} >= {("supplier", "A")}
    for row in rows:
        row["sku"] = row["sku"] or (row["value"] if row["dimension"] == "product" else "")
    blamed = [each for each in rows if each["proven"] == "yes"]
    assert len(blamed) == report["figures"]["found"]
    for row in rows:
        others = [each for each in blamed if each is not row] if row in blamed else []
        ways = [shop.strata(row, now, past, without) for count in range(len(others) + 1) for without in combinations(others, count)]
        right = [each for each in ways if is_told(row, each)]
        assert right, (row, ways)
        if row in blamed:
            (evidence,) = [
                each["evidence"]
                for each in report["advice"]
                if (each["batch"] or each["value"]) == row["value"] and each["evidence"]["defects"] == row["defects"]
            ]
            assert (evidence["units"], evidence["tried"]) == (row["units"], len(rows))
            assert max(evidence["p"], float(chance_of(right[0]))) < 0.05, "what is usual for other products makes it surer or less sure"


def is_told(row: Mapping[str, Any], strata: Sequence[tuple[int, int, int, int]]) -> bool:
    """Return whether a row tells what follows from some strata; half a unit may be rounded either way."""
    defects, units = (sum(each[place] for each in strata) for place in (0, 1))
    if row["defects"] != defects or abs(row["units"] - units) > 1:
        return False
    ratios = zip((row["ratio"], row["low"], row["high"]), ratio_of(strata), strict=True)
    against = sum(n * b / m for _a, n, b, m in strata) / row["units"]
    return row["against"] == pytest.approx(against, rel=2e-2, abs=1e-6) and all(
        shown == (None if right is None else pytest.approx(right, rel=2e-2, abs=1e-4)) for shown, right in ratios
    )


def measured(shop: Shop, effect: Mapping[str, Any]) -> None:
    """Hold both sides of an action: 26 weeks each, in steps of seven days, with the units as far as claims have come in."""
    done, case = day(effect["done_at"]), next(each for each in shop.cases if each["number"] == effect["case"])
    field = effect["dimension"] or None
    sides = ((done - 26 * 7 * DAY, done), (done + DAY, min(done + DAY + 26 * 7 * DAY, TODAY + DAY)))
    mine = [each for each in shop.sold if field is None or each.known[field] == effect["value"]]
    mine = [each for each in mine if field != "batch" or each.known["sku"] == case["sku"]]
    covered = {each.day for each in mine}
    raw = [(each, shop.day_of(each)) for each in shop.cases]
    for shown, (start, end) in zip((effect["before"], effect["after"]), sides, strict=True):
        defects = sum(
            each["quantity"]
            for each, at in raw
            if start <= at < end and at in covered and (field is None or each.get(field) == effect["value"])
            if field != "batch" or each["sku"] == case["sku"]
        )
        units = 0.0
        for no in range(0, (end - start).days, 7):
            first, last = start + no * DAY, min(start + (no + 7) * DAY, end)
            share = shop.share(first, (last - first).days)
            units += share * sum(each.amount for each in mine if first <= each.day < last)
        assert shown["defects"] == defects, effect
        assert (shown["units"] or 0) == (max(round(units), defects) if round(units) > 0 else round(units)), effect


def limited(shop: Shop, report: dict[str, Any]) -> None:
    """Hold the limits: three standard deviations for each week's own units, wider by as much as the weeks scatter more than chance."""
    rows = [each for each in reversed(table(report, "by_week")) if each["rate"] is not None]
    assert len(rows) > 20
    delivered = {(each.known["sku"], monday(each.day)) for each in shop.units if each.day <= TODAY}
    weeks = []
    for row in rows:
        first = datetime.strptime(f"{row['week']}-1", "%G-W%V-%u").date()  # noqa: DTZ007  a day
        share = shop.share(first)
        assert share >= 0.2
        assert row["complete"] == (round(share, 4) if len(shop.lags) >= 20 else None)
        units = sum(each.amount for each in shop.units if monday(each.day) == first and each.day <= TODAY)
        defects = sum(int(each.amount) for each in shop.defects if monday(each.day) == first and (each.known["sku"], first) in delivered)
        weeks.append((defects, max(1, defects, round(units * share))))
    centre = sum(defects for defects, _units in weeks) / sum(units for _defects, units in weeks)
    sigmas = [sqrt(centre * (1 - centre) / units) for _defects, units in weeks]
    scores = [(defects / units - centre) / sigma for (defects, units), sigma in zip(weeks, sigmas, strict=True)]
    sigma_z = sum(abs(after - before) for before, after in pairwise(scores)) / (len(scores) - 1) / 1.128
    shown = (report["figures"]["centre"], report["figures"]["sigma_z"])
    assert shown == (pytest.approx(centre, rel=2e-3), pytest.approx(sigma_z, rel=1e-2)), "half a unit may be rounded either way"
    for row, (defects, units), sigma in zip(rows, weeks, sigmas, strict=True):
        assert row["rate"] == pytest.approx(defects / units, abs=1e-6, rel=1.1 / units)
        assert row["upper"] == pytest.approx(min(1, centre + 3 * sigma * max(1.0, sigma_z)), rel=0.01 + 1.1 / units)
