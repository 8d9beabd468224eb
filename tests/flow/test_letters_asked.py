"""What a letter wants is asked once: the seller's own values, the supplier's, and those of the delivery for the other letters of the case."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, SUPPLIER_PAPER, Run
from tests.flow.test_due import due, later

DEMAND = [
    word for each in ("proof_of_origin=акт", "breach_kind=являются существенными", "demands=вернуть деньги") for word in ("--set", each)
]
CLAIM = ["--to", "supplier", "--letter", "supplier.claim"]
TERM = ["--set", "until=2026-12-07", "--set", "paper_number=8", "--set", "bank_details=р/с 1", *DEMAND]


@pytest.fixture
def notified(run: Run) -> int:
    """Open a case in the warehouse of which the supplier was notified, for whose product the purchase cost is known."""
    run("import", "-", typed="products: [{sku: '9', cost: 210}]")
    words = ["--sku", "9", "--product", "Кружка", "--article", "MUG", "--supplier", "Гжель", "--stage", "warehouse", "--quantity", "12"]
    number = int(run("inspect", *words, "--defect", "crack", "--suspect", "production", "--json").case["number"])
    said = run("ticket", number, "--to", "supplier", "--force", "photos follow", *SUPPLIER_PAPER)
    assert said.exit == 0, said.err
    return number


def test_a_claim_knows_what_the_notice_was_told_of_the_delivery(run: Run, notified: int) -> None:
    said = run("show", notified, "--letter", "supplier.claim", *TERM, "--json")
    assert said.exit == 0, said.err
    assert "по документу УПД № 311 от 12.10.2026 поставлен товар «Кружка», 120 шт." in said.json["text"]


def test_what_was_told_to_a_ticket_that_was_undone_is_asked_again(run: Run, notified: int) -> None:
    run("undo")
    said = run("show", notified, "--letter", "supplier.claim", *TERM, "--json")
    assert (said.exit, said.error["code"]) == (5, "letter_incomplete")
    assert "delivery_doc" in said.error["message"]
    assert "seller_inn" not in said.error["message"], "the seller's own stays in the settings"


def test_a_later_word_about_the_delivery_goes_first(run: Run, notified: int) -> None:
    said = run("show", notified, "--letter", "supplier.claim", *TERM, "--set", "delivery_doc=УПД № 312", "--json")
    assert "по документу УПД № 312 от 12.10.2026" in said.json["text"]


def test_the_date_by_which_a_claim_wants_its_answer_is_the_date_that_is_counted(run: Run, notified: int) -> None:
    said = run("ticket", notified, *CLAIM, *TERM, "--force", "photos follow", "--json")
    assert said.exit == 0, said.err
    assert "требуем в срок до 07.12.2026" in said.json["text"]
    assert said.case["tickets"][1]["until"] == "2026-12-07T23:59:59+03:00"
    waiting = [each["due_at"] for each in due(run, now=later(24 * 14)) if (each["about"], each["rule"]) == ("supplier-2", "ticket_answer")]
    assert waiting == ["2026-12-07T23:59:59+03:00"]
    court = {each["rule"]: each["due_at"] for each in said.case["clocks"]}["gk_supplier_claim_answer"]
    assert court == "2026-12-23T23:59:59+03:00", "thirty days before one may go to court, whatever date the letter names"


def test_the_option_goes_before_what_was_set_in_the_letter(run: Run, notified: int) -> None:
    said = run("ticket", notified, *CLAIM, *TERM, "--until", "2026-12-10", "--force", "photos follow", "--json")
    assert said.case["tickets"][1]["until"] == "2026-12-10T23:59:59+03:00"
    assert "требуем в срок до 10.12.2026" in said.json["text"]


@pytest.mark.parametrize(
    ("value", "said"), [("seller_inn=690212345678", "no tax number"), (f"until={NOW - timedelta(days=1):%d.%m.%Y}", "past")]
)
def test_a_slip_is_refused_and_nothing_is_kept(run: Run, notified: int, home: Path, value: str, said: str) -> None:
    before = (home / "settings.toml").read_text(encoding="utf-8")
    refused = run("ticket", notified, *CLAIM, *TERM, "--set", value, "--json")
    assert refused.exit in (2, 5)
    assert said in refused.error["message"]
    assert (home / "settings.toml").read_text(encoding="utf-8") == before


def test_a_note_tells_what_was_kept_and_how_it_is_changed(run: Run) -> None:
    run("inspect", "--product", "Кружка", "--supplier", "Гжель", "--stage", "warehouse", "--defect", "crack")
    said = run("ticket", 1, "--to", "supplier", "--force", "photos follow", *SUPPLIER_PAPER)
    assert "Your tax number (690212345650)" in said.err
    assert "change it: ozon-returns settings set letters." in said.err
    assert "Kept for other letters to Гжель in " in said.err
    assert run("settings", "set", "letters.seller_inn", "7830002293").exit == 0
    assert "7830002293" in run("show", 1, "--letter", "supplier.notice", *SUPPLIER_PAPER[:4], "--by-hand").out


@pytest.mark.parametrize(("value", "said"), [("690212345678", "no tax number"), ("контора", "no tax number")])
def test_a_slip_in_a_value_for_letters_is_no_setting(run: Run, value: str, said: str) -> None:
    refused = run("settings", "set", "letters.seller_inn", value)
    assert (refused.exit, said in refused.err) == (2, True)
    assert run("settings", "set", "letters.seller_inn", "").exit == 0, "empty means none"
    assert run("settings", "set", "letters.shop_name", "Дом").exit == 0


def test_nothing_more_is_awaited_of_a_notice_that_was_answered(run: Run, notified: int) -> None:
    waits = {"ticket_answer", "ticket_check", "ticket_look"}
    assert {each["rule"] for each in due(run, now=later(24 * 40))} & waits
    run("ticket", notified, "--answer", "Согласны с недостатками.", now=later(2))
    assert not {each["rule"] for each in due(run, now=later(24 * 40))} & waits
    assert run("show", notified, "--json").json["next"] == f"ozon-returns ticket {notified} --to supplier --letter supplier.claim"
    assert run("check").out == ""


def test_nothing_more_is_awaited_of_a_notice_that_a_claim_followed(run: Run, notified: int) -> None:
    run("ticket", notified, *CLAIM, *TERM, "--force", "photos follow", now=later(2))
    assert {each["about"] for each in due(run, now=later(24 * 40)) if each["about"]} == {"supplier-2"}
    run("ticket", notified, "--ticket", 2, "--answer", "Думаем.", now=later(3))
    assert {each["about"] for each in due(run, now=later(24 * 40)) if each["about"]} == {"supplier-2"}, "of a claim more is awaited"


def test_a_claim_with_a_date_before_which_no_court_takes_it_says_so(run: Run, notified: int) -> None:
    words = ["ticket", notified, *CLAIM, *TERM, "--force", "photos follow"]
    assert "no earlier than 30 days after the claim" in run(*words).err
    assert "no earlier than 30 days" not in run(*words, "--until", "2026-12-25").err


def test_a_notice_can_do_without_the_suppliers_article(run: Run, notified: int) -> None:
    run("undo")
    run("fix", notified, "article=")
    pairs = [pair for pair in zip(SUPPLIER_PAPER[::2], SUPPLIER_PAPER[1::2], strict=True) if "supplier_article" not in pair[1]]
    text = run("show", notified, "--letter", "supplier.notice", *(word for pair in pairs for word in pair)).out
    assert "получен товар «Кружка», 120 шт." in text


def test_the_letter_of_an_approved_return_does_not_say_who_approved_it(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve", "--by", "ozon")
    assert "Возврат по отправлению" in run("show", kettle, "--letter", "buyer.approve").out
    assert "Мы одобрили" not in run("show", kettle, "--letter", "buyer.approve").out


@pytest.mark.parametrize(("word", "language"), [("NO", "en"), ("НОМЕР", "ru"), ("NO", "ru")])
def test_what_stands_for_a_value_is_none(run: Run, kettle: int, word: str, language: str) -> None:
    said = run("inspect", "--case", kettle, "--batch", word, "--lang", language)
    assert (said.exit, word in said.err) == (2, True)
    assert run("show", kettle, "--json").case["batch"] is None


def test_a_decision_after_the_term_is_asked_when_it_was(run: Run, kettle: int) -> None:
    late = later(30)
    assert "if that was earlier, say when: --at" in run("contact", kettle, "--decide", "approve", "--by", "ozon", now=late).err
    run("undo", now=late)
    said = run("contact", kettle, person=True, typed="1\n\n\n\n", now=late)
    assert "When was it decided [24.11.2026 12:00]" in said.err
    decided = run("show", kettle, "--json", now=late).case["decisions"][-1]
    assert (decided["by"], decided["at"]) == ("ozon", "2026-11-24T12:00:00+03:00"), said.err


def test_a_day_by_which_something_is_done_lies_ahead(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--liable", "ozon", "--cost", "refund=1990")
    said = run("resolve", kettle, person=True, typed="-\n-\nвкладыш\n\n20.11.2026\n30.11.2026\n-\n-\nn\n")
    assert "2026-11-20 is in the past." in said.err
    assert run("show", kettle, "--json").case["actions"][0]["due"].startswith("2026-11-30")


def test_a_claim_asks_what_it_cannot_know_and_works_out_the_rest(run: Run, photo: Callable[..., Path]) -> None:
    words = ["--product", "Кружка", "--supplier", "Гжель", "--stage", "warehouse", "--quantity", "12", "--defect", "crack", "--batch", "B1"]
    shots = [
        f"{role}={photo(f'{role}.jpg', 'label' if role == 'document' else role, number)}"
        for number, role in enumerate(("label", "packaging", "overall", "defect", "document"))
    ]
    run("inspect", *shots, *words, "--suspect", "production")
    assert run("ticket", 1, "--to", "supplier", *SUPPLIER_PAPER).exit == 0
    answers = ["8", "двести", "210", "акт", "деньги", "являются существенными", "22.11.2026", "07.12.2026", "", "р/с 1"]
    said = run("ticket", 1, *CLAIM, person=True, typed="\n".join(answers) + "\n")
    assert said.exit == 0, said.err
    assert "1 of 9: Number of the paper" in said.err
    assert "[вернуть уплаченные 2\xa0520,00\xa0₽]" in said.err
    assert "Calculation" not in said.err, "it follows from the purchase cost"
    text = run("show", 1, "--json").case["tickets"][1]["text"]
    assert "1. вернуть уплаченные 2\xa0520,00\xa0₽" in text
    assert "Кружка, 12 × 210,00: 2\xa0520,00\xa0₽" in text
    assert run("show", 1, "--json").case["tickets"][1]["asked"] == "2520.00"


def test_a_claim_of_long_ago_may_name_a_date_that_has_passed_with_a_reason(run: Run, notified: int) -> None:
    words = ["ticket", notified, *CLAIM, *TERM, "--set", "until=2026-11-01"]
    assert run(*words, "--json").error["exit"] == 5
    assert run(*words, "--force", "it was sent in October").exit == 0


def test_a_claim_says_that_consumers_returned_the_goods_only_where_that_is_recorded(run: Run, notified: int) -> None:
    run("fix", notified, "stage=buyer")
    text = ["show", notified, "--letter", "supplier.claim", *TERM]
    assert "возвращён потребителями" not in run(*text).out, "it was at a buyer's, who may have kept it"
    run("inspect", "--case", notified, "--date", "return_received=today")
    assert "Товар возвращён потребителями (12 шт.)" in run(*text).out


def test_no_money_is_proposed_to_be_demanded_for_a_defect_that_is_not_substantial(run: Run, notified: int) -> None:
    pairs = [pair for pair in zip(TERM[::2], TERM[1::2], strict=True) if not pair[1].startswith(("demands", "breach_kind"))]
    words = [word for pair in pairs for word in pair]
    said = run("ticket", notified, *CLAIM, *words, person=True, typed="210\nне являются существенными\n\nуменьшить цену на 100 ₽\n")
    assert "вернуть уплаченные" not in said.err


def test_an_item_without_a_serial_number_has_none_in_letters(run: Run) -> None:
    run(
        "inspect",
        "--product",
        "Лампа",
        "--price",
        "500",
        "--posting",
        "1-0001-1",
        "--serial",
        "Нет",
        "--suspect",
        "swap",
        "--stage",
        "return",
    )
    text = run("show", 1, "--letter", "ozon.return_swapped", "--set", "got_item=кирпич", "--json").json["text"]
    assert "ерийный номер" not in text
    assert "кирпич" in text
