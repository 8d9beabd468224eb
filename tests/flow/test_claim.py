"""Claim, demand, decision, offer and obligation: five things, each with its own row, and what starts and ends a duty."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import NOW, Run


def later(hours: float) -> datetime:
    """Return a moment some hours after now."""
    return NOW + timedelta(hours=hours)


def clocks(run: Run, case: int = 1, now: datetime = NOW) -> dict[str, dict[str, Any]]:
    """Return the clocks of a case by their rules."""
    return {each["rule"]: each for each in run("show", case, "--json", now=now).case["clocks"]}


def due(run: Run, now: datetime = NOW) -> list[str]:
    """Return the rules of what is due."""
    return [each["rule"] for each in run("due", "--json", now=now).json["due"]]


def next_of(run: Run, case: int = 1, now: datetime = NOW) -> str:
    """Return the next command for a case."""
    return str(run("show", case, "--json", now=now).json["next"])


@pytest.fixture
def chair(run: Run) -> int:
    """Open the case of a chair that a buyer claims, sold by rFBS; its claim came two hours ago."""
    words = ["--product", "Кресло", "--posting", "77-1", "--price", "12000", "--scheme", "rfbs", "--stage", "buyer"]
    run("inspect", *words, "--defect", "scratch", "--suspect", "production", "--date", "claimed=2026-11-23 10:00")
    return 1


def test_a_demand_a_decision_and_what_was_done_are_rows_of_their_own(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "refund", "--at", "2026-11-23 10:30")
    run("contact", chair, "--decide", "keep", "--by", "ozon", "--why", "so decided")
    said = run("contact", chair, "--done", "refund", "--at", "2026-11-23 11:40", "--json")
    case = said.case
    assert said.json["event"] == "obligation_fulfilled"
    assert case["demands"] == [{"kind": "refund", "at": "2026-11-23T10:30:00+03:00", "until": None}]
    assert case["decisions"] == [{"kind": "keep", "by": "ozon", "at": "2026-11-23T12:00:00+03:00", "why": "so decided", "amount": None}]
    assert case["fulfillments"] == [{"kind": "refund", "at": "2026-11-23T11:40:00+03:00", "amount": "12000.00"}]
    assert case["costs"] == [{"kind": "refund", "amount": "12000.00", "at": "2026-11-23T11:40:00+03:00"}]
    assert due(run) == ["gk_supplier_notice"]
    for language in ("en", "ru"):
        shown = run("show", chair, "--lang", language).out
        assert {"en": "keep, by Ozon, so decided", "ru": "оставить товар, вернуть всё, решил Ozon, so decided"}[language] in shown


def test_the_money_is_owed_after_the_buyer_agreed(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "approve", now=later(1))
    said = run("contact", chair, "--offer", "bonus", "--amount", "3000", now=later(2))
    assert said.exit == 7
    assert "the buyer gets the whole price" in said.err
    run("contact", chair, "--offer", "bonus", "--amount", "3000", "--force", "the buyer asked for it", now=later(2))
    run("contact", chair, "--choice", "bonus", "--reply", "Согласна", "--text", "Спасибо!", now=later(3))
    promised = clocks(run)["bonus_promised"]
    assert (promised["due_at"], promised["at_stake"]) == ("2026-11-26T23:59:59+03:00", "3000.00")
    assert "zzpp_refund" not in due(run, later(3))
    assert next_of(run, now=later(3)) == "ozon-returns contact 1 --done bonus --amount 3000"
    case = run("contact", chair, "--done", "bonus", "--json", now=later(4)).case
    assert [(each["kind"], each["amount"]) for each in case["costs"]] == [("bonus", "3000.00")]
    assert "bonus_promised" not in due(run, later(4))


def test_a_replacement_that_was_chosen_has_seven_days_from_the_choice(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "approve", now=later(1))
    run("contact", chair, "--choice", "replacement", now=later(26))
    assert clocks(run)["zzpp_replace"]["due_at"] == "2026-12-01T23:59:59+03:00"
    run("contact", chair, "--done", "replacement", now=later(299))
    clock = clocks(run, now=later(300))["zzpp_replace"]
    assert (clock["state"], clock["late"], clock["penalty"]) == ("met", True, "480.00"), "until 5 December: four days of 1 % of 12,000"


def test_one_demand_of_a_replacement_has_one_term(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "replacement")
    assert clocks(run)["zzpp_replace"]["due_at"] == "2026-11-30T23:59:59+03:00"
    run("inspect", "--case", chair, "--date", "demand_replacement_check=2026-11-25", now=later(48))
    found = clocks(run)
    assert "zzpp_replace" not in found
    assert found["zzpp_replace_with_check"]["due_at"] == "2026-12-14T23:59:59+03:00", "20 days from the demand; the 13th is a Sunday"
    run("inspect", "--case", chair, "--date", "demand_replacement_no_stock=2026-11-26", now=later(72))
    found = clocks(run)
    assert [each for each in found if each.startswith("zzpp_repl")] == ["zzpp_replace_no_stock"]
    assert found["zzpp_replace_no_stock"]["due_at"] == "2026-12-23T23:59:59+03:00"


def test_a_repair_is_due_at_once_or_on_the_agreed_day(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "repair")
    assert clocks(run)["zzpp_repair"]["due_at"] == "2026-11-23T23:59:59+03:00"
    said = run("contact", chair, "--demand", "repair", "--until", "2027-01-09", "--json", now=later(1))
    assert said.exit == 5
    assert "at most 45 days" in said.error["message"]
    run("contact", chair, "--demand", "repair", "--until", "2027-01-07", now=later(1))
    assert clocks(run)["zzpp_repair"]["due_at"] == "2027-01-07T23:59:59+03:00"
    assert run("contact", chair, "--demand", "refund", "--until", "2026-12-01").exit == 2


def test_a_change_of_mind_has_ten_days_and_no_penalty(run: Run, chair: int) -> None:
    run("inspect", "--case", chair, "--date", "refused=2026-11-23")
    assert "zzpp_refund" not in due(run)
    found = clocks(run, now=later(24 * 30))["zzpp_distance_refund"]
    assert (found["due_at"], found["state"], found["penalty"]) == ("2026-12-03T23:59:59+03:00", "missed", None)


def test_losses_and_the_cost_of_a_repair_are_owed_beside_the_refund(run: Run, chair: int) -> None:
    for demand in ("losses", "repair_cost", "refund"):
        run("contact", chair, "--demand", demand)
    assert {"zzpp_losses", "zzpp_repair_cost", "zzpp_refund"} <= set(due(run))
    run("contact", chair, "--done", "refund", now=later(1))
    assert {"zzpp_losses", "zzpp_repair_cost"} <= set(due(run, later(1)))
    run("resolve", chair, "--cost", "repair=500", "--cost", "other=100", now=later(2))
    assert not {"zzpp_losses", "zzpp_repair_cost"} & set(due(run, later(2)))


def test_a_price_cut_keeps_the_term_of_its_demand_when_a_compensation_is_chosen(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "price_cut")
    run("contact", chair, "--choice", "bonus", "--amount", "2000", now=later(48))
    found = clocks(run, now=later(49))
    assert found["zzpp_price_reduction"]["due_at"] == "2026-12-03T23:59:59+03:00"
    assert "bonus_promised" not in found
    run("contact", chair, "--done", "bonus", now=later(50))
    assert clocks(run, now=later(51))["zzpp_price_reduction"]["state"] == "met"


def test_a_second_demand_of_the_same_does_not_start_the_term_again(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "refund")
    said = run("contact", chair, "--demand", "refund", now=later(72))
    assert "already; the term runs from then" in said.err
    assert clocks(run)["zzpp_refund"]["due_at"] == "2026-12-03T23:59:59+03:00"


def test_nothing_is_owed_after_a_rejection_until_ozon_decides_otherwise(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "reject", "--why", "следы использования", now=later(1))
    assert "zzpp_refund" not in due(run, later(1))
    refused = run("contact", chair, "--offer", "refund", "--json", now=later(2))
    assert (refused.exit, refused.error["code"]) == (5, "not_allowed_now")
    said = run("contact", chair, "--decide", "approve", "--by", "ozon", now=later(80))
    assert "This replaces the decision “reject”" in said.err
    assert "zzpp_refund" in due(run, later(80))


def test_the_term_that_is_over_asks_to_look_and_is_met_late(run: Run, chair: int) -> None:
    (late,) = [each for each in run("due", "--json", now=later(30)).json["due"] if each["rule"].startswith("ozon_claim")]
    assert late["title"] == "Ozon has probably approved the claim: look and record it"
    assert late["command"] == next_of(run, now=later(30)) == "ozon-returns contact 1 --decide approve --by ozon"
    run("contact", chair, "--decide", "approve", "--by", "ozon", now=later(31))
    assert "met late 2026-11-24 19:00" in run("show", chair, now=later(32)).out
    run("contact", chair, "--decide", "approve", "--at", "2026-11-23 11:00", "--force", "it was in time", now=later(33))
    assert clocks(run)["ozon_claim_decision_rfbs_global"]["late"] is False


def test_a_start_that_is_not_recorded_is_marked(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--price", "500")
    assert clocks(run)["ozon_claim_decision_fbs"]["assumed"]
    assert "assumed from 2026-11-23 12:00" in run("show", 1).out
    run("inspect", "--case", 1, "--date", "claimed=2026-11-23 09:00")
    assert not clocks(run)["ozon_claim_decision_fbs"]["assumed"]


def test_a_buyer_who_wrote_waits_for_an_answer(run: Run, chair: int) -> None:
    run("contact", chair, "--offer", "refund", "--decide", "approve")
    assert "buyer_waits" not in clocks(run)
    run("contact", chair, "--reply", "Когда?", now=later(2))
    run("contact", chair, "--reply", "Ответьте!", now=later(5))
    assert clocks(run)["buyer_waits"]["due_at"] == "2026-11-24T14:00:00+03:00", "from the first message without an answer"
    run("contact", chair, "--text", "Сегодня.", now=later(6))
    assert "buyer_waits" not in due(run, later(6))


WRONG = [
    (("--decide", "reject"), 2, "the reason of the rejection"),
    (("--decide", "partial"), 2, "the amount of the compensation"),
    (("--decide", "partial", "--amount", "12000"), 5, "exceeds the maximum of 11,999.00"),
    (("--by", "ozon"), 2, "--by and --why are about a decision"),
    (("--done", "bonus"), 2, "the amount of the compensation"),
    (("--done", "refund", "--amount", "120000"), 7, "more than the price"),
    (("--done", "refund", "--at", "2026-11-25"), 5, "is in the future"),
    (("--demand", "refund", "--at", "2020-01-01"), 5, "is before"),
    (("--at", "2026-11-23"), 2, "--at requires"),
]


@pytest.mark.parametrize(("words", "code", "why"), WRONG, ids=str)
def test_what_cannot_be_is_refused(run: Run, chair: int, words: tuple[str, ...], code: int, why: str) -> None:
    said = run("contact", chair, *words, "--json")
    assert said.exit == code
    assert why in said.error["message"]
    assert run("show", chair, "--json").case["fulfillments"] == []


def test_what_was_done_or_decided_is_not_recorded_twice(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "approve", "--done", "refund")
    assert run("contact", chair, "--decide", "approve").exit == 5
    assert run("contact", chair, "--done", "refund").exit == 5
    assert run("contact", chair, "--done", "refund", "--force", "paid twice").exit == 0
    assert len(run("show", chair, "--json").case["costs"]) == 2, "what was paid twice has cost twice"


def test_a_cost_that_is_recorded_already_is_not_added_again(run: Run, chair: int) -> None:
    run("resolve", chair, "--cost", "refund=12000")
    run("contact", chair, "--decide", "approve", "--done", "refund")
    assert len(run("show", chair, "--json").case["costs"]) == 1


def test_a_demand_made_before_the_delivery_is_refused(run: Run, chair: int) -> None:
    run("inspect", "--case", chair, "--date", "delivered=2026-11-20")
    said = run("contact", chair, "--demand", "refund", "--at", "2026-11-19", "--json")
    assert (said.exit, "is before 2026-11-20" in said.error["message"]) == (5, True)


@pytest.mark.parametrize(
    ("scheme", "offer", "code", "warned"),
    [
        ("fbo", "refund_keep", 0, False),
        ("fbs", "refund_keep", 0, True),
        ("rfbs", "refund_keep", 0, False),
        ("fbo", "replacement", 5, False),
        ("fbs", "replacement", 0, True),
        ("rfbs", "replacement", 0, False),
        ("fbo", "parts", 5, False),
        ("fbs", "repair", 5, False),
        ("rfbs", "repair", 0, False),
    ],
)
def test_offers_are_judged_by_scheme(run: Run, scheme: str, offer: str, code: int, warned: bool) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--scheme", scheme, "--price", "900")
    said = run("contact", 1, "--offer", offer)
    assert said.exit == code, said.err
    assert bool(said.err and not said.exit) == warned


def test_the_seller_says_what_can_be_offered(run: Run, home: Any) -> None:  # noqa: ANN401
    run("inspect", "--product", "Cup", "--stage", "buyer", "--scheme", "fbs")
    (home / "settings.toml").write_text('[offers.parts]\nfbs = "yes"\n[offers.refund_keep]\nfbs = "no"\n')
    assert run("contact", 1, "--offer", "parts").exit == 0
    assert run("contact", 1, "--offer", "refund_keep").exit == 5
    (home / "settings.toml").write_text('[offers.parts]\nfbs = "perhaps"\n')
    assert run("contact", 1, "--offer", "parts", "--json").error["code"] == "settings_unusable"


def test_a_dangerous_item_is_not_bargained_over(run: Run) -> None:
    run("inspect", "--product", "Kettle", "--stage", "buyer", "--scheme", "rfbs", "--price", "1990", "--severity", "dangerous")
    assert run("contact", 1, "--offer", "bonus", "--amount", "100").exit == 5
    assert run("contact", 1, "--offer", "refund_keep").exit == 0


@pytest.mark.parametrize("cause", ["swap", "wear", "buyer_damage", "no_defect"])
def test_a_buyer_who_swapped_or_used_it_is_offered_nothing(run: Run, cause: str) -> None:
    run("inspect", "--product", "Kettle", "--stage", "buyer", "--price", "1990", "--suspect", cause)
    said = run("contact", 1, "--offer", "refund", "--json")
    assert (said.exit, said.error["code"]) == (5, "not_allowed_now")
    assert next_of(run) == 'ozon-returns contact 1 --decide reject --why "..."'
    run("contact", 1, "--decide", "reject", "--why", "подмена")
    run("resolve", 1, "--outcome", "rejected", "--cause", cause, "--no-action", "x")
    assert run("contact", 1, "--follow-up").exit == 5
    assert "follow_up" not in clocks(run)
    assert next_of(run) == "ozon-returns resolve 1 --close"
    assert run("resolve", 1, "--close").exit == 0


def test_an_export_holds_them_and_an_import_gives_the_same(run: Run, chair: int, home: Any) -> None:  # noqa: ANN401
    run("contact", chair, "--demand", "repair", "--until", "2026-12-10")
    run("contact", chair, "--decide", "partial", "--amount", "500", now=later(1))
    run("contact", chair, "--done", "bonus", now=later(2))
    lists = ("demands", "decisions", "fulfillments")
    before = run("show", chair, "--json").case
    for form in ("yaml", "json"):
        told = run("export", "--format", form).out
        other = ("--home", home.with_name(form))
        assert run("import", "-", *other, typed=told).exit == 0
        after = run("show", chair, "--json", *other).case
        assert [after[each] for each in lists] == [before[each] for each in lists]
        assert run("import", "-", typed=told).out.startswith("Added: 0, updated: 0, unchanged: 1")


def test_a_refused_compensation_leaves_the_refund_owed_since_the_claim(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "partial", "--amount", "3000", now=later(1))
    assert {"bonus_promised"} == set(due(run, later(1))) - {"gk_supplier_notice"}
    run("contact", chair, "--refused", "bonus", now=later(30))
    found = clocks(run, now=later(31))
    assert "bonus_promised" not in found
    assert (found["zzpp_refund"]["state"], found["zzpp_refund"]["due_at"]) == ("running", "2026-12-03T23:59:59+03:00")
    assert "ozon_rfbs_after_partial_refused" in found


def test_losses_demanded_twice_are_owed_since_the_first_demand(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "losses")
    run("contact", chair, "--demand", "losses", now=later(72))
    assert clocks(run)["zzpp_losses"]["due_at"] == "2026-12-03T23:59:59+03:00"


@pytest.mark.parametrize(
    ("demand", "cost", "open_"), [("losses", "delivery", True), ("losses", "other", False), ("repair_cost", "repair", False)]
)
def test_closing_knows_which_money_fulfills_what(run: Run, chair: int, demand: str, cost: str, open_: bool) -> None:
    run("contact", chair, "--decide", "approve", "--done", "refund", "--demand", demand, "--satisfied", "yes", "--force", "x")
    run("resolve", chair, "--outcome", "refund", "--cause", "listing", "--no-action", "x")
    said = run("resolve", chair, "--close", "--cost", f"{cost}=100", "--json")
    assert (said.exit == 5) == open_


# What is owed after something was done, decided or said late; each answer was written down before the code.


def test_a_second_compensation_is_owed_paid_and_booked_by_itself(run: Run, chair: int) -> None:
    run("contact", chair, "--choice", "bonus", "--amount", "200", now=later(1))
    run("contact", chair, "--done", "bonus", now=later(2))
    run("contact", chair, "--offer", "bonus", "--amount", "300", now=later(48))
    run("contact", chair, "--choice", "bonus", now=later(49))
    found = clocks(run, now=later(50))["bonus_promised"]
    assert (found["state"], found["at_stake"], found["due_at"]) == ("running", "300.00", "2026-11-28T23:59:59+03:00")
    assert next_of(run, now=later(50)).endswith(" --decide partial --by ozon"), "the claim is past its term, and a part was agreed"
    case = run("contact", chair, "--done", "bonus", "--json", now=later(51)).case
    assert [each["amount"] for each in case["fulfillments"]] == ["200.00", "300.00"]
    assert [(each["kind"], each["amount"]) for each in case["costs"]] == [("bonus", "200.00"), ("bonus", "300.00")]
    assert clocks(run, now=later(52))["bonus_promised"]["state"] == "met"
    said = run("contact", chair, "--done", "bonus", "--json", now=later(53))
    assert (said.exit, said.error["code"]) == (5, "invalid"), "nothing is owed any more"


def test_a_demand_after_the_refund_has_a_term_of_its_own(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "approve", "--done", "refund", "--amount", "5000", "--force", "less wear", now=later(1))
    assert clocks(run, now=later(2))["zzpp_refund"]["state"] == "met"
    said = run("contact", chair, "--demand", "refund", now=later(48))
    assert "A refund was made on 2026-11-23 13:00 already, so this is a new demand" in said.err
    found = clocks(run, now=later(49))["zzpp_refund"]
    assert (found["state"], found["due_at"]) == ("running", "2026-12-07T23:59:59+03:00"), "ten days from the 25th end on Saturday the 5th"
    run("contact", chair, "--done", "refund", "--amount", "7000", now=later(50))
    assert clocks(run, now=later(51))["zzpp_refund"]["state"] == "met"
    assert [each["amount"] for each in run("show", chair, "--json").case["costs"]] == ["5000.00", "7000.00"]


def test_a_second_demand_of_losses_is_owed_after_the_first_was_paid(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "losses")
    run("resolve", chair, "--cost", "other=300", now=later(24))
    assert clocks(run, now=later(25))["zzpp_losses"]["state"] == "met"
    run("contact", chair, "--demand", "losses", now=later(72))
    found = clocks(run, now=later(73))["zzpp_losses"]
    assert (found["state"], found["due_at"]) == ("running", "2026-12-07T23:59:59+03:00"), "ten days from the 26th end on Sunday the 6th"


def test_a_decision_does_not_replace_what_the_buyer_demanded_or_chose(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "replacement")
    run("contact", chair, "--decide", "approve", now=later(20))
    found = clocks(run, now=later(21))
    assert (found["zzpp_replace"]["state"], found["zzpp_replace"]["due_at"]) == ("running", "2026-11-30T23:59:59+03:00")
    assert "zzpp_refund" not in found
    run("contact", chair, "--text", "Отправим новое кресло.", now=later(21))
    assert next_of(run, now=later(21)) == "ozon-returns contact 1 --done replacement"
    run("contact", chair, "--done", "replacement", now=later(22))
    found = clocks(run, now=later(23))
    assert found["zzpp_replace"]["state"] == "met"
    assert "zzpp_refund" not in found
    assert "--done" not in next_of(run, now=later(23))


def test_a_rejection_ends_an_overdue_demand_late_with_its_penalty(run: Run, chair: int) -> None:
    run("contact", chair, "--demand", "refund")
    run("contact", chair, "--decide", "reject", "--why", "следы использования", now=later(24 * 13))
    found = clocks(run, now=later(24 * 14))["zzpp_refund"]
    assert (found["state"], found["late"], found["penalty"]) == ("met", True, "360.00"), "until 3 December: three days of 1 % of 12,000"
    assert "--done refund" not in next_of(run, now=later(24 * 14))
    assert "--decide approve" not in next_of(run, now=later(24 * 14))
    run("contact", chair, "--demand", "refund", now=later(24 * 15))
    found = clocks(run, now=later(24 * 15 + 1))["zzpp_refund"]
    assert (found["state"], found["due_at"]) == ("running", "2026-12-18T23:59:59+03:00")


def test_a_choice_that_is_recorded_late_demands_nothing_again(run: Run, chair: int) -> None:
    run("contact", chair, "--offer", "replacement", "--offer", "refund", now=later(1))
    run("contact", chair, "--done", "replacement", now=later(24))
    run("contact", chair, "--choice", "replacement", now=later(48))
    assert clocks(run, now=later(49))["zzpp_replace"]["state"] == "met"
    assert "--done" not in next_of(run, now=later(49))


def test_a_decision_of_ozon_that_is_recorded_late_demands_no_second_refund(run: Run, chair: int) -> None:
    run("contact", chair, "--done", "refund", now=later(3))
    run("contact", chair, "--decide", "approve", "--by", "ozon", now=later(40))
    assert clocks(run, now=later(41))["zzpp_refund"]["state"] == "met"


def test_what_was_agreed_last_is_paid_whatever_was_recorded_last(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "partial", "--amount", "200", now=later(1))
    run("contact", chair, "--refused", "bonus", now=later(2))
    run("contact", chair, "--choice", "bonus", "--amount", "700", now=later(30))
    case = run("show", chair, "--json", now=later(31)).case
    assert [(each["amount"], bool(each["chosen_at"])) for each in case["offers"]] == [("200.00", False), ("700.00", True)]
    assert clocks(run, now=later(31))["bonus_promised"]["at_stake"] == "700.00"
    case = run("contact", chair, "--done", "bonus", "--json", now=later(32)).case
    assert case["fulfillments"][0]["amount"] == "700.00"


def test_an_agreed_amount_other_than_offered_is_kept_as_an_offer_of_its_own(run: Run, chair: int) -> None:
    run("contact", chair, "--offer", "bonus", "--amount", "300")
    run("contact", chair, "--choice", "bonus", "--amount", "500", now=later(1))
    case = run("show", chair, "--json").case
    assert [(each["amount"], bool(each["chosen_at"])) for each in case["offers"]] == [("300.00", False), ("500.00", True)]
    said = run("contact", chair, "--choice", "bonus", "--amount", "12000", "--json", now=later(2))
    assert said.exit == 5, "not below the price"


def test_a_compensation_and_the_decision_that_carries_it_out_are_one(run: Run, chair: int) -> None:
    run("contact", chair, "--offer", "bonus", "--amount", "300")
    run("contact", chair, "--choice", "bonus", now=later(1))
    said = run("contact", chair, "--decide", "partial", now=later(2))
    assert said.exit == 0
    assert run("show", chair, "--json").case["decisions"][0]["amount"] == "300.00", "as agreed"
    second = run("contact", chair, "--decide", "partial", "--amount", "400", now=later(3))
    assert second.exit == 0
    assert "partial compensation 2 of 2" in second.err
    third = run("contact", chair, "--decide", "partial", "--amount", "500", "--json", now=later(4))
    assert (third.exit, third.error["code"]) == (5, "invalid")
    assert "already has 2 partial compensation offers" in third.error["message"]


def test_the_danger_is_not_bargained_over_by_a_decision_either(run: Run) -> None:
    run("inspect", "--product", "Фен", "--stage", "buyer", "--price", "3000", "--severity", "dangerous", "--date", "claimed=today")
    said = run("contact", 1, "--decide", "partial", "--amount", "500", "--json")
    assert (said.exit, said.error["code"]) == (5, "not_allowed_now")
    assert "not bargained over" in said.error["message"]


def test_a_decision_dated_before_another_does_not_claim_to_replace_it(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "keep", now=later(3))
    said = run("contact", chair, "--decide", "approve", "--at", "2026-11-23 11:00", now=later(4))
    assert "This replaces" not in said.err
    assert "later decision “keep” of 2026-11-23 15:00 stays in force" in said.err
    shown = run("show", chair, "--json").case
    assert [each["kind"] for each in shown["decisions"]] == ["keep", "approve"]


def test_a_choice_of_what_was_never_offered_is_told(run: Run, chair: int) -> None:
    said = run("contact", chair, "--choice", "refund_keep")
    assert said.exit == 0
    assert "“refund keep” was not offered here; it is recorded as agreed elsewhere" in said.err


@pytest.mark.parametrize(
    ("demand", "cost", "open_"),
    [("losses", "refund", True), ("price_cut", "bonus", False), ("repair", "repair", False), ("replacement", "bonus", True)],
)
def test_closing_counts_the_money_of_the_same_command(run: Run, chair: int, demand: str, cost: str, open_: bool) -> None:
    run("contact", chair, "--decide", "approve", "--satisfied", "yes", "--force", "x")
    run("contact", chair, "--demand", demand, now=later(1))
    if demand == "losses":
        run("contact", chair, "--done", "refund", "--amount", "11000", now=later(2))
    run("resolve", chair, "--outcome", "refund", "--cause", "listing", "--no-action", "x", "--force", "x", now=later(3))
    said = run("resolve", chair, "--close", "--cost", f"{cost}=300", "--json", now=later(3))
    assert (said.exit == 5) == open_, said.out


def test_the_outcome_proposed_before_the_follow_up_is_what_happened(run: Run, chair: int) -> None:
    run("contact", chair, "--choice", "bonus", "--amount", "300")
    run("contact", chair, "--decide", "partial", "--done", "bonus")
    assert "ozon-returns resolve 1 --outcome bonus " in run("contact", chair, "--follow-up", "--json").error["hint"]


# What a strict reader found wrong; each answer was written down before the mend.


@pytest.mark.parametrize(("demand", "rule"), [("refund", "zzpp_refund"), ("replacement", "zzpp_replace")])
@pytest.mark.parametrize("by", ["seller", "ozon"])
def test_a_partial_decision_does_not_end_what_was_demanded(run: Run, chair: int, demand: str, rule: str, by: str) -> None:
    run("contact", chair, "--demand", demand, now=later(1))
    run("contact", chair, "--decide", "partial", "--amount", "100", "--by", by, now=later(2))
    found = clocks(run, now=later(24 * 20))
    assert found[rule]["state"] == "missed"
    run("contact", chair, "--done", "bonus", "--amount", "100", now=later(24 * 20))
    assert clocks(run, now=later(24 * 21))[rule]["state"] == "missed"


def test_a_demand_after_a_choice_takes_the_compensation_off(run: Run, chair: int) -> None:
    run("contact", chair, "--choice", "bonus", "--amount", "300", now=later(1))
    run("contact", chair, "--demand", "refund", now=later(2))
    assert next_of(run, now=later(3)) == "ozon-returns contact 1 --decide approve"
    found = clocks(run, now=later(3))
    assert "bonus_promised" not in found
    assert found["zzpp_refund"]["state"] == "running"


def december(number: int) -> datetime:
    """Return the evening of a day of December."""
    return datetime(2026, 12, number, 20, tzinfo=NOW.tzinfo)


DAYS = [
    # Recorded on the 10th of December with the day alone, in this order; what must stand afterwards.
    (["--decide reject --why x", "--decide approve"], {"zzpp_refund": "running"}),
    (["--decide reject --why x", "--demand refund"], {"zzpp_refund": "running"}),
    (["--demand refund", "--decide reject --why x"], {"zzpp_refund": "met"}),
    (["--choice bonus --amount 300", "--demand refund"], {"zzpp_refund": "running", "bonus_promised": None}),
    (["--demand refund", "--choice bonus --amount 300"], {"zzpp_refund": None, "bonus_promised": "missed"}),
    (["--demand refund", "--done refund --amount 5000 --force x", "--demand refund"], {"zzpp_refund": "running"}),
    (["--choice bonus --amount 300", "--done bonus", "--choice bonus --amount 400"], {"bonus_promised": "missed"}),
]


@pytest.mark.parametrize(("acts", "standing"), DAYS)
def test_what_is_dated_by_its_day_alone_came_in_the_order_in_which_it_was_recorded(
    run: Run, chair: int, acts: list[str], standing: dict[str, str | None]
) -> None:
    for words in acts:
        said = run("contact", chair, *words.split(), "--at", "2026-12-05", now=december(10))
        assert said.exit == 0, said.err
    found = clocks(run, now=december(10))
    assert {rule: found[rule]["state"] if rule in found else None for rule in standing} == standing


def test_a_choice_after_a_paid_compensation_starts_anew(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "approve", "--by", "ozon", now=later(1))
    run("contact", chair, "--choice", "bonus", "--amount", "300", now=later(2))
    run("contact", chair, "--done", "bonus", now=later(24))
    run("contact", chair, "--choice", "refund", now=later(24 * 12))
    found = clocks(run, now=later(24 * 13))
    assert found["bonus_promised"]["state"] == "met"
    assert (found["zzpp_refund"]["state"], found["zzpp_refund"]["due_at"][:10]) == ("running", "2026-12-15"), "ten days from the 5th"


def test_a_change_of_mind_about_a_sound_item_is_refunded(run: Run, chair: int) -> None:
    run("inspect", "--case", chair, "--suspect", "no_defect", "--date", "refused=2026-11-23")
    assert next_of(run) == "ozon-returns contact 1 --decide approve"
    run("contact", chair, "--decide", "approve", "--text", "Возвращаем.", now=later(1))
    assert next_of(run, now=later(2)) == "ozon-returns contact 1 --done refund --amount 12000"
    run("contact", chair, "--done", "refund", now=later(3))
    assert clocks(run, now=later(4))["zzpp_distance_refund"]["state"] == "met"


def test_a_worn_item_that_was_refused_is_rejected_and_the_case_can_be_closed(run: Run, chair: int) -> None:
    run("inspect", "--case", chair, "--suspect", "wear", "--date", "refused=2026-11-23")
    run("contact", chair, "--decide", "reject", "--why", "следы носки", now=later(1))
    run("resolve", chair, "--outcome", "rejected", "--cause", "wear", "--no-action", "x", now=later(2))
    assert run("resolve", chair, "--close", now=later(3)).exit == 0


def test_what_ozon_approved_is_not_rejected_but_contested(run: Run, chair: int) -> None:
    run("inspect", "--case", chair, "--suspect", "swap", "--date", "claimed=2026-11-22")
    run("contact", chair, "--decide", "approve", "--by", "ozon", now=later(1))
    (refund,) = [each for each in run("due", "--json", now=later(2)).json["due"] if each["rule"] == "zzpp_refund"]
    assert refund["command"] == "ozon-returns contact 1 --done refund --amount 12000"
    said = run("contact", chair, "--decide", "reject", "--why", "подмена", "--json", now=later(3))
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert "ozon-returns ticket 1 --letter ozon.wrong_approval" in said.error["hint"]
    assert run("contact", chair, "--decide", "reject", "--why", "спор выигран", "--by", "ozon", now=later(4)).exit == 0


def test_a_cost_recorded_before_does_not_swallow_the_next_one(run: Run, chair: int) -> None:
    run("contact", chair, "--choice", "bonus", "--amount", "300", now=later(1))
    run("resolve", chair, "--cost", "bonus=300", now=later(2))
    run("contact", chair, "--offer", "bonus", "--amount", "200", now=later(3))
    run("contact", chair, "--choice", "bonus", "--amount", "200", now=later(4))
    case = run("contact", chair, "--done", "bonus", "--amount", "200", "--json", now=later(5)).case
    assert [each["amount"] for each in case["costs"]] == ["300.00", "200.00"]


def test_the_follow_up_waits_for_what_is_owed_and_comes_after_a_rejection_that_was_taken_back(run: Run, chair: int) -> None:
    run("contact", chair, "--decide", "reject", "--why", "x", now=later(1))
    run("contact", chair, "--demand", "refund", now=later(2))
    run("resolve", chair, "--outcome", "refund", "--cause", "production", "--no-action", "x", "--force", "x", now=later(3))
    assert "follow_up" not in clocks(run, now=later(4))
    run("contact", chair, "--done", "refund", now=later(5))
    assert clocks(run, now=later(6))["follow_up"]["state"] == "running"
    assert run("contact", chair, "--follow-up", now=later(24 * 5)).exit == 0


def test_the_seller_may_answer_a_buyer_who_wrote_about_an_item_in_the_warehouse(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "warehouse")
    run("contact", 1, "--reply", "Когда отправите?")
    assert next_of(run, now=later(1)) == 'ozon-returns contact 1 --text "..."'
    assert run("contact", 1, "--text", "Сегодня.", now=later(1)).exit == 0


def test_a_compensation_for_what_turns_out_dangerous_is_not_decided(run: Run, chair: int) -> None:
    run("contact", chair, "--choice", "bonus", "--amount", "300")
    run("inspect", "--case", chair, "--severity", "dangerous")
    assert next_of(run, now=later(1)) == "ozon-returns contact 1 --decide approve"


@pytest.mark.parametrize(
    ("words", "owed"), [(("--done", "refund", "--amount", "1200"), "12,000.00"), (("--done", "bonus", "--amount", "30"), "300.00")]
)
def test_less_money_than_is_owed_is_confirmed(run: Run, chair: int, words: tuple[str, ...], owed: str) -> None:
    run("contact", chair, "--choice", "bonus", "--amount", "300")
    said = run("contact", chair, *words, "--json", now=later(1))
    assert (said.exit, said.error["code"]) == (7, "confirmation_needed")
    assert f"is less than what the buyer is owed, {owed}" in said.error["message"]
    assert run("contact", chair, *words, "--force", "less the delivery", now=later(1)).exit == 0


def test_a_refund_in_two_parts_is_whole_with_the_second(run: Run, chair: int) -> None:
    run("contact", chair, "--done", "refund", "--amount", "5000", "--force", "the first part", now=later(1))
    run("contact", chair, "--demand", "refund", now=later(2))
    assert run("contact", chair, "--done", "refund", "--amount", "7000", now=later(3)).exit == 0


def test_a_claim_is_not_decided_before_it_came(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--date", "claimed=2026-11-23 10:00")
    early = run("contact", kettle, "--decide", "approve", "--at", "2026-11-23 09:00", "--json")
    assert (early.exit, "--at" in early.error["message"]) == (5, True)
    assert run("contact", kettle, "--decide", "approve", "--at", "2026-11-23").exit == 0, "a day alone is that day"
