"""`analyze effects`: whether actions have worked, by the rates before and after; the answers were worked out by hand."""

from datetime import date, timedelta

import pytest

from ozon_returns.reports.before_after import Seen, Side, _needed, before_and_after
from ozon_returns.reports.interval import rate_ratio
from ozon_returns.store.effects import DayCounts
from tests.conftest import NOW, Run

DONE = date(2026, 8, 31)
"""The Monday on which the action was done: 26 weeks before and 12 after it are looked at."""


def shop(before: int, after: int, *, units: int = 100, action: str = "", lots: bool = True) -> str:
    """Return a case file: defects in all, spread over the 20 weeks before the action and the ten after it, all found within a week."""
    cases, sold = ["cases:"], ["deliveries:"]
    for week in range(-20, 10):
        monday = DONE + timedelta(weeks=week)
        first = monday + timedelta(days=1) if week == 0 else monday
        sold.append(f'- {{sku: "1", from: {first}, to: {monday + timedelta(days=6)}, units: {units}, supplier: A}}')
        total, weeks, place = (before, 20, week + 20) if week < 0 else (after, 10, week)
        for no in range(total * (place + 1) // weeks - total * place // weeks):
            day = monday + timedelta(days=2)
            told = f'key: "{week}-{no}", product: Cup, sku: "1", supplier: A, posting: "{week}-{no}", stage: buyer, found_at: {day}'
            cases.append(f"- {{{told}, dates: [{{kind: delivered, at: {day}}}]}}")
    if action:
        told = 'key: "action", product: Cup, sku: "1", supplier: A, batch: "7", stage: warehouse, found_at: 2026-08-20'
        cases.append(f"- {{{told}, actions: [{action}]}}")
    return "\n".join([*cases, *(sold if lots else ())])


ACTION = f"{{kind: improve_packaging, text: box, at: 2026-08-20, done_at: {DONE}}}"


@pytest.mark.parametrize(
    ("before", "after", "verdict", "needed"),
    [
        (80, 10, "effective", None),  # 4 % and 1 %: 0.25 (0.12 to 0.48)
        (80, 40, "not_effective", None),  # 4 % and 4 %: 1 (0.67 to 1.48), a halving is ruled out
        (20, 30, "worse", None),  # 1 % and 3 %: 3 (1.65 to 5.6)
        (20, 6, "not_yet", 1543),  # 1 % and 0.6 %: 0.6 (0.2 to 1.56); a halving of 1 % takes 2,543 units, 1,000 were delivered
        (0, 0, "not_yet", None),
        (0, 9, "worse", None),
    ],
)
def test_the_verdict_is_that_of_the_exact_interval(run: Run, before: int, after: int, verdict: str, needed: int | None) -> None:
    assert run("import", "-", typed=shop(before, after, action=ACTION)).exit == 0
    report = run("analyze", "effects", "--json").json["report"]
    (effect,) = report["effects"]
    assert (effect["action"], effect["dimension"], effect["value"]) == ("improve_packaging", "sku", "1")
    assert (effect["before"]["defects"], effect["before"]["units"]) == (before, 2000)
    assert (effect["after"]["defects"], effect["after"]["units"]) == (after, 1000)
    assert (effect["verdict"], effect["units_needed"]) == (verdict, needed)
    assert report["figures"][verdict] == 1
    for language, word in (("en", verdict.replace("_", " ")), ("ru", f"{before} из 2000")):
        assert word in run("analyze", "effects", "--lang", language).out


def test_young_deliveries_count_only_as_far_as_their_claims_have_come_in(run: Run) -> None:
    lagging = [
        f"- {{key: l{no}, product: Cup, sku: '2', posting: l{no}, stage: buyer, found_at: {date(2026, 1, 31)},"
        f" dates: [{{kind: delivered, at: {date(2026, 1, 1)}}}]}}"
        for no in range(30)
    ]
    done = "{kind: improve_packaging, text: box, at: 2026-10-30, done_at: 2026-11-01}"
    sold = 'deliveries:\n- {sku: "1", from: 2026-06-01, to: 2026-10-31, units: 5000}\n- {sku: "1", from: 2026-11-02, to: 2026-11-22, units: 1000}'
    case = f"- {{key: a, product: Cup, sku: '1', stage: warehouse, found_at: 2026-10-30, actions: [{done}]}}"
    run("import", "-", typed="\n".join(["cases:", *lagging, case, sold]))
    (effect,) = run("analyze", "effects", "--json").json["report"]["effects"]
    assert effect["after"]["units"] == 0, "all claims come in after 30 days, and three weeks have passed"
    assert effect["verdict"] == "not_yet"


@pytest.mark.parametrize(
    ("scope", "dimension", "value"), [("supplier", "supplier", "A"), ("batch", "batch", "7"), ("shop", "", None), ("product", "sku", "1")]
)
def test_the_scope_tells_what_is_compared(run: Run, scope: str, dimension: str, value: str | None) -> None:
    action = ACTION.replace("text: box", f"text: box, scope: {scope}, owner: склад")
    run("import", "-", typed=shop(80, 10, action=action))
    (effect,) = run("analyze", "effects", "--json").json["report"]["effects"]
    assert (effect["dimension"], effect["value"]) == (dimension, value)
    assert (effect["before"]["units"] == 2000) == (scope != "batch"), "no delivery names its batch"


def test_an_action_of_which_nobody_knows_what_it_changes_is_counted_and_a_stopped_sale_is_not(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "warehouse")
    run("resolve", 1, "--outcome", "written_off", "--cause", "production", "--action", "improve_packaging: box", "--done")
    run("inspect", "--product", "Jug", "--sku", "9", "--stage", "warehouse")
    run("resolve", 2, "--outcome", "written_off", "--cause", "production", "--action", "stop_selling: all", "--done")
    report = run("analyze", "effects", "--json").json["report"]
    assert (report["effects"], report["figures"]["unscoped"]) == ([], 1)
    assert "--scope" in run("analyze", "effects").out


def test_without_deliveries_counts_per_day_are_compared(run: Run) -> None:
    run("import", "-", typed=shop(80, 10, action=ACTION, lots=False))
    report = run("analyze", "effects", "--json").json["report"]
    (effect,) = report["effects"]
    assert effect["before"] == {"defects": 80, "units": None, "rate": None, "low": None, "high": None}
    assert effect["verdict"] == "effective", "80 in 26 weeks, 10 in 12: 3.1 a week and 0.8 a week"
    assert "counts per day are compared" in run("analyze", "effects").out


def test_the_ratio_of_two_rates_is_exact() -> None:
    assert rate_ratio(10, 1000, 40, 1000) == pytest.approx((0.25, 0.1114844, 0.5087123), rel=1e-5)
    assert rate_ratio(0, 100, 4, 100) == pytest.approx((0, 0, 1.5148669), rel=1e-5)
    assert rate_ratio(3, 100, 0, 100)[1:] == pytest.approx((0.4132314, float("inf")), rel=1e-5)
    with pytest.raises(ValueError, match="0"):
        rate_ratio(1, 0, 1, 100)


def test_how_many_units_show_a_halving() -> None:
    """Of a rate known for sure 572 units show it: (2.8016 / (2 (0.2 - 0.141421)))²; what is not sure of the rate before comes on top."""
    assert _needed(Side(80, 2000, 2000)) == 801, "1 / (1 / 571.8 - 1 / 2000)"
    assert _needed(Side(100, 10_000, 10_000)) == 2966, "1 / (1 / 2287.3 - 1 / 10000)"
    assert _needed(Side(20, 2000, 2000)) == 2543, "in every other case only: 1 / (1 / 1119.5 - 1 / 2000)"
    assert _needed(Side(8, 800, 800)) is None, "with so few before, no number after is enough"


def test_defects_count_only_on_days_of_which_deliveries_are_known(run: Run) -> None:
    told = shop(80, 40, action=ACTION)
    late = [line for line in told.splitlines() if not (line.startswith("- {sku") and int(line.split("from: ")[1][5:7]) < 8)]
    run("import", "-", typed="\n".join(late))
    (effect,) = run("analyze", "effects", "--json").json["report"]["effects"]
    assert (effect["before"]["units"], effect["before"]["defects"]) == (400, 16), "the four weeks of August, not the 20 weeks before"
    assert effect["verdict"] in ("not_effective", "not_yet")


def test_without_deliveries_the_time_before_begins_with_the_first_record(run: Run) -> None:
    told = shop(80, 40, action=ACTION, lots=False)
    kept = [line for line in told.splitlines() if not line.startswith('- {key: "-') or int(line.split('"')[1].split("-")[1]) <= 4]
    run("import", "-", typed="\n".join(kept))
    (effect,) = run("analyze", "effects", "--json").json["report"]["effects"]
    assert (effect["before"]["defects"], effect["after"]["defects"]) == (16, 40)
    assert effect["verdict"] != "worse", "four a week before, four a week after, of which the last two are empty"


def test_the_day_of_the_action_counts_for_neither_side() -> None:
    days = DayCounts(
        [(DONE - timedelta(days=1), 1), (DONE, 5), (DONE + timedelta(days=1), 2)],
        [(DONE - timedelta(days=9), DONE + timedelta(days=9), 190)],
    )
    found = before_and_after(days, DONE, Seen(NOW, []))
    assert ((found.before.defects, found.before.units), (found.after.defects, found.after.units)) == ((1, 90), (2, 90))
