"""`import` and `export`: a file is taken whole or not at all, again without doubling, and what goes out comes in again."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ozon_returns.vocabulary import case as case_words
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import CostKind, Payer
from tests.conftest import NOW, TOP, Run, needs_links

EXAMPLE = TOP / "cases.example.yaml"


def whole(run: Run, home: Path) -> Any:  # noqa: ANN401
    """Return all cases and deliveries of a home, with photos named by their content alone."""
    document = run("--home", home, "export", "--json").json
    for case in document["cases"]:
        for photo in case.get("photos", []):
            photo["file"] = Path(photo["file"]).name
    return document


def test_the_example_is_what_the_issue_asks_for() -> None:
    told = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    cases = told["cases"]
    assert len(cases) >= 24
    weeks = {str(case["found_at"])[:10] for case in cases}
    assert datetime.fromisoformat(max(weeks)) - datetime.fromisoformat(min(weeks)) >= timedelta(weeks=9)
    for field, least in (("product", 4), ("supplier", 4), ("cause", 5), ("outcome", 5)):
        assert len({case[field] for case in cases if field in case}) >= least
    assert sum(len(case.get("photos", [])) for case in cases) >= 10
    assert len(told["deliveries"]) == 50


def test_the_example_is_taken_in_and_again_without_doubling(run: Run, home: Path) -> None:
    first = run("import", EXAMPLE, "--json")
    assert (first.exit, first.json) == (
        0,
        {"schema": "ozon-returns/1", "added": 77, "updated": 0, "unchanged": 0, "skipped": [], "dry_run": False},
    )
    before = whole(run, home)
    again = run("import", EXAMPLE, "--json", now=NOW + timedelta(days=40)).json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 77)
    assert whole(run, home) == before
    assert len(list((home / "cases").glob("0*/*.jpg"))) == 12


def test_a_trial_keeps_nothing(run: Run, home: Path) -> None:
    said = run("import", EXAMPLE, "--dry-run", "--json").json
    assert (said["added"], said["dry_run"]) == (77, True)
    assert run("list", "--json").json["total"] == 0
    assert not list(home.rglob("*.jpg"))
    run("import", EXAMPLE)
    assert run("import", EXAMPLE, "--dry-run", "--json").json["unchanged"] == 77


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_goes_out_comes_in_again(run: Run, kettle: int, home: Path, tmp_path: Path, form: str) -> None:
    run("import", EXAMPLE)
    run("contact", kettle, "--offer", "bonus", "--amount", "5", "--text", "=cmd|' /C calc'!A0\n\x1b[31m <b>", "--draft")
    run("ticket", kettle, "--ask", "10", "--draft")
    run("resolve", kettle, "--outcome", "refund", "--why", "потому: что", "--force", "x")
    file = tmp_path / f"all.{form}"
    assert run("export", "--format", form, "-o", file).exit == 0
    other = tmp_path / "other"
    taken = run("--home", other, "import", file, "--json")
    assert taken.json["added"] == 78
    assert whole(run, other) == whole(run, home)
    assert run("import", file, "--json").json["unchanged"] == 78


def test_export_to_a_pipe_names_photos_in_full(run: Run, kettle: int, tmp_path: Path) -> None:
    assert kettle
    out = run("export").out
    assert run("--home", tmp_path / "other", "import", "-", "--json", typed=out).json["added"] == 1


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
amounts = st.decimals(0, 10**6, places=2).map(str)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda when: when.replace(microsecond=0, tzinfo=UTC).isoformat())  # noqa: DTZ001


def lines(vocabulary: type[StrEnum], who: str) -> st.SearchStrategy[list[dict[str, str]]]:
    """Return lines of money."""
    return st.lists(
        st.fixed_dictionaries({who: st.sampled_from([each.value for each in vocabulary]), "amount": amounts, "at": moments}), max_size=3
    )


cases = st.fixed_dictionaries(
    {"product": words, "found_at": moments},
    optional={
        "note": words,
        "sku": words,
        "supplier": words,
        "price": amounts,
        "quantity": st.integers(1, 99),
        "stage": st.sampled_from([each.value for each in case_words.Stage]),
        "defects": st.lists(st.sampled_from([each.value for each in case_words.Defect]), unique=True, max_size=3),
        "cause": st.sampled_from([each.value for each in case_words.Cause]),
        "outcome": st.sampled_from([each.value for each in case_words.Outcome]),
        "why": st.lists(words, max_size=2),
        "costs": lines(CostKind, "kind"),
        "recovered": lines(Payer, "from"),
        "letters": st.lists(st.fixed_dictionaries({"text": words}, optional={"written_at": moments}), max_size=2),
        "tickets": st.lists(
            st.fixed_dictionaries({"to": st.just("ozon"), "situation": st.just("lost")}, optional={"asked": amounts}), max_size=2
        ),
        "actions": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from([each.value for each in ActionKind]), "text": words}), max_size=2
        ),
        "feedback": st.lists(
            st.fixed_dictionaries({}, optional={"score": st.integers(1, 5), "satisfied": st.booleans(), "comment": words}), max_size=2
        ),
    },
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(told=st.lists(cases, min_size=1, max_size=4))
def test_whatever_is_kept_export_and_import_give_it_again(
    run: Run, tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    first, second = folder / "first", folder / "second"
    assert run("--home", first, "import", "-", typed=json.dumps({"cases": told})).exit == 0
    out = run("--home", first, "export").out
    assert run("--home", second, "import", "-", typed=out).exit == 0
    assert run("--home", second, "export").out.replace(str(second), str(first)) == out
    again = run("--home", first, "import", "-", "--json", typed=json.dumps({"cases": told}))
    assert again.json["added"] == again.json["updated"] == 0


def test_a_known_case_is_brought_up_to_date_and_loses_nothing(run: Run) -> None:
    run("import", "-", typed="cases: [{key: a, product: Cup, found_at: 2026-11-01, costs: [{kind: refund, amount: 5}]}]")
    run("resolve", 1, "--cost", "delivery=7", "--force", "x")
    newer = "cases: [{key: a, product: Big cup, found_at: 2026-11-01, costs: [{kind: refund, amount: 5}, {kind: goods, amount: 9}]}]"
    said = run("import", "-", "--json", typed=newer)
    assert (said.json["added"], said.json["updated"]) == (0, 1)
    case = run("show", 1, "--json").case
    assert case["product"] == "Big cup"
    assert sorted(each["amount"] for each in case["costs"]) == ["5.00", "7.00", "9.00"]
    assert case["history"][-1]["kind"] == "case_updated"
    assert case["history"][-1]["facts"]["changes"] == {"product": ["Cup", "Big cup"]}


def test_alike_cases_without_a_key_stay_apart(run: Run) -> None:
    two = "cases: [{product: Cup, found_at: 2026-11-01}, {product: Cup, found_at: 2026-11-01}]"
    assert run("import", "-", "--json", typed=two).json["added"] == 2
    assert run("import", "-", "--json", typed=two).json["unchanged"] == 2


def test_every_fault_is_named_with_its_line_and_field_and_nothing_is_taken(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(
        "cases:\n- product: Good\n- product: Bad\n  defetcs: [crack]\n  price: abc\n  stage: buyr\n  photos:\n  - file: nope.jpg\n"
        "- sku: 1\n  key: k\n- product: x\n  key: k\n- {note: nameless}\ndeliveries:\n- {sku: 1, from: 2026-11-02, to: 2026-11-01, units: 5}\n",
        encoding="utf-8",
    )
    said = run("import", file, "--json")
    assert (said.exit, said.error["code"]) == (5, "file_refused")
    for part in (
        "line 4, defetcs", "“defects”", "line 5, price", "line 6, stage", "“buyer”", "line 8, photos", "nope.jpg", "line 12, key", "line 13", "line 15, deliveries",
    ):  # fmt: skip
        assert part in said.error["message"], part
    assert run("list", "--json").json["total"] == 0


@pytest.mark.parametrize(
    "text",
    ["", "cases", "- 1", "cases: [", "cases: {a: 1}", "cases: [[1]]", "cases: [1]", "cases: &a [*a]", "cases: [{product: x, product: y}]", "cases: [{? [a] : b}]",
     "cases: " + "[" * 50, "case: [{product: x}]", "\x00", "cases: [{product: x, quantity: 0}]", "cases: [{product: x, found_at: 2026-13-01}]",
     "cases: [{product: x, costs: [{kind: refund, amount: -5}]}]", "cases: [{product: x, costs: 5}]", "cases: [{product: [x]}]", "cases: [{product: x}]\n---\ncases: [{product: y}]", "cases: [{product: x, currency: USD}]"],
)  # fmt: skip
def test_what_is_no_case_file_is_refused_in_sentences(run: Run, text: str) -> None:
    said = run("import", "-", "--json", typed=text)
    assert said.exit == said.error["exit"] == 5
    assert "line " in said.error["message"]


def test_a_file_in_another_encoding_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cp1251.yaml"
    file.write_bytes("cases: [{product: Чайник}]".encode("cp1251"))
    assert run("import", file).exit == 5


def test_emptiness_is_not_a_fault(run: Run) -> None:
    for text in ("cases: []", "cases:\ndeliveries:\n", "cases: ~"):
        assert run("import", "-", "--json", typed=text).json["added"] == 0


def test_some_files_are_taken_and_others_skipped_by_name(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("cases: [{product: Cup}]")
    bad.write_text("cases: [{colour: red}]")
    said = run("import", bad, good, tmp_path / "missing.yaml", "--json")
    assert (said.exit, said.json["added"]) == (3, 1)
    assert [Path(each["file"]).name for each in said.json["skipped"]] == ["bad.yaml", "missing.yaml"]
    assert "colour" in said.json["skipped"][0]["why"]


def test_a_missing_file_is_exit_4(run: Run, tmp_path: Path) -> None:
    said = run("import", tmp_path / "no.yaml", "--json")
    assert (said.exit, said.error["code"]) == (4, "file_not_found")


def test_json_with_halves_of_characters_is_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"cases": [{"product": "Чашка 🫖", "price": 1990.5, "quantity": 2}]}))
    assert run("import", file).exit == 0
    case = run("show", 1, "--json").case
    assert (case["product"], case["price"], case["quantity"]) == ("Чашка 🫖", "1990.50", 2)


def test_a_deliverys_units_are_the_newest_said(run: Run) -> None:
    row = "deliveries: [{{sku: 1, from: 2026-11-01, to: 2026-11-07, units: {units}}}]"
    assert run("import", "-", "--json", typed=row.format(units=5)).json["added"] == 1
    assert run("import", "-", "--json", typed=row.format(units=6)).json["updated"] == 1
    assert run("export", "--json").json["deliveries"] == [{"sku": "1", "from": "2026-11-01", "to": "2026-11-07", "units": 6}]


def test_csv_has_a_line_a_case_and_no_formulas(run: Run) -> None:
    run("inspect", "--product", "=HYPERLINK(1)", "--defect", "crack")
    run("inspect", "--product", "Чайник, «два»")
    lines = run("export", "--format", "csv").out.splitlines()
    assert lines[0].startswith("number,status,opened_at")
    assert "'=HYPERLINK(1)" in lines[1]
    assert '"Чайник, «два»"' in lines[2]


def test_csv_is_safe_where_semicolons_separate_and_names_its_encoding(run: Run, tmp_path: Path) -> None:
    run("inspect", "--product", 'Чайник;=HYPERLINK("x");', "--defect", "crack", "--note", "a\n=HYPERLINK(1)\n\t@x")
    for words in (("export", "--format", "csv", "-o", tmp_path / "all.csv"), ("analyze", "-o", tmp_path / "week.csv")):
        assert run(*words).exit == 0
        told = Path(words[-1]).read_bytes()
        assert told.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig")), delimiter=";"))
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert not run("export", "--format", "csv").out.startswith("\ufeff")


def test_a_wrong_photo_beside_an_export_is_found(run: Run, kettle: int, tmp_path: Path, photo: Callable[..., Path]) -> None:
    assert kettle
    file = tmp_path / "all.yaml"
    run("export", "-o", file)
    (tmp_path / "home/cases/000001/01-defect.jpg").write_bytes(photo("z.jpg", seed=9).read_bytes())
    said = run("--home", tmp_path / "other", "import", file, "--json")
    assert said.exit == 5
    assert "is not the picture" in said.error["message"]


def test_a_file_read_again_never_undoes_what_was_done_since(run: Run) -> None:
    text = "cases: [{key: a, product: Cup, stage: buyer, defects: [crack], why: [one]}]"
    run("import", "-", typed=text)
    run("contact", 1, "--offer", "refund")
    run("resolve", 1, "--outcome", "refund", "--cause", "transport", "--why", "two", "--no-action", "x")
    before = run("show", 1, "--json").case
    assert run("import", "-", "--json", typed=text, now=NOW + timedelta(days=3)).json["unchanged"] == 1
    assert run("show", 1, "--json").case == before
    older = run("import", "-", "--json", typed="cases: [{key: a, product: Cup, status: inspected, why: [one, three]}]")
    assert older.json["updated"] == 1
    case = run("show", 1, "--json").case
    assert (case["status"], case["why"]) == ("resolved", ["one", "two", "three"])


def test_a_case_without_a_date_is_known_again(run: Run) -> None:
    text = "cases: [{product: Cup, costs: [{kind: refund, amount: 10}]}]"
    assert run("import", "-", "--json", typed=text).json["added"] == 1
    again = run("import", "-", "--json", typed=text, now=NOW + timedelta(days=1)).json
    assert (again["added"], again["updated"]) == (0, 0)
    assert len(run("show", 1, "--json").case["costs"]) == 1


def test_lines_learn_more_instead_of_being_doubled(run: Run) -> None:
    case = "key: a, product: Cup, found_at: 2026-11-01"
    ticket = "{to: ozon, situation: lost, written_at: 2026-11-02"
    run("import", "-", typed=f"cases: [{{{case}, defects: [crack], tickets: [{ticket}}}], actions: [{{kind: other, text: x}}]}}]")
    run("ticket", 1, "--next-check", "2026-11-20", "--force", "x")
    more = f"{ticket}, outcome: approved, amount: 5, answers: [{{at: 2026-11-05, text: Да}}]}}"
    actions = "actions: [{kind: other, text: x, done_at: 2026-11-09}]"
    said = run("import", "-", "--json", typed=f"cases: [{{{case}, defects: [crack, dent], tickets: [{more}], {actions}}}]")
    assert said.json["updated"] == 1
    found = run("show", 1, "--json").case
    assert found["defects"] == ["crack", "dent"]
    assert [(each["outcome"], each["amount"], each["next_check"][:10], len(each["answers"])) for each in found["tickets"]] == [
        ("approved", "5.00", "2026-11-20", 1)
    ]
    assert [each["done_at"][:10] for each in found["actions"]] == ["2026-11-09"]


def test_one_photo_may_belong_to_two_new_cases(run: Run, photo: Callable[..., Path], tmp_path: Path) -> None:
    photo("p.jpg")
    file = tmp_path / "two.yaml"
    file.write_text("cases: [{product: A, photos: [{file: p.jpg}]}, {product: B, photos: [{file: p.jpg}]}]")
    assert run("import", file, "--json").json["added"] == 2
    assert [len(run("show", number, "--json").case["photos"]) for number in (1, 2)] == [1, 1]


@pytest.mark.parametrize(
    "fields",
    [
        "opened_at: ~",
        "costs: [{kind: refund, amount: 5, at: ~}]",
        "letters: [{text: a, written_at: ~, direction: ~}]",
        "feedback: [{at: ~, score: 5}]",
        "tickets: [{to: ozon, situation: lost, no: ~, text: ~}]",
        "tickets: [{to: ozon, situation: lost, no: 1}, {to: ozon, situation: other, no: 1}]",
    ],
)
def test_what_is_null_is_as_if_left_out(run: Run, fields: str) -> None:
    assert run("import", "-", "--json", typed=f"cases: [{{product: Cup, {fields}}}]").json["added"] == 1
    assert run("show", 1).exit == 0


@pytest.mark.parametrize(
    "fields",
    [
        "tickets: [{to: ozon, situation: lost, answers: [{kind: answer}]}]",
        "history: [{at: 2026-11-01, kind: case_opened, status: new, facts: hello}]",
        "history: [{at: 2026-11-01, kind: case_opened, status: new, facts: {changes: 5}}]",
    ],
)
def test_lines_that_cannot_be_are_refused(run: Run, fields: str) -> None:
    assert run("import", "-", typed=f"cases: [{{product: Cup, {fields}}}]").exit == 5


def test_a_json_file_or_stdin_in_another_encoding_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cp1251.json"
    file.write_bytes('{"cases": [{"product": "Чайник"}]}'.encode("cp1251"))
    assert run("import", file).exit == 5


def test_csv_has_every_column_whatever_the_first_case_lacks(run: Run) -> None:
    run("inspect", "--product", "A")
    run("inspect", "--product", "B", "--defect", "crack")
    header, *lines = run("export", "--format", "csv").out.splitlines()
    assert {"defects", "why"} <= set(header.split(","))
    assert "crack" in lines[1]


def test_json_of_another_program_is_read_unaltered(run: Run, tmp_path: Path) -> None:
    odd = "a\u2028 b\u0085 c\x7fd\u2029e\ufeff f/g"
    told = '{"cases": [\n\t{"product": "' + odd + '", "note": "a\\/b\\u2028c"}\n]}'
    assert json.loads(told)["cases"][0]["product"] == odd
    (tmp_path / "theirs.json").write_text(told, encoding="utf-8")
    for words in (("import", tmp_path / "theirs.json"), ("--home", tmp_path / "there", "import", "-")):
        assert run(*words, typed=told).exit == 0
        case = run(*words[:-2], "show", 1, "--json").case
        assert (case["product"], case["note"]) == (odd, "a/b\u2028c")


def test_json_keeps_characters_that_yaml_would_not(run: Run, tmp_path: Path) -> None:
    odd = "a\u2028b\u0085c\x7fd"
    run("inspect", "--product", odd)
    out = run("export", "--format", "json").out
    assert run("--home", tmp_path / "other", "import", "-", typed=out).exit == 0
    assert run("--home", tmp_path / "other", "show", 1, "--json").case["product"] == odd


@needs_links
def test_export_writes_through_links_and_dashes_to_stdout(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.touch()
    link.symlink_to(target)
    assert run("export", "-o", link).exit == 0
    assert link.is_symlink()
    assert target.read_text().startswith("cases:")
    assert run("export", "-o", "-").out.startswith("cases:")
    assert run("export", "-o", "/dev/null").exit == 0
    assert not Path("/dev/null").is_file()


def _with_history(tmp_path: Path, *events: dict[str, Any]) -> Path:
    """Write a file of one case with a history."""
    path = tmp_path / "history.json"
    history = [{"at": f"2026-11-0{day}T10:00:00+03:00", **event} for day, event in enumerate(events, 1)]
    case = {"product": "Cup", "defects": ["crack"], "status": "inspected", "found_at": "2026-11-01T10:00:00+03:00", "history": history}
    path.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    return path


OPENED = {"kind": "case_opened", "status": "inspected"}


@pytest.mark.parametrize(
    "facts",
    [
        {"found_changed": 5},
        {"found_changed": ["cost"]},
        {"changes": {"status": ["new", "stolen"]}},
        {"changes": {"status": [["new"], "inspected"]}},
        {"changes": {"defects": ["crack", []]}},
        {"changes": {"defects": [["crack"], ["crack", "nonsense"]]}},
        {"changes": {"price": ["dear", "1.00"]}},
        {"changes": {"found_at": ["once", None]}},
        {"changes": {"quantity": [1, {}]}},
    ],
)
def test_facts_of_a_history_that_no_program_writes_are_refused(run: Run, tmp_path: Path, facts: dict[str, Any]) -> None:
    said = run("import", _with_history(tmp_path, OPENED, {"kind": "case_noted", "status": "inspected", "facts": facts}), "--json")
    assert (said.exit, said.error["code"]) == (5, "file_refused")
    assert "history" in said.error["message"]


def test_the_undo_of_another_store_cancels_nothing_here(run: Run, tmp_path: Path) -> None:
    undone = {"kind": "change_undone", "facts": {"event": 3, "undid": "case_opened"}}
    assert run("import", _with_history(tmp_path, OPENED, undone)).exit == 0
    run("inspect", "--case", 1, "--price", "100", now=NOW + timedelta(hours=1))
    changed = {"changes": {"number": [7, 1], "events": [9, 1], "key": [None, "k"], "price": [None, "100.00"]}}
    run("import", _with_history(tmp_path, OPENED, {"kind": "case_noted", "status": "inspected", "facts": changed}))
    for then in ("2026-10-31", "2026-11-01", "2026-11-03", NOW.isoformat()):
        said = run("list", "--json", "--as-of", then, now=NOW + timedelta(hours=2))
        assert [each["price"] for each in said.json["cases"]] in ([], [None], [None, None]), then
    assert run("check", "--json", now=NOW + timedelta(hours=2)).json["problems"] == []


def test_an_opening_that_was_undone_and_redone_is_exported_and_imported(run: Run, tmp_path: Path) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack")
    run("undo", "--yes")
    run("undo", "--yes", "--redo")
    run("export", "-o", tmp_path / "all.yaml")
    there = ("--home", tmp_path / "there")
    assert run("import", tmp_path / "all.yaml", *there, "--json").json["added"] == 1
    told = [run("export", "--format", "yaml", *where).out for where in ((), there)]
    assert told[0] == told[1]
    assert run("check", *there).exit == 0


def test_what_was_found_in_one_store_is_not_told_of_another(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home / "cases.db")) as connection, connection:
        connection.execute('UPDATE "case" SET price = 5')
    run("inspect", "--case", kettle, "--note", "x")
    assert run("check").exit == 12
    run("export", "-o", tmp_path / "all.yaml")
    there = ("--home", tmp_path / "there")
    assert run("import", tmp_path / "all.yaml", *there).exit == 0
    assert run("check", *there).exit == 0


@pytest.mark.parametrize(
    "told",
    [
        "sku,from,to,units,supplier\n1580412233,2026-11-02,2026-11-08,120,ООО «Гжель»\n",
        "Отчёт о доставках\n\nSKU;с;по;штук;Поставщик;примечание\n1580412233;02.11.2026;08.11.2026;120;ООО «Гжель»;x\n",
    ],
)
def test_units_delivered_come_from_a_table_too(run: Run, tmp_path: Path, told: str) -> None:
    (tmp_path / "d.csv").write_text(told, encoding="cp1251")
    assert run("import", tmp_path / "d.csv", "--json").json["added"] == 1
    assert run("import", tmp_path / "d.csv", "--json").json["unchanged"] == 1
    said = json.loads(run("export", "--format", "json").out)["deliveries"]
    assert said == [{"sku": "1580412233", "from": "2026-11-02", "to": "2026-11-08", "units": 120, "supplier": "ООО «Гжель»"}]


def test_a_table_of_days_needs_no_last_day_and_every_fault_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("sku,from,units\n1,2026-11-02,5\n1,2026-11-03,6\n", encoding="utf-8")
    assert run("import", tmp_path / "d.csv", "--json").json["added"] == 2
    (tmp_path / "d.csv").write_text("sku,from,units\n1,2026-11-04,many\n,2026-11-05,6\n1,2026-11-06,1\n1,2026-11-06,2\n", encoding="utf-8")
    said = run("import", tmp_path / "d.csv")
    assert said.exit == 5
    assert ["line 2" in said.err, "line 3" in said.err, "add the units up" in said.err] == [True, True, True], said.err
    assert len(json.loads(run("export", "--format", "json").out)["deliveries"]) == 2


@pytest.mark.parametrize("heading", ["Доставлено, шт.", "Количество", "Кол-во", "ШТУК"])
def test_the_usual_headings_of_units_are_known(run: Run, tmp_path: Path, heading: str) -> None:
    (tmp_path / "d.csv").write_text(f"SKU;С;По;{heading};Схема\n1;02.11.2026;08.11.2026;5;FBS\n", encoding="utf-8")
    assert run("import", tmp_path / "d.csv").exit == 0
    (line,) = json.loads(run("export", "--format", "json").out)["deliveries"]
    assert (line["units"], line["scheme"]) == (5, "fbs")


@pytest.mark.parametrize("head", ["SKU;С;По;Заказы;Поставщик", "SKU;Партия;Дата прихода;Поставщик", "SKU;Кол-во;Поставщик"])
def test_a_table_that_may_be_of_something_else_is_not_taken_for_products(run: Run, tmp_path: Path, head: str) -> None:
    (tmp_path / "d.csv").write_text(f"{head}\n1;2;3;4;5\n", encoding="utf-8")
    for command in ("import", "products"):
        said = run(command, tmp_path / "d.csv", "--lang", "ru")
        assert (said.exit, "units (штук)" in said.err, "received (получено)" in said.err) == (5, True, True), said.err
    assert run("products", "--json").json["products"] == []


def test_units_of_days_that_overlap_are_refused_in_one_file_and_beside_what_is_stored(run: Run, tmp_path: Path) -> None:
    """A week and some of its days would count twice; the days after it, and the same days of another carrier, are others."""
    line = "- {{sku: '1', from: {}, to: {}, units: 10{}}}"
    week = line.format("2026-11-02", "2026-11-08", "")
    for first, last, code in (
        ("2026-11-05", "2026-11-10", 5),
        ("2026-11-08", "2026-11-08", 5),
        ("2026-10-26", "2026-11-02", 5),
        ("2026-10-01", "2026-12-01", 5),
        ("2026-11-09", "2026-11-15", 0),
    ):
        told = "\n".join(["deliveries:", week, line.format(first, last, "")])
        said = run("import", "-", "--home", tmp_path / f"{first}{last}", typed=told, named=False)
        assert (said.exit, "overlap" in said.err) == (code, code == 5), said.err
    assert run("import", "-", typed=f"deliveries:\n{week}").exit == 0
    refused = run("import", "-", typed="deliveries:\n" + line.format("2026-11-03", "2026-11-03", ""))
    assert (refused.exit, "ozon-returns undo" in refused.err) == (5, True)
    assert run("import", "-", typed="deliveries:\n" + line.format("2026-11-03", "2026-11-03", ", carrier: K")).exit == 0
    assert run("import", "-", typed=f"deliveries:\n{week}").exit == 0, "the same span again"
    assert [each["units"] for each in json.loads(run("export", "--format", "json").out)["deliveries"]] == [10, 10]


@pytest.mark.parametrize(
    ("name", "words", "begins"),
    [
        *(("all.json", (), "{"), ("all.JSON", (), "{"), ("all.yaml", (), "cases:"), ("all.yml", (), "cases:"), ("all", (), "cases:")),
        *(("all.csv", (), "\ufeff"), ("all.json", ("--format", "yaml"), "cases:")),
    ],
)
def test_the_ending_of_the_file_tells_the_format(
    run: Run, kettle: int, tmp_path: Path, name: str, words: tuple[str, ...], begins: str
) -> None:
    assert kettle == 1
    file = tmp_path / name
    run("export", "-o", file, *words)
    assert file.read_text(encoding="utf-8").startswith(begins)
