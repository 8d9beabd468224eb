"""`ticket`: a claim is written, followed, decided, paid."""

import pytest

from tests.conftest import Run


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
    assert run("ticket", 1).exit == 2
    assert run("ticket", 1, person=True, typed="9\nlost\n").exit == 0
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
    assert "is not decided yet" in warned.err
