"""`contact`: letters, offers, answers, and the buyer's word at the end."""

from datetime import timedelta

import pytest

from tests.conftest import NOW, Run


def test_an_offer_writes_a_letter_and_makes_the_case_contacted(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--offer", "refund", "--offer", "bonus", "--amount", "300", "--until", "2026-11-30", "--json")
    assert (said.exit, said.json["event"], said.case["status"]) == (0, "letter_written", "contacted")
    text = said.json["text"]
    for part in ("«Чайник „Лето“»", "5854-0057-1", "трещина", "1. Полный возврат", "300,00 ₽", "30.11.2026"):
        assert part in text.replace("\xa0", " ")
    offers = [(each["kind"], each["amount"], each["until"]) for each in said.case["offers"]]
    assert offers == [("refund", None, "2026-11-30T23:59:59+03:00"), ("bonus", "300.00", "2026-11-30T23:59:59+03:00")]
    assert said.case["letters"][0]["text"] == text


def test_a_draft_is_kept_but_the_buyer_does_not_have_it(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--offer", "refund", "--draft", "--json")
    assert (said.json["event"], said.case["status"]) == ("letter_drafted", "inspected")
    assert said.case["letters"][0]["sent_at"] is None
    assert said.case["offers"] == []


def test_own_words_go_instead_of_a_letter(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--text", "-", "--channel", "claim", "--json", typed="Здравствуйте!\n")
    assert said.json["text"] == "Здравствуйте!"
    assert said.case["letters"][0]["channel"] == "claim"


def test_the_buyers_answer_and_choice_are_kept_word_for_word(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund_keep")
    said = run("contact", kettle, "--reply", "Да, давайте; = спасибо", "--choice", "refund_keep", "--json")
    assert said.json["event"] == "offer_chosen"
    assert said.case["letters"][-1]["text"] == "Да, давайте; = спасибо"
    assert said.case["letters"][-1]["direction"] == "in"
    assert said.case["offers"][0]["chosen_at"] is not None


def test_the_last_choice_is_the_one_that_counts(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund", "--offer", "replacement")
    run("contact", kettle, "--choice", "refund")
    case = run("contact", kettle, "--choice", "replacement", "--json").case
    assert [(each["kind"], each["chosen_at"] is not None) for each in case["offers"]] == [("refund", False), ("replacement", True)]


def test_a_choice_needs_no_offer_before_it_but_its_amount(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    said = run("contact", kettle, "--choice", "bonus", "--json")
    assert said.exit == said.error["exit"] == 2
    case = run("contact", kettle, "--choice", "bonus", "--amount", "500", "--json").case
    assert [(each["kind"], each["amount"], bool(each["chosen_at"])) for each in case["offers"]] == [
        ("refund", None, False),
        ("bonus", "500.00", True),
    ]


@pytest.mark.parametrize(("amount", "code"), [("1990", 5), ("1989.01", 5), ("1989", 0), ("1", 0), ("0.99", 5), ("abc", 2)])
def test_a_bonus_is_from_one_rouble_to_one_below_the_price(run: Run, kettle: int, amount: str, code: int) -> None:
    assert run("contact", kettle, "--offer", "bonus", "--amount", amount).exit == code


@pytest.mark.parametrize(
    "words", [(), ("--amount", "5"), ("--offer", "bonus"), ("--letter", "buyer.first_answer"), ("--score", "6"), ("--offer", "gift")]
)
def test_options_that_mean_nothing_are_wrong_usage(run: Run, kettle: int, words: tuple[str, ...]) -> None:
    assert run("contact", kettle, *words).exit == 2


def test_a_letter_there_is_not_is_refused_with_what_there_is(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--letter", "buyer.folowup", "--json")
    assert said.exit == 5
    assert "buyer.followup" in said.error["hint"]


def test_nobody_writes_about_an_item_that_never_left(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "warehouse")
    said = run("contact", 1, "--offer", "refund", "--json")
    assert said.exit == 5
    assert "there is no buyer" in said.error["message"]
    assert run("contact", 1, "--offer", "refund", "--force", "it was sent by mistake").exit == 0


def test_the_follow_up_comes_after_the_end_and_never_before(run: Run, kettle: int) -> None:
    early = run("contact", kettle, "--follow-up", "--json")
    assert (early.exit, early.error["code"]) == (5, "not_allowed_now")
    assert f"resolve {kettle} --outcome" in early.error["hint"]
    assert run("contact", kettle, "--satisfied", "yes").exit == 5
    run("contact", kettle, "--decide", "keep", "--done", "refund")
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "once")
    said = run("contact", kettle, "--follow-up", "--json")
    assert (said.exit, said.case["status"]) == (0, "resolved")
    assert "всё ли в порядке" in said.json["text"]
    assert f"contact {kettle} --satisfied" in run("contact", kettle, "--follow-up").out


def test_a_second_word_does_not_overwrite_the_first(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund")
    run("contact", kettle, "--satisfied", "no", "--score", "2", "--comment", "долго")
    case = run("contact", kettle, "--satisfied", "yes", "--score", "5", "--again", "yes", "--json").case
    assert [(each["satisfied"], each["score"], each["again"], each["comment"]) for each in case["feedback"]] == [
        (False, 2, None, "долго"),
        (True, 5, True, None),
    ]


def test_a_person_is_asked_what_to_offer(run: Run, kettle: int) -> None:
    said = run("contact", kettle, person=True, typed="3\nbonus, 1\n500\n")
    assert said.exit == 0
    assert "$ ozon-returns contact 1 --offer bonus --amount 500 --offer refund" in said.err
    case = run("show", kettle, "--json").case
    assert [(each["kind"], each["amount"]) for each in case["offers"]] == [("bonus", "500.00"), ("refund", None)]


def test_a_bonus_is_offered_twice_at_most_and_within_the_price(run: Run, kettle: int) -> None:
    for amount in ("0.99", "1989.01", "1990"):
        assert run("contact", kettle, "--offer", "bonus", "--amount", amount).exit == 5
    said = run("contact", kettle, "--offer", "bonus", "--amount", "1989")
    assert "partial compensation 1 of 2" in said.err
    assert "rejecting the claim may become impossible" in said.err
    assert run("contact", kettle, "--offer", "bonus", "--amount", "1").exit == 0
    said = run("contact", kettle, "--offer", "bonus", "--amount", "5", "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert run("contact", kettle, "--offer", "bonus", "--amount", "5", "--force", "Ozon allowed it").exit == 0
    assert [each["amount"] for each in run("show", kettle, "--json").case["offers"]] == ["1989.00", "1.00", "5.00"]


def test_only_who_delivers_himself_sends_a_replacement(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--offer", "replacement", "--until", "2026-12-01")
    assert "Возврат денег и новый заказ" in said.out
    assert "Only rFBS sellers" in said.err
    run("inspect", "--case", kettle, "--scheme", "rfbs")
    said = run("contact", kettle, "--offer", "replacement", "--until", "2026-12-01")
    assert "Замена: отправим исправный экземпляр до 01.12.2026." in said.out
    assert [each["how"] for each in run("show", kettle, "--json").case["offers"]] == ["reorder", "post"]


def test_what_was_offered_chosen_and_refused_is_kept_with_its_time(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--scheme", "rfbs")
    run("contact", kettle, "--offer", "bonus", "--amount", "500", "--offer", "refund")
    said = run("contact", kettle, "--refused", "bonus", "--reply", "Мало", "--json", now=NOW + timedelta(hours=3))
    assert said.json["event"] == "offer_refused"
    bonus, refund = said.case["offers"]
    assert (bonus["refused_at"], refund["refused_at"]) == ("2026-11-23T15:00:00+03:00", None)
    clock = next(each for each in said.case["clocks"] if each["rule"] == "ozon_rfbs_after_partial_refused")
    assert (clock["due_at"], clock["state"]) == ("2026-11-26T23:59:59+03:00", "running")
    case = run("contact", kettle, "--choice", "refund", "--json", now=NOW + timedelta(hours=5)).case
    assert case["offers"][1]["chosen_at"] == "2026-11-23T17:00:00+03:00"
    assert next(each for each in case["clocks"] if each["rule"] == "ozon_rfbs_after_partial_refused")["state"] == "met"


def test_a_buyer_who_is_discontent_after_all_is_not_passed_over(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve", "--at", "2026-11-23 11:00")
    run("contact", kettle, "--done", "refund")
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "x", "--close", "--force", "x")
    said = run("contact", kettle, "--satisfied", "no")
    assert said.exit == 0
    assert 'The case stays closed although the buyer is not content; to go on with it: ozon-returns resolve 1 --reopen "..."' in said.err
    assert "stays closed" not in run("contact", kettle, "--satisfied", "yes").err
