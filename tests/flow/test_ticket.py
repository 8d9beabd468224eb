"""`ticket`: a claim is written, followed, decided, paid."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, SUPPLIER_PAPER, Run

Take = Callable[..., Path]


def test_a_ticket_tells_all_that_is_known_and_names_its_files(run: Run, kettle: int) -> None:
    said = run("ticket", kettle, "--ask", "1990", "--until", "+10d", "--json")
    assert (said.exit, said.json["event"], said.case["status"]) == (0, "ticket_opened", "ticketed")
    assert said.json["folder"] == "cases/000001/ticket-1"
    names = ("01-defect.jpg", "02-packaging.jpg", "03-label.jpg", "04-overall.jpg", "contact-sheet.jpg")
    assert said.json["files"] == [f"cases/000001/ticket-1/{name}" for name in names]
    text = said.json["text"].replace("\xa0", " ")
    for part in ("5854-0057-1", "SKU: 158", "Чайник «Лето»", "1 990,00 ₽", "трещина", "01-defect.jpg: дефект"):
        assert part in text
    ticket = said.case["tickets"][0]
    assert (ticket["to"], ticket["situation"], ticket["asked"], ticket["outcome"]) == ("ozon", "transport", "1990.00", None)


@pytest.mark.parametrize("to", ["ozon", "supplier", "carrier"])
@pytest.mark.parametrize("situation", ["transport", "swapped", "used_return", "not_working", "incomplete", "lost", "other"])
def test_every_ticket_is_written_without_gaps(run: Run, kettle: int, to: str, situation: str) -> None:
    for words in ((), ("--ask", "100", "--until", "2026-12-01")):
        text = run("ticket", kettle, "--to", to, "--situation", situation, "--force", "a trial", *words, "--json").json["text"]
        assert "None" not in text
        assert "{" not in text
        assert "  " not in text
        assert " ." not in text
        assert "\n\n\n" not in text
        assert len(text) > 100


def test_a_draft_is_kept_and_a_number_opens_it(run: Run, kettle: int) -> None:
    draft = run("ticket", kettle, "--situation", "transport", "--draft", "--json")
    assert (draft.json["event"], draft.case["status"], draft.case["tickets"][0]["opened_at"]) == ("ticket_drafted", "inspected", None)
    opened = run("ticket", kettle, "--number", "77", "--json")
    assert (opened.json["event"], opened.case["status"]) == ("ticket_updated", "ticketed")
    assert [each["number"] for each in opened.case["tickets"]] == ["77"]


def test_the_life_of_a_ticket_is_kept_to_the_money(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "77")
    run("ticket", kettle, "--answer", "Ждите «ответа»", "--next-check", "2026-11-26")
    run("ticket", kettle, "--answer", "Отказ", "--outcome", "refused")
    appealed = run("ticket", kettle, "--appeal", "Видео приложено", "--json").case["tickets"][0]
    assert appealed["outcome"] == "refused"
    decided = run("ticket", kettle, "--outcome", "partly", "--amount", "1200", "--json")
    assert decided.json["event"] == "ticket_decided"
    assert decided.case["recovered"] == []
    paid = run("ticket", kettle, "--paid-at", "2026-11-23", "--json")
    assert paid.json["event"] == "ticket_paid"
    assert [(each["kind"], each["text"]) for each in paid.case["tickets"][0]["answers"]] == [
        ("answer", "Ждите «ответа»"),
        ("answer", "Отказ"),
        ("appeal", "Видео приложено"),
    ]
    assert [(each["from"], each["amount"]) for each in paid.case["recovered"]] == [("ozon", "1200.00")]
    assert paid.case["net_cost"] == "-1200.00"
    again = run("ticket", kettle, "--paid-at", "today", "--json")
    assert again.exit == 5
    assert "--recovered ozon=" in again.error["hint"]


def test_two_tickets_are_told_apart_by_addressee(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--to", "ozon", "--situation", "transport")
    run("ticket", kettle, "--to", "supplier", "--force", "no papers yet")
    case = run("ticket", kettle, "--to", "ozon", "--number", "A1", "--json").case
    assert [(each["no"], each["to"], each["number"]) for each in case["tickets"]] == [(1, "ozon", "A1"), (2, "supplier", None)]


def test_days_in_a_letter_are_those_of_the_seller(run: Run) -> None:
    run("inspect", "--product", "Cup", "--found-at", "2026-11-20", "--posting", "1-2-3")
    assert "20.11.2026 обнаружено" in run("ticket", 1, "--situation", "transport", "--force", "lost", "--json").json["text"]


@pytest.mark.parametrize("words", [("--amount", "5"), ("--situation", "moon")])
def test_options_that_mean_nothing_are_wrong_usage(run: Run, kettle: int, words: tuple[str, ...]) -> None:
    assert run("ticket", kettle, *words).exit == 2


@pytest.mark.parametrize("words", [("--answer", "x"), ("--outcome", "approved"), ("--paid-at", "today"), ("--appeal", "x")])
def test_news_of_a_ticket_that_is_not_there_is_refused(run: Run, kettle: int, words: tuple[str, ...]) -> None:
    said = run("ticket", kettle, *words, "--json")
    assert said.exit == said.error["exit"] == 5
    assert "--situation" in said.error["hint"]


def test_what_it_is_about_is_asked_for_where_nothing_suggests_it(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "return", "--note", "Принят 20.11, последнее место: Тверь")
    said = run("ticket", 1, "--situation", "lost", "--json")
    assert (said.exit, said.error["message"]) == (
        5,
        "A ticket about case 1 would be refused: it lacks the number of the posting and the price.",
    )
    assert "inspect --case 1 --posting NO --price AMOUNT" in said.error["hint"]
    run("inspect", "--case", 1, "--return-id", "R7", "--price", "5")
    assert run("ticket", 1).exit == 2
    assert run("ticket", 1, "--to", "ozon", person=True, typed="9\nlost\n").exit == 0
    assert run("show", 1, "--json").case["tickets"][0]["situation"] == "lost"


def test_partly_needs_its_amount(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "100")
    assert run("ticket", kettle, "--outcome", "partly").exit == 2
    assert run("ticket", kettle, "--outcome", "refused", "--amount", "5").exit == 5
    assert run("ticket", kettle, "--outcome", "approved", "--json").case["tickets"][0]["amount"] == "100.00"


def test_a_ticket_keeps_its_number(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "5", "--number", "77")
    said = run("ticket", kettle, "--number", "78", "--answer", "нет", "--json")
    assert said.exit == 5
    assert "77" in said.error["message"]
    warned = run("ticket", kettle, "--ask", "5")
    assert "not decided yet" in warned.err


def test_money_is_owed_until_all_of_it_has_arrived(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "A-7")
    assert run("list", "owed:yes", "--json").json["cases"] == []
    run("ticket", kettle, "--outcome", "partly", "--amount", "1500", "--next-check", "2026-12-01")
    said = run("list", "owed:yes", "--json").json
    assert [each["number"] for each in said["cases"]] == [kettle]
    assert said["owed"] == [
        {"case": 1, "from": "ozon", "number": "A-7", "since": "2026-11-23T12:00:00+03:00", "promised": "1500.00", "arrived": "0.00", "amount": "1500.00", "next_check": "2026-12-01T23:59:59+03:00"},
    ]  # fmt: skip
    later = NOW + timedelta(days=8)
    case = run("ticket", kettle, "--paid-at", "2026-11-25", "--amount", "600", "--json", now=later).case
    assert (case["owed"], case["tickets"][0]["paid"], case["tickets"][0]["paid_at"]) == ("900.00", "600.00", None)
    clock = next(each for each in case["clocks"] if each["rule"] == "ticket_money")
    assert (clock["state"], clock["due_at"]) == ("running", "2026-12-01T23:59:59+03:00")
    assert run("list", "owed>899").out.startswith("1\t")
    case = run("ticket", kettle, "--paid-at", "2026-11-30", "--json", now=later).case
    assert (case["owed"], case["tickets"][0]["paid"]) == ("0.00", "1500.00")
    assert sum(float(each["amount"]) for each in case["recovered"]) == 1500
    assert next(each for each in case["clocks"] if each["rule"] == "ticket_money")["state"] == "met"
    assert run("list", "owed:yes").out == ""
    assert run("list", "owed:no", "--json").json["total"] == 1
    assert run("ticket", kettle, "--paid-at", "today").exit == 5


def test_money_that_is_taken_back_is_owed_again_and_the_case_opens(run: Run, kettle: int) -> None:
    assert run("ticket", kettle, "--taken-back", "today", "--json").error["code"] == "ticket_not_found"
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--outcome", "approved", "--paid-at", "today")
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "x", "--close", "--force", "x")
    assert run("ticket", kettle, "--taken-back", "today", "--amount", "2000").exit == 5
    said = run("ticket", kettle, "--taken-back", "today", "--json")
    assert (said.json["event"], said.case["status"], said.case["outcome"]) == ("ticket_taken_back", "ticketed", "refund")
    ticket = said.case["tickets"][0]
    assert (ticket["outcome"], ticket["amount"], ticket["paid"], ticket["taken_back"]) == ("approved", "1990.00", "1990.00", "1990.00")
    assert (ticket["outstanding"], ticket["paid_at"]) == ("1990.00", None)
    assert (said.case["net_cost"], said.case["owed"]) == ("0.00", "1990.00")
    assert [each["kind"] for each in said.case["costs"]] == ["decompensation"]
    assert "Декомпенсация без оснований" in run("ticket", kettle, "--letter", "ozon.decompensation", "--set", "facts=товар не передан").out
    run("ticket", kettle, "--outcome", "approved", "--amount", "1990")
    assert run("list", "owed:yes", "--json").json["owed_sum"] == "1990.00"
    assert run("ticket", kettle, "--paid-at", "today", "--json").case["owed"] == "0.00"
    assert run("list", "owed:yes").out == ""


def test_answers_are_kept_word_for_word_with_their_day(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "A-7", "--until", "2026-11-30")
    run("ticket", kettle, "--answer", "  Ждите.\nДва дня. ", "--at", "2026-11-24 10:00", now=NOW + timedelta(days=1))
    run("ticket", kettle, "--answer", "Отказ.", "--outcome", "refused", "--at", "2026-11-26 09:30", now=NOW + timedelta(days=3))
    ticket = run("show", kettle, "--json").case["tickets"][0]
    assert [(each["at"], each["text"]) for each in ticket["answers"]] == [
        ("2026-11-24T10:00:00+03:00", "  Ждите.\nДва дня. "),
        ("2026-11-26T09:30:00+03:00", "Отказ."),
    ]
    assert ticket["decided_at"] == "2026-11-26T09:30:00+03:00"
    later = NOW + timedelta(days=4)
    said = run("ticket", kettle, "--appeal", "Упаковка цела.\nВес совпадает.", now=later)
    assert "По обращению A-7 от 23.11.2026 получен отказ 26.11.2026: «Отказ»." in said.out
    assert "1. Упаковка цела.\n2. Вес совпадает." in said.out
    clocks = {each["rule"]: each for each in run("show", kettle, "--json").case["clocks"]}
    assert (clocks["ticket_answer"]["state"], clocks["ticket_answer"]["due_at"]) == ("running", "2026-11-30T23:59:59+03:00")
    said = run("ticket", kettle, "--letter", "ozon.reminder", "--json", now=later + timedelta(days=3))
    assert said.json["event"] == "ticket_reminded"
    assert "Обращение A-7 от 23.11.2026, ответа нет 3 дня." in said.json["text"]
    assert [each["kind"] for each in said.case["tickets"][0]["answers"]] == ["answer", "answer", "appeal", "reminder"]


def test_a_supplier_has_thirty_days_to_answer_a_claim(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--suspect", "production")
    notice = next(each for each in run("due", "--json").json["due"] if each["rule"] == "gk_supplier_notice")
    assert notice["due_at"] == "2026-11-30T23:59:59+03:00"
    assert run("ticket", kettle, "--to", "supplier", "--draft").exit == 0
    paper = [*SUPPLIER_PAPER, "--set", "calc=Чайник=1990"]
    said = run("ticket", kettle, "--to", "supplier", "--letter", "supplier.claim", "--force", "no paper yet", *paper)
    assert said.exit == 0, said.err
    clocks = {each["rule"]: each for each in run("show", kettle, "--json").case["clocks"]}
    assert (clocks["gk_supplier_notice"]["state"], clocks["gk_supplier_notice"]["due_at"]) == ("met", "2026-11-30T23:59:59+03:00")
    assert clocks["gk_supplier_claim_answer"]["due_at"] == "2026-12-23T23:59:59+03:00"
    run("ticket", kettle, "--to", "supplier", "--answer", "Согласны.")
    clocks = {each["rule"]: each for each in run("show", kettle, "--json").case["clocks"]}
    assert clocks["gk_supplier_claim_answer"]["state"] == "met"


def test_a_draft_with_blanks_is_not_sent_and_what_is_set_then_fills_it(run: Run, kettle: int, photo: Callable[..., Path]) -> None:
    draft = run("ticket", kettle, "--to", "supplier", "--draft", "--json")
    assert "________" in draft.json["text"]
    paper = photo("waybill.jpg", "label", 9)
    run("inspect", "--case", kettle, f"document={paper}")
    refused = run("ticket", kettle, "--sent", "--json")
    assert (refused.exit, refused.error["code"]) == (5, "letter_incomplete")
    assert run("show", kettle, "--json").case["tickets"][0]["opened_at"] is None
    sent = run("ticket", kettle, "--sent", *SUPPLIER_PAPER, "--json")
    ticket = sent.case["tickets"][0]
    assert (sent.exit, ticket["opened_at"] is None) == (0, False)
    assert {line[:22] for line in sent.err.splitlines()} == {"Kept for other letters"}
    assert "14/25" in ticket["text"]
    assert sent.json["text"] == ticket["text"]
    late = run("ticket", kettle, "--sent", "--set", "city=Омск")
    assert "What was typed with --set was not used" in late.err


def test_an_answer_to_a_draft_keeps_what_is_known_and_names_the_blanks(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--to", "supplier", "--draft")
    said = run("ticket", kettle, "--answer", "Присылайте.", "--set", "contract_number=12/3-Р", "--force", "no papers", "--json")
    ticket = said.case["tickets"][0]
    assert (ticket["opened_at"] is None, "12/3-Р" in ticket["text"], "________" in ticket["text"]) == (False, True, True)
    assert "The saved text of ticket 1 still has blanks: " in said.err


def test_a_forced_draft_goes_out_with_its_blanks_and_says_so(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--to", "supplier", "--draft")
    sent = run("ticket", kettle, "--sent", "--force", "filled in by hand")
    assert sent.exit == 0
    assert "The saved text of ticket 1 still has blanks: " in sent.err
    assert "still has blanks" not in run("ticket", kettle, "--answer", "Ждите.").err


def test_a_decision_that_is_not_there_cannot_be_contested(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    for words in (("--appeal", "Нет."), ("--letter", "ozon.decompensation")):
        said = run("ticket", kettle, *words, "--json")
        assert (said.exit, said.error["code"]) == (5, "invalid"), words
        assert said.error["hint"] == "First: ozon-returns ticket 1 --ticket 1 --outcome refused"
    assert run("ticket", kettle, "--letter", "ozon.reminder").exit == 0
    assert run("ticket", kettle, "--appeal", "Нет.", "--force", "Ozon has closed the chat").exit == 0


def test_one_number_belongs_to_one_ticket(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "A-7")
    said = run("ticket", kettle, "--situation", "other", "--ask", "100", "--number", "A-7", "--json")
    assert (said.exit, said.error["message"]) == (5, "Ticket 1 of case 1 has the number A-7 already.")
    assert run("ticket", kettle, "--situation", "other", "--ask", "100").exit == 0
    assert run("ticket", kettle, "--ticket", "2", "--number", "A-7").exit == 5
    assert run("ticket", kettle, "--ticket", "1", "--number", "A-7", "--next-check", "today").exit == 0
    assert run("ticket", kettle, "--ticket", "2", "--number", "A-7", "--force", "one chat for both").exit == 0
    assert run("ticket", kettle, "--number", "A-7", "--answer", "Ждите.").exit == 0


def test_a_part_payment_says_what_is_outstanding(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "A-7")
    run("ticket", kettle, "--outcome", "approved")
    part = run("ticket", kettle, "--paid-at", "today", "--amount", "1500")
    assert "490.00 ₽ of ticket 1 has not been paid yet." in part.err.replace("\xa0", " ")
    assert "has not been paid" not in run("ticket", kettle, "--paid-at", "today").err


def test_news_of_a_ticket_that_there_is_not_names_its_recipient(run: Run, kettle: int) -> None:
    said = run("ticket", kettle, "--to", "carrier", "--answer", "Нет.", "--json")
    assert said.error["hint"] == "First: ozon-returns ticket 1 --to carrier --situation transport"


def test_a_ticket_is_withdrawn_once_and_pursued_again_by_news_of_it(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "A")
    case = run("ticket", kettle, "--withdraw", "дубль", "--json").case
    assert (case["tickets"][0]["withdrawn"], case["tickets"][0]["outstanding"]) == ("дубль", "0.00")
    assert "ticket_look" not in {each["rule"] for each in run("due", "--json").json["due"]}
    said = run("ticket", kettle, "--withdraw", "ещё раз", "--json")
    assert (said.exit, "withdrawn on" in said.error["message"]) == (5, True)
    case = run("ticket", kettle, "--number", "A", "--answer", "Мы нашли посылку.", "--json").case
    assert (case["tickets"][0]["withdrawn_at"], case["tickets"][0]["withdrawn"]) == (None, None)
    text = run("show", kettle, "--ticket", "1").out
    assert text.startswith("Тема: Повреждение товара в логистике")
    assert run("show", kettle, "--ticket", "2", "--json").error["code"] == "ticket_not_found"


def test_a_forced_ticket_names_the_blanks_of_its_text(run: Run, kettle: int) -> None:
    said = run("ticket", kettle, "--situation", "swapped", "--ask", "5", "--force", "x")
    assert "The saved text of ticket 1 still has blanks: got_item." in said.err


def test_next_names_what_the_letter_wants_to_know(run: Run, photo: Take) -> None:
    shots = [f"{role}={photo(f'{role}.jpg', seed=no)}" for no, role in enumerate(("packaging", "label", "defect", "overall"), 1)]
    common = ["--product", "Cup", "--posting", "5-5", "--price", "700", "--quantity", "3", "--suspect", "transport", "--stage", "return"]
    run("inspect", *shots, *common, "--defect", "crack")
    assert run("show", 1, "--json").json["next"] == 'ozon-returns ticket 1 --to ozon --ask 2100 --set damage_signs="..."', "3 × 700"
    run("inspect", "--case", 1, "--note", "след удара на коробке")
    assert run("show", 1, "--json").json["next"] == "ozon-returns ticket 1 --to ozon --ask 2100"
    assert run("ticket", 1, "--to", "ozon", "--ask", "2100").exit == 0


def test_what_was_lost_of_an_item_that_the_buyer_keeps_is_the_compensation(run: Run, photo: Take) -> None:
    shots = [f"{role}={photo(f'{role}.jpg', seed=no)}" for no, role in enumerate(("packaging", "label", "defect", "overall"), 1)]
    common = ["--product", "Cup", "--posting", "5-5", "--price", "3290", "--scheme", "fbo", "--suspect", "transport", "--stage", "buyer"]
    run("inspect", *shots, *common, "--defect", "crack", "--note", "удар", "--date", "claimed=today")
    run("contact", 1, "--offer", "bonus", "--amount", "700")
    run("contact", 1, "--choice", "bonus", "--reply", "Да")
    run("contact", 1, "--decide", "partial", "--done", "bonus", "--text", "Перечислили.")
    assert run("show", 1, "--json").json["next"] == "ozon-returns ticket 1 --to ozon --ask 700"


def test_closing_with_a_ticket_that_waits_asks_for_its_decision(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--situation", "other", "--ask", "5", "--force", "x")
    run("resolve", kettle, "--outcome", "refund", "--cause", "listing", "--no-action", "x")
    assert "ozon-returns ticket 1 --ticket 1 --outcome approved" in run("resolve", kettle, "--close", "--json").error["hint"]


def test_an_appeal_names_the_number_and_the_refusal_told_with_it(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    words = ["--number", "4711", "--answer", "Упаковка цела", "--outcome", "refused", "--at", "2026-11-23"]
    text = run("ticket", kettle, *words, "--appeal", "Видео приложено", "--json").json["text"]
    assert "Тема: Несогласие с решением по обращению 4711\n" in text
    assert "получен отказ 23.11.2026: «Упаковка цела»." in text


def test_a_forced_ticket_asks_for_its_letter_all_the_same(run: Run) -> None:
    run(
        "inspect",
        "--product",
        "Cup",
        "--price",
        "500",
        "--posting",
        "12345678-0001-1",
        "--suspect",
        "transport",
        "--found-at",
        "2026-11-20",
    )
    said = run("ticket", 1, "--situation", "swapped", "--force", "no number on it", person=True, typed="a chipped saucer\n")
    assert said.exit == 0, said.err
    assert "a chipped saucer" in said.out + said.err
