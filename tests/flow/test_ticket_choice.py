"""Which ticket a command means, what letters say of it, and when it is looked after."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Run


def later(days: float) -> Any:  # noqa: ANN401  a moment
    """Return a moment some days after now."""
    return NOW + timedelta(days=days)


@pytest.fixture
def two(run: Run, kettle: int) -> int:
    """Open a ticket to Ozon, then one to a supplier."""
    run("ticket", kettle, "--ask", "1990", "--number", "A-7")
    run("ticket", kettle, "--to", "supplier", "--ask", "700", "--number", "S-1", "--force", "no papers yet")
    return kettle


def clocks(run: Run, case: int, now: Any = NOW) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Return the clocks of a case by rule and what they are about."""
    return {f"{each['rule']} {each['about'] or ''}".strip(): each for each in run("show", case, "--json", now=now).case["clocks"]}


def test_news_that_several_addressees_could_have_sent_is_refused_and_both_are_named(run: Run, two: int) -> None:
    said = run("ticket", two, "--answer", "Ждите.", "--json")
    assert (said.exit, said.error["code"]) == (5, "ticket_ambiguous")
    assert "1: Ozon A-7; 2: supplier S-1" in said.error["message"].replace("ozon", "Ozon")
    assert "--to" in said.error["hint"]
    assert run("ticket", two, "--to", "ozon", "--answer", "Ждите.").exit == 0
    assert run("ticket", two, "--number", "S-1", "--answer", "Нет.").exit == 0
    assert run("ticket", two, "--ticket", "2", "--answer", "Да.").exit == 0
    tickets = run("show", two, "--json").case["tickets"]
    assert [[each["text"] for each in ticket["answers"]] for ticket in tickets] == [["Ждите."], ["Нет.", "Да."]]


def test_a_decided_ticket_is_not_meant_while_another_waits(run: Run, two: int) -> None:
    run("ticket", two, "--to", "ozon", "--outcome", "refused")
    assert run("ticket", two, "--answer", "Согласны.").exit == 0
    assert run("show", two, "--json").case["tickets"][1]["answers"][0]["text"] == "Согласны."
    run("ticket", two, "--to", "supplier", "--outcome", "approved")
    assert run("ticket", two, "--paid-at", "today", "--json").case["tickets"][1]["paid"] == "700.00"


def test_a_place_there_is_not_is_named(run: Run, two: int) -> None:
    said = run("ticket", two, "--ticket", "3", "--answer", "x", "--json")
    assert (said.exit, said.error["code"]) == (5, "ticket_not_found")
    assert "no ticket 3" in said.error["message"]


