"""`undo`: takes the last change back, says what that means, and can itself be undone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.store import journal
from ozon_returns.store.journal import ConflictError
from tests.conftest import NOW, TOP, Run
from tests.shop.server import KEY, OWNER, opened

Take = Callable[..., Path]
_ROWS = "case defect photo letter demand decision offer fulfillment ticket answer cost recovery action feedback milestone delivery clock".split()


def rows(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that is kept, but the history and the count of it."""
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        names = {table: [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')] for table in _ROWS}
        chosen = {
            table: ", ".join(f'"{name}"' for name in names[table] if name != "events" and (table, name) != ("clock", "id"))
            for table in _ROWS
        }
        return {table: connection.execute(f'SELECT {chosen[table]} FROM "{table}" ORDER BY 1, 2').fetchall() for table in _ROWS}


CHANGES: dict[str, list[list[str]]] = {
    "contact": [["contact", "1", "--offer", "refund", "--offer", "bonus", "--amount", "500", "--until", "2026-12-01"]],
    "reply": [["contact", "1", "--offer", "refund"], ["contact", "1", "--reply", "Нет", "--choice", "refund"]],
    "refused": [["contact", "1", "--offer", "bonus", "--amount", "5"], ["contact", "1", "--refused", "bonus"]],
    "ticket": [["ticket", "1", "--ask", "1990", "--number", "A-1"]],
    "ticket answered": [
        ["ticket", "1", "--ask", "1990"],
        ["ticket", "1", "--answer", "Нет.", "--outcome", "refused", "--next-check", "tomorrow"],
    ],
    "ticket paid": [["ticket", "1", "--ask", "1990"], ["ticket", "1", "--outcome", "approved"], ["ticket", "1", "--paid-at", "today"]],
    "money taken back": [
        ["ticket", "1", "--ask", "1990"],
        ["ticket", "1", "--outcome", "approved", "--paid-at", "today"],
        ["resolve", "1", "--outcome", "refund"],
        ["ticket", "1", "--taken-back", "today"],
    ],
    "resolved": [
        ["resolve", "1", "--outcome", "refund", "--cost", "refund=1200", "--cause", "transport", "--why", "a", "--action", "training: x"]
    ],
    "closed": [["resolve", "1", "--outcome", "kept", "--cause", "wear", "--no-action", "x", "--close", "--force", "x"]],
    "reopened": [["resolve", "1", "--outcome", "refund"], ["resolve", "1", "--reopen", "x"]],
    "dismissed": [["resolve", "1", "--dismiss", "x"]],
    "inspected": [["inspect", "--case", "1", "--defect", "dent", "--price", "1000", "--date", "delivered=2026-11-01", "--note", "x"]],
    "date changed": [
        ["inspect", "--case", "1", "--date", "delivered=2026-11-01"],
        ["inspect", "--case", "1", "--date", "delivered=2026-11-02"],
    ],
    "opened": [["inspect", "--product", "Cup", "--defect", "crack", "--note", "x"]],
    "imported": [["import", str(TOP / "cases.example.yaml")]],
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_undone_is_as_before_and_what_is_undone_again_as_after(run: Run, kettle: int, home: Path, name: str) -> None:
    *earlier, last = CHANGES[name]
    for words in earlier:
        assert run(*words).exit == 0
    before = rows(home)
    said = run(*last)
    assert said.exit == 0, said.err
    after = rows(home)
    assert before != after
    assert run("undo").exit == 0
    assert rows(home) == before
    assert run("check").out == ""
    assert run("undo", "--redo", "--json").json["event"] == "change_redone"
    assert rows(home) == after
    assert run("check").out == ""
    assert run("undo", "--redo").exit == 5
    assert run("undo", "--json").json["event"] == "change_undone"
    assert rows(home) == before
    assert run("undo", "--redo").exit == 0
    assert rows(home) == after
    assert run("check").out == ""
    assert kettle


def test_it_says_in_a_sentence_what_it_means(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("resolve", kettle, "--outcome", "refund", "--cost", "refund=1200")
    said = run("undo", kettle, "--lang", "ru")
    told = "Случай 1: решён → обращение; исход: возврат денег → —; убрано: возврат денег покупателю 1\u00a0200,00\u00a0₽"
    assert [line.strip() for line in said.out.splitlines()][1].startswith("Случай 1: решён → обращение"), told
    assert "1\u00a0200,00\u00a0₽" in said.out
    assert run("show", kettle, "--json").case["history"][-1]["facts"]["undid"] == "case_resolved"


def test_a_person_is_asked_and_may_decline(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    said = run("undo", person=True, typed="maybe\nno\n")
    assert said.exit == 130
    assert "contacted → inspected" in said.err
    assert run("show", kettle, "--json").case["status"] == "contacted"
    assert run("undo", person=True, typed="yes\n").exit == 0
    assert run("show", kettle, "--json").case["status"] == "inspected"
    assert run("undo", "--redo", "--yes", person=True).exit == 0
    assert run("show", kettle, "--json").case["status"] == "contacted"


def test_a_case_is_undone_apart_from_the_others(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    run("inspect", "--product", "Cup")
    assert run("undo", kettle, "--json").json["cases"] == [1]
    assert [each["status"] for each in run("list", "--json").json["cases"]] == ["inspected", "inspected"]


def test_an_opening_that_is_undone_takes_the_case_out_and_its_number_is_never_used_again(
    run: Run, kettle: int, photo: Take, home: Path
) -> None:
    run("inspect", f"defect={photo('b.jpg', seed=9)}", "--product", "Cup")
    assert run("undo").exit == 0
    assert run("show", 2, "--json").error["code"] == "case_not_found"
    assert run("list", "--json").json["total"] == 1
    assert (home / "cases/000002/01-defect.jpg").exists()
    assert run("check").out == ""
    run("inspect", "--product", "Plate")
    assert run("show", "@last", "--json").case["number"] == 3
    assert run("undo", 2, "--redo").exit == 0
    assert run("show", 2, "--json").case["photos"][0]["file"] == "cases/000002/01-defect.jpg"
    assert run("check").out == ""
    assert kettle


def test_photos_stay_until_they_are_purged(run: Run, kettle: int, photo: Take, home: Path) -> None:
    run("inspect", f"inside={photo('b.jpg', seed=9)}", "--case", kettle)
    file = home / "cases/000001/05-inside.jpg"
    said = run("undo")
    assert "1 photo" in said.out
    assert len(run("show", kettle, "--json").case["photos"]) == 4
    assert file.exists()
    assert run("check", "--purge").exit == 2
    assert run("check", "--repair").out == ""
    assert file.exists()
    assert run("check", "--repair", "--purge", "--json").json["purged"] == ["cases/000001/05-inside.jpg"]
    assert not file.exists()
    said = run("undo", "--redo", "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert "no longer exists" in said.error["message"]
    assert run("check").out == ""


def test_the_past_is_seen_through_an_undo(run: Run, kettle: int) -> None:
    hours = [NOW + timedelta(hours=each) for each in range(1, 6)]
    run("resolve", kettle, "--outcome", "refund", "--cost", "refund=100", now=hours[0])
    run("undo", now=hours[1])
    run("undo", "--redo", now=hours[2])
    run("undo", now=hours[3])
    for at, cost in ((hours[0], "100.00"), (hours[1], "0.00"), (hours[2], "100.00"), (hours[3], "0.00")):
        case = run("show", kettle, "--as-of", at.isoformat(), "--json", now=hours[4]).case
        assert (case["net_cost"], case["status"]) == (cost, "resolved" if cost == "100.00" else "inspected")


def test_a_ticket_of_then_has_its_number_and_next_check_of_then(run: Run, kettle: int) -> None:
    for day in (1, 2, 3):
        words = ["--ask", "5"] if day == 1 else []
        run("ticket", kettle, *words, "--next-check", f"2026-12-0{day}", "--number", "A", now=NOW + timedelta(days=day))
    found = [
        run("show", kettle, "--as-of", f"2026-11-2{3 + day}", "--json", now=NOW + timedelta(days=9)).case["tickets"][0] for day in (1, 2, 3)
    ]
    assert [each["next_check"][:10] for each in found] == ["2026-12-01", "2026-12-02", "2026-12-03"]


def test_nothing_and_what_was_not_kept_is_refused(run: Run, kettle: int, home: Path) -> None:
    assert run("undo", "--home", home.parent / "new", "--json").error["code"] == "invalid"
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        connection.execute("DROP TRIGGER event_is_not_changed")
        connection.execute("UPDATE event SET \"rows\" = ''")
        connection.commit()
    said = run("undo", kettle, "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert run("undo", 99, "--json").error["code"] == "case_not_found"


def test_a_case_taken_out_whose_key_was_taken_is_not_put_back(run: Run, home: Path) -> None:
    run("import", TOP / "cases.example.yaml")
    run("undo")
    assert run("import", TOP / "cases.example.yaml", "--json").json["added"] > 0
    for words in ((1,), (1, "--redo")):
        said = run("undo", *words, "--json")
        assert (said.exit, said.error["code"]) == (5, "invalid")
    assert run("check").out == ""
    assert home.exists()


def test_undo_goes_further_back_and_redo_forward_step_by_step(run: Run, kettle: int, home: Path) -> None:
    states = [rows(home)]
    for words in (
        ["contact", kettle, "--offer", "refund"],
        ["contact", kettle, "--decide", "approve"],
        ["contact", kettle, "--done", "refund"],
        ["resolve", kettle, "--outcome", "refund"],
    ):
        assert run(*words).exit == 0
        states.append(rows(home))
    for back in (3, 2, 1, 0):
        assert run("undo").exit == 0
        assert rows(home) == states[back]
    for forward in (1, 2):
        assert run("undo", "--redo").exit == 0
        assert rows(home) == states[forward]
    assert run("undo", "--steps", "2", "--json").json["told"][0].startswith("Case 1: ")
    assert rows(home) == states[0]
    assert run("undo", "--redo", "--steps", "9", "--json").json["cases"] == [1]
    assert rows(home) == states[4]
    run("undo", "--steps", "2")
    assert run("contact", kettle, "--demand", "refund").exit == 0
    said = run("undo", "--redo", "--json")
    assert "something was changed since" in said.error["message"], "a new change leaves nothing to redo"
    assert run("check").out == ""


def test_a_redo_of_one_case_does_not_wait_for_the_others(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    run("undo", kettle)
    run("inspect", "--product", "Cup")
    assert run("undo", kettle, "--redo").exit == 0
    assert run("show", kettle, "--json").case["status"] == "contacted"


def test_what_will_be_done_is_said_before_and_what_was_done_after(run: Run, kettle: int) -> None:
    run("inspect", "--product", "Cup")
    said = run("undo", person=True, typed="yes\n")
    assert "This will be undone: case opened" in said.err
    assert "Case 2: will be removed with everything" in said.err
    assert said.out.splitlines()[:2] == [
        "Undone: case opened",
        "  Case 2: removed with everything that belongs to it; its number is not reused",
    ]
    said = run("undo", "--redo", person=True, typed="yes\n")
    assert "This will be redone:" in said.err
    assert said.out.splitlines()[0] == "Redone:"
    assert kettle


def lines(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that is kept with its IDs, but the deadlines."""
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        tables = [each for each in _ROWS if each not in ("case", "clock")]
        return {table: connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall() for table in tables}


def test_a_line_that_is_put_back_has_its_place_again_whatever_other_cases_got_since(run: Run, kettle: int, home: Path) -> None:
    run("inspect", "--product", "Cup")
    run("contact", kettle, "--offer", "refund")
    run("undo", kettle)
    run("contact", 2, "--offer", "bonus", "--amount", "5", "--force", "x")
    of_cup = run("show", 2, "--json").case
    run("undo", kettle, "--redo")
    both = lines(home)
    assert run("undo", kettle).exit == 0
    assert [run("show", 2, "--json").case[name] for name in ("letters", "offers")] == [of_cup["letters"], of_cup["offers"]]
    assert run("show", kettle, "--json").case["offers"] == []
    run("undo", kettle, "--redo")
    assert lines(home) == both
    assert run("check").out == ""


def test_what_another_case_got_since_a_line_was_removed_is_not_taken_for_it(run: Run, kettle: int, home: Path) -> None:
    run("contact", kettle, "--text", "Здравствуйте!", "--force", "x")
    sent = lines(home)
    run("fix", kettle, "--remove", "letter:1")
    run("inspect", "--product", "Cup")
    run("contact", 2, "--text", "Добрый день!", "--force", "x")
    run("undo", kettle)
    assert [run("show", each, "--json").case["letters"][0]["text"] for each in (kettle, 2)] == ["Здравствуйте!", "Добрый день!"]
    run("undo", 2, "--steps", 2)
    assert lines(home) == sent
    assert run("undo", kettle).exit == 0
    assert lines(home)["letter"] == []
    assert run("check").out == ""


@pytest.mark.parametrize("case", [1, 2])
def test_a_merge_is_undone_whole_whichever_case_is_named(run: Run, kettle: int, home: Path, case: int) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--price", "10")
    run("contact", 2, "--demand", "refund", "--done", "refund", "--amount", "10", "--force", "x")
    apart = rows(home)
    assert run("fix", kettle, "--merge", 2, "the same").exit == 0
    merged = rows(home)
    assert run("undo", case, "--json").json["cases"] == [1, 2]
    assert rows(home) == apart
    assert run("undo", case, "--redo", "--json").json["cases"] == [1, 2]
    assert rows(home) == merged
    assert run("check").out == ""


@pytest.mark.parametrize("case", [1, 2])
def test_a_split_is_undone_whole_or_refused_with_the_case_that_was_changed_since(run: Run, home: Path, case: int) -> None:
    run("inspect", "--product", "Cup", "--quantity", "3", "--defect", "crack", "--defect", "dent")
    whole = rows(home)
    assert run("fix", 1, "--split", "quantity=1", "defects=dent").exit == 0
    run("fix", 3 - case, "note=x")
    split = rows(home)
    said = run("undo", case, "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert said.error["message"] == f"The last change of case {case} is one of case {3 - case} too, which was changed since."
    assert said.error["hint"] == f"Undo that first: ozon-returns undo {3 - case}"
    assert rows(home) == split
    assert run("undo", 3 - case).exit == 0
    assert run("undo", case).exit == 0
    assert rows(home) == whole
    assert run("check").out == ""


def test_an_import_is_undone_case_by_case(run: Run) -> None:
    run("import", TOP / "cases.example.yaml")
    before = run("list", "--json").json["total"]
    assert run("undo", 2, "--json").json["cases"] == [2]
    assert run("list", "--json").json["total"] == before - 1


def test_how_many_changes_were_undone_is_said(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    assert "Changes undone: 2." in run("undo", "--steps", 9).out.splitlines()
    assert "Changes redone: 2." in run("undo", "--redo", "--steps", 9).out.splitlines()


@pytest.mark.parametrize("told", [{"offer": {"added": ["1"]}}, {"offer": {"changed": {"1": {"amount": 7}}}}])
def test_a_journal_that_names_a_line_of_another_case_is_refused_and_touches_nothing(run: Run, kettle: int, home: Path, told: Any) -> None:  # noqa: ANN401
    run("inspect", "--product", "Cup")
    run("contact", 2, "--offer", "bonus", "--amount", "5", "--force", "x")
    before = lines(home)
    step = journal.take_out if "added" in told["offer"] else journal.put_back
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        with pytest.raises(ConflictError):
            step(connection, kettle, told)
        connection.commit()
    assert lines(home) == before


def test_what_ozon_keeps_is_told(run: Run, kettle: int) -> None:
    run("settings", "set", "ozon_calls_per_second", "100000")
    told = "Case 1: what was sent through Ozon's chat stays with the buyer."
    run("contact", 1, "--text", "Pasted by hand")
    assert told not in run("undo", 1).out
    with opened() as shop:
        chat = {"/v1/chat/start": lambda _body: (200, {"result": {"chat_id": "c"}}), "/v1/chat/send/message": lambda _body: (200, {})}
        shop.methods |= chat
        keys = {"OZON_CLIENT_ID": OWNER, "OZON_API_KEY": KEY, "OZON_API_URL": shop.url}
        assert run("contact", 1, "--send", "--text", "Hello", **keys).exit == 0
    undone = run("undo", 1)
    assert (undone.exit, told in undone.out) == (0, True)
    assert told not in run("undo", 1, "--redo").out
    assert kettle == 1


@pytest.mark.parametrize(("scheme", "is_told"), [("rfbs", True), ("fbs", False)])
def test_a_decision_that_ozon_may_keep_is_told_of_rfbs(scheme: str, is_told: bool, run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--scheme", scheme)
    run("contact", kettle, "--decide", "approve")
    assert ("if the claim was decided at Ozon too, it stays decided there" in run("undo", kettle).out) is is_told
