"""What a case does not allow, and what it is after going back."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run, mode_of
from tests.flow.test_check import tampered


def test_a_new_case_that_was_dismissed_and_reopened_is_new(run: Run) -> None:
    run("import", "-", typed="cases: [{product: Cup, status: new}]")
    run("resolve", 1, "--dismiss", "no defect")
    assert run("resolve", 1, "--reopen", "it is one", "--json").case["status"] == "new"
    run("inspect", "--case", 1, "--defect", "crack")
    run("resolve", 1, "--dismiss", "no defect")
    assert run("resolve", 1, "--reopen", "it is one", "--json").case["status"] == "inspected"


def test_a_dismissed_case_keeps_no_outcome(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund")
    case = run("resolve", kettle, "--dismiss", "no defect after all", "--json").case
    assert (case["status"], case["outcome"], case["resolved_at"]) == ("dismissed", None, None)


def test_the_same_offer_twice_and_a_choice_that_is_refused_are_wrong_usage(run: Run, kettle: int) -> None:
    assert run("contact", kettle, "--offer", "refund", "--offer", "refund").exit == 2
    run("contact", kettle, "--offer", "refund")
    assert run("contact", kettle, "--choice", "refund", "--refused", "refund").exit == 2
    assert run("contact", kettle, "--refused", "refund", "--refused", "refund").exit == 2
    offers = run("show", kettle, "--json").case["offers"]
    assert [(each["kind"], each["chosen_at"], each["refused_at"]) for each in offers] == [("refund", None, None)]


def test_done_without_an_action_is_refused(run: Run, kettle: int) -> None:
    said = run("resolve", kettle, "--done", "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert "--action" in said.error["hint"]
    run("resolve", kettle, "--action", "training: x")
    assert run("resolve", kettle, "--done", "--json").case["actions"][0]["done_at"]
    again = run("resolve", kettle, "--done", "--json")
    assert (again.exit, again.error["code"]) == (5, "invalid")


def test_a_case_that_another_command_changed_meanwhile_is_not_written_over(run: Run, kettle: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from ozon_returns.store.writing import Store  # noqa: PLC0415  the transaction is delayed

    real = Store.writing

    def late(self: Store, force: str | None = None) -> object:
        monkeypatch.setattr(Store, "writing", real)
        assert run("inspect", "--case", kettle, "--note", "first").exit == 0
        return real(self, force)

    monkeypatch.setattr(Store, "writing", late)
    said = run("contact", kettle, "--offer", "refund", "--json")
    assert (said.exit, said.error["code"]) == (11, "case_changed")
    case = run("show", kettle, "--json").case
    assert (case["note"].splitlines()[1:], case["letters"]) == (["first"], [])


def test_an_undo_after_a_row_was_deleted_by_hand_is_a_sentence(run: Run, kettle: int, home: Path) -> None:
    run("resolve", kettle, "--cost", "refund=100", "--action", "training: x")
    for table in ("cost", "action"):
        tampered(home, f"DELETE FROM {table}")
    said = run("undo", "--json")
    assert said.exit in (0, 5)
    assert "Traceback" not in said.err
    assert run("undo", kettle, "--json").exit in (0, 5)


def test_a_rule_that_changes_leaves_closed_cases_right(run: Run, kettle: int, home: Path) -> None:
    run("contact", kettle, "--offer", "refund")
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "x", "--close", "--force", "x")
    run("resolve", kettle, "--recovered", "ozon=1", "--force", "x", now=NOW + timedelta(days=1))
    (home / "settings.toml").write_text("[rules.zzpp_refund]\ndays = 5\n")
    said = run("check", now=NOW + timedelta(days=2))
    assert (said.out, said.exit) == ("", 0)


def test_filters_take_a_negative_net_and_nothing_due(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--recovered", "ozon=50", "--force", "x")
    run("inspect", "--product", "Cup", "--stage", "warehouse")
    assert run("list", "net>-100", "--json").json["total"] == 2
    assert run("list", "net<-49", "--json").json["total"] == 1
    assert [each["number"] for each in run("list", "due:none", "--json").json["cases"]] == [2]


def test_a_filter_for_what_is_due_and_due_itself_agree(run: Run) -> None:
    for hours in (0, 30, 47, 72):
        run("inspect", "--product", f"Cup {hours}", "--stage", "buyer", "--scheme", "fbs", "--found-at", f"+{hours}h")
    for span in ("1d", "2d", "3d", "36h"):
        due = {each["case"] for each in run("due", "--within", span, "--json").json["due"]}
        assert due == {each["number"] for each in run("list", f"due<{span}", "--json").json["cases"]}, span


def test_a_limit_means_the_same_everywhere(run: Run) -> None:
    for number in range(3):
        run("inspect", "--product", f"Cup {number}", "--stage", "buyer")
    assert len(run("due", "--limit", "2", "--json").json["due"]) == 2
    assert run("due", "--limit", "2", "--json").json["total"] == 6
    assert len(run("due", "--limit", "0", "--json").json["due"]) == 6
    assert len(run("list", "--limit", "2", "--json").json["cases"]) == 2
    assert len(run("list", "--limit", "0", "--json").json["cases"]) == 3


def test_a_settings_file_keeps_its_mode(run: Run, kettle: int, home: Path) -> None:
    settings = home / "settings.toml"
    settings.write_text("follow_up_days = 3\n")
    settings.chmod(0o600)
    run("inspect", "--case", kettle, "--stage", "return", "--date", "return_received=today")
    assert run("due", person=True, typed="30\n").exit == 0
    assert "days = 30" in settings.read_text()
    assert mode_of(settings, 0o600) == 0o600


def test_a_table_without_a_column_is_no_damage_of_the_disk(run: Run, kettle: int, home: Path) -> None:
    tampered(home, "ALTER TABLE letter DROP COLUMN outside_id")
    said = run("show", kettle, "--json")
    assert (said.exit, said.error["code"]) == (12, "store_schema")
    assert "outside_id" in said.error["message"]
    assert "check --repair" in said.error["hint"]


def test_an_english_run_speaks_english_of_a_russian_letter(run: Run, kettle: int, home: Path) -> None:
    (home / "letters/ru").mkdir(parents=True)
    (home / "letters/ru/buyer.approve.txt").write_text("{{ product|nothing }}", encoding="utf-8")
    said = run("contact", kettle, "--letter", "buyer.approve", "--json")
    assert said.exit == 5
    assert not any("а" <= letter <= "я" for letter in said.error["message"].lower())


def test_a_fault_in_json_names_its_place(run: Run) -> None:
    cases = ", ".join('{"product": "Cup", "price": "x"}' for _each in range(3))
    said = run("import", "-", "--json", typed='{"cases": [' + cases + "]}")
    assert said.exit == 5
    for number in (1, 2, 3):
        assert f"cases[{number}].price" in said.error["message"]


def test_two_delivery_lines_of_one_product_and_span_are_refused(run: Run) -> None:
    line = "{sku: '1', from: 2026-11-01, to: 2026-11-07, units: %d}"
    said = run("import", "-", "--json", typed="deliveries:\n" + "".join(f"  - {line % units}\n" for units in (40, 2)))
    assert said.exit == 5
    assert "line 2" in said.error["message"]
    assert run("import", "-", typed="deliveries:\n  - " + line % 42).exit == 0


def test_a_case_whose_inspection_was_undone_is_reopened_as_new(run: Run) -> None:
    run("import", "-", typed="cases: [{key: a, product: Cup, status: new, found_at: 2026-11-20}]")
    run("inspect", "--case", 1, "--defect", "crack")
    run("undo")
    run("resolve", 1, "--dismiss", "x")
    assert run("resolve", 1, "--reopen", "y", "--json").case["status"] == "new"
    run("inspect", "--case", 1, "--defect", "crack")
    run("resolve", 1, "--dismiss", "x")
    assert run("resolve", 1, "--reopen", "y", "--json").case["status"] == "inspected"


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([("contact", "--offer", "refund")], "contacted"),
        ([("contact", "--offer", "refund"), ("ticket", "--ask", "1990")], "ticketed"),
        ([("ticket", "--ask", "1990"), ("contact", "--offer", "refund")], "contacted"),
        ([("ticket", "--ask", "1990")], "ticketed"),
    ],
)
def test_a_case_is_reopened_where_it_was(run: Run, kettle: int, steps: list[tuple[str, ...]], status: str) -> None:
    for hours, (command, *words) in enumerate(steps, 1):
        assert run(command, kettle, *words, now=NOW + timedelta(hours=hours)).exit == 0
    assert run("resolve", kettle, "--outcome", "refund", now=NOW + timedelta(hours=5)).exit == 0
    assert run("resolve", kettle, "--reopen", "x", "--json", now=NOW + timedelta(hours=6)).case["status"] == status


def test_a_filter_without_a_value_is_refused(run: Run, kettle: int) -> None:
    said = run("list", "supplier:", "--json")
    assert (said.exit, said.error["message"]) == (2, "Invalid filter “supplier:”: the value is missing.")
    assert [each["number"] for each in run("list", "batch:none", "--json").json["cases"]] == [kettle]