def test_the_last_undecided_of_two_to_one_addressee_is_meant(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--situation", "other", "--ask", "100")
    run("ticket", kettle, "--ticket", "2", "--outcome", "refused")
    assert run("ticket", kettle, "--answer", "x", "--json").case["tickets"][0]["answers"][0]["text"] == "x"


def test_due_names_the_command_of_the_right_ticket(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--until", "2026-11-25")
    run("ticket", kettle, "--situation", "other", "--ask", "100", "--until", "2026-11-26")
    found = [each["command"] for each in run("due", "--json").json["due"] if each["rule"] == "ticket_answer"]
    assert found == [f'ozon-returns ticket 1 --ticket {no} --answer "..."' for no in (1, 2)]


def test_a_draft_is_not_handed_in_by_a_date(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--situation", "transport", "--draft")
    for words in (("--until", "2026-12-01"), ("--next-check", "2026-11-30")):
        case = run("ticket", kettle, *words, "--json").case
        assert (case["status"], case["tickets"][0]["opened_at"]) == ("inspected", None)
    case = run("ticket", kettle, "--sent", "--json").case
    assert (case["status"], case["tickets"][0]["opened_at"][:10], len(case["tickets"])) == ("ticketed", "2026-11-23", 1)
    assert run("ticket", kettle, "--draft", "--sent").exit == 2


def test_a_letter_to_ozon_quotes_ozon_and_not_the_supplier(run: Run, two: int) -> None:
    run("ticket", two, "--to", "ozon", "--answer", "Оснований нет.", "--outcome", "refused")
    run("ticket", two, "--to", "supplier", "--answer", "Вышлем замену.", "--outcome", "approved", "--paid-at", "today")
    text = run("ticket", two, "--to", "ozon", "--appeal", "Видео приложено.").out.replace("\xa0", " ")
    assert "Оснований нет" in text
    assert "1 990,00" in text
    for wrong in ("Вышлем замену", "700,00", "S-1"):
        assert wrong not in text
    assert "Вышлем" not in run("show", two, "--letter", "ozon.appeal", "--by-hand").out


def test_an_ozon_letter_does_not_go_to_a_supplier(run: Run, two: int) -> None:
    for letter in ("ozon.reminder", "ozon.other"):
        said = run("ticket", two, "--to", "supplier", "--letter", letter, "--json")
        assert (said.exit, said.error["code"]) == (5, "invalid"), letter
    assert (
        run("ticket", two, "--to", "supplier", "--outcome", "refused", "--appeal", "Это ваш брак.", "--json").json["text"]
        == "Это ваш брак."
    )


def test_a_reminder_is_no_news_of_ozon(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "A-7")
    assert "ответа нет 5 дней" in run("ticket", kettle, "--letter", "ozon.reminder", now=later(5)).out
    assert "ответа нет 9 дней" in run("ticket", kettle, "--letter", "ozon.reminder", now=later(9)).out


def test_a_next_look_is_due_at_the_end_of_its_day(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--next-check", "2026-11-26")
    check = clocks(run, kettle)["ticket_check ozon-1"]
    assert (check["due_at"], check["state"]) == ("2026-11-26T23:59:59+03:00", "running")
    assert clocks(run, kettle, later(3))["ticket_check ozon-1"]["state"] == "running"
    assert clocks(run, kettle, later(4))["ticket_check ozon-1"]["state"] == "missed"
    run("ticket", kettle, "--answer", "Ждите.", now=later(3))
    assert clocks(run, kettle, later(4))["ticket_check ozon-1"]["state"] == "met"


def test_an_answer_that_says_wait_quietens_an_overdue_ticket_and_sets_the_next_look(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--until", "2026-11-25")
    assert clocks(run, kettle, later(4))["ticket_answer ozon-1"]["state"] == "missed"
    run("ticket", kettle, "--answer", "Ещё рассматриваем.", "--next-check", "2026-12-02", now=later(4))
    found = clocks(run, kettle, later(4))
    assert found["ticket_answer ozon-1"]["state"] == "met"
    assert (found["ticket_check ozon-1"]["state"], found["ticket_check ozon-1"]["due_at"]) == ("running", "2026-12-02T23:59:59+03:00")


def test_a_reminder_quietens_an_overdue_ticket_for_three_days(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--until", "2026-11-25")
    run("ticket", kettle, "--letter", "ozon.reminder", now=later(4))
    found = clocks(run, kettle, later(4))
    assert found["ticket_answer ozon-1"]["state"] == "met"
    assert (found["ticket_look ozon-1"]["state"], found["ticket_look ozon-1"]["due_at"]) == ("running", "2026-11-30T23:59:59+03:00")
    run("ticket", kettle, "--outcome", "refused", now=later(5))
    assert "ticket_look ozon-1" not in clocks(run, kettle, later(5))


def test_an_appeal_after_the_date_for_an_answer_is_not_due_before_it_starts(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990", "--until", "2026-11-25")
    run("ticket", kettle, "--outcome", "refused", now=later(1))
    run("ticket", kettle, "--appeal", "Видео приложено.", now=later(5))
    found = clocks(run, kettle, later(5))
    assert "ticket_answer ozon-1" not in found
    assert (found["ticket_look ozon-1"]["started_at"][:10], found["ticket_look ozon-1"]["due_at"][:10]) == ("2026-11-28", "2026-12-01")
    run("ticket", kettle, "--until", "2026-12-05", now=later(5))
    assert clocks(run, kettle, later(5))["ticket_answer ozon-1"]["due_at"][:10] == "2026-12-05"


def test_a_letter_names_the_files_that_are_there_with_their_captions(run: Run, kettle: int, home: Path, photo: Callable[..., Path]) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("inspect", "--case", kettle, photo("more.jpg", "overall", 5))
    text = run("ticket", kettle, "--outcome", "refused", "--appeal", "Видно удар.").out
    folder = home / "cases/000001/ticket-1"
    lines = [line.split(". ", 1)[1] for line in text.split("Вложения")[1].splitlines()[1:6]]
    named = [line.split(":")[0] for line in lines]
    assert named == ["01-defect.jpg", "02-packaging.jpg", "03-label.jpg", "04-overall.jpg", "05-photo.jpg"]
    assert all((folder / name).is_file() for name in named)
    assert lines[0].startswith("01-defect.jpg: дефект · ")


def test_a_change_of_role_leaves_one_name_for_one_file(run: Run, kettle: int, home: Path, photo: Callable[..., Path]) -> None:
    shot = photo("more.jpg", "overall", 5)
    run("inspect", "--case", kettle, shot)
    run("ticket", kettle, "--ask", "1990")
    folder = home / "cases/000001/ticket-1"
    assert (folder / "05-photo.jpg").exists()
    run("inspect", "--case", kettle, f"inside={shot}")
    run("ticket", kettle, "--outcome", "refused", "--appeal", "Видно удар.")
    assert sorted(each.name for each in folder.iterdir() if each.name.startswith("05")) == ["05-inside.jpg"]
    assert run("check").out == ""


def test_an_undone_appeal_with_a_photo_leaves_no_stray(run: Run, kettle: int, photo: Callable[..., Path]) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("inspect", "--case", kettle, photo("more.jpg", "overall", 5))
    run("ticket", kettle, "--outcome", "refused", "--appeal", "Видно удар.")
    assert run("undo").exit == 0
    said = run("check")
    assert (said.out, said.exit) == ("", 0)


def test_an_appeal_goes_to_the_decided_ticket(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--to", "ozon", "--outcome", "refused")
    run("ticket", kettle, "--to", "carrier", "--force", "evidence follows")
    said = run("ticket", kettle, "--appeal", "the box was whole", "--json")
    assert said.exit == 0
    assert [len(each["answers"]) for each in said.case["tickets"]] == [1, 0]
    said = run("ticket", kettle, "--letter", "ozon.appeal", "--force", "no number yet", "--json")
    assert [len(each["answers"]) for each in said.case["tickets"]] == [2, 0]


def test_a_ticket_is_either_meant_or_opened(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    for option in (("--ask", "500"), ("--situation", "other"), ("--draft",), ("--letter", "ozon.transport_damage")):
        said = run("ticket", kettle, "--ticket", "1", *option, "--answer", "y", "--json")
        assert said.exit == 2, option
        assert "--ticket means an existing ticket" in said.error["message"]


def test_the_next_step_of_several_tickets_names_one_and_is_taken(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund", "--decide", "approve", "--done", "refund")
    run("ticket", kettle, "--ask", "1990")
    said = run("ticket", kettle, "--to", "carrier", "--force", "evidence follows")
    assert 'Next: ozon-returns ticket 1 --ticket 2 --answer "..."' in said.err + said.out
    assert run("ticket", kettle, "--ticket", "2", "--answer", "wait").exit == 0
