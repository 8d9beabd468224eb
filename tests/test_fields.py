"""The one table of fields: every field goes everywhere it says, and every list of fields in the program is that of the table."""

import csv
import io
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from sqlmodel import SQLModel

from ozon_returns import fields
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.letters.case_facts import case_facts
from ozon_returns.line_fields import LISTS, TICKET_LISTS, WRITTEN_LISTS
from ozon_returns.store import buyer_tables, line_tables, read_models, tables, ticket_model
from ozon_returns.store.filters import NAMES
from tests.conftest import CONTRACT, NOW, Run

WRITTEN = [each for each in CASE if not each.derived and each.name not in ("number", "currency", "key")]
"""The fields a file can set as it likes."""

VALUES: dict[Kind, str] = {
    Kind.TEXT: "Ящик «Ёж», №7",
    Kind.WHOLE: "7",
    Kind.MONEY: "1990.50",
    Kind.MOMENT: "2026-11-20T10:30:00+03:00",
    Kind.TEXTS: "[one, two]",
    Kind.FLAG: "yes",
}


def value(field: Field) -> str:
    """Return a value of a field as a file has it: of a vocabulary its last member."""
    if field.vocabulary:
        member = list(field.vocabulary)[-1].value
        return f"[{member}]" if field.kind is Kind.MEMBERS else member
    return VALUES[field.kind]


def case_file(*chosen: Field) -> str:
    """Return a case file that sets some fields, and what is needed besides."""
    given = {"product": "Кружка", "status": "inspected", "found_at": "2026-11-20", "key": "k"} | {each.name: value(each) for each in chosen}
    return (
        "cases: [{"
        + ", ".join(f"{name}: {told if told.startswith('[') else chr(34) + told + chr(34)}" for name, told in given.items())
        + "}]"
    )


def expected(field: Field) -> Any:  # noqa: ANN401  any value of JSON
    """Return the value as JSON shows it."""
    told = value(field)
    if field.kind is Kind.FLAG:
        return True
    if field.kind in (Kind.MEMBERS, Kind.TEXTS):
        return [each.strip() for each in told.strip("[]").split(",")]
    return int(told) if field.kind is Kind.WHOLE else told


def test_a_field_has_a_type_and_a_column_in_the_tables_and_in_a_new_store(run: Run, home: Any) -> None:  # noqa: ANN401
    stored = {each.name for each in CASE if not each.derived and each.kind is not Kind.MEMBERS}
    assert stored - set(tables.CaseRow.model_fields) == set(), "without a column in store/tables.py"
    assert {each.name for each in CASE} ^ set(fields.CaseFields.__annotations__) == set(), "in one of CASE and CaseFields only"
    run("inspect", "--product", "Cup")
    with closing(sqlite3.connect(home / "cases.db")) as store:
        columns = {row[1] for row in store.execute('PRAGMA table_info("case")')}
    assert stored - columns == set(), "without a migration that adds the column"


def test_every_field_is_stored_shown_exported_and_imported_again_to_the_same(run: Run, home: Any) -> None:  # noqa: ANN401
    assert run("import", "-", typed=case_file(*WRITTEN)).exit == 0
    wanted = {field.name: expected(field) for field in WRITTEN}
    assert {name: each for name, each in run("show", 1, "--json").case.items() if name in wanted} == wanted
    for form in ("yaml", "json"):
        written = run("export", "--format", form).out
        again = run("import", "-", "--home", home.with_name(form), typed=written)
        assert again.exit == 0, again.err
        there = run("show", 1, "--json", "--home", home.with_name(form)).case
        assert {name: each for name, each in there.items() if name in wanted} == wanted
        assert run("import", "-", typed=written, now=NOW).out.startswith("Added: 0, updated: 0, unchanged: 1")
    (row,) = csv.DictReader(io.StringIO(run("export", "--format", "csv").out))
    assert [field.name for field in WRITTEN if not row[field.name]] == []
    assert run("show", 1, "--lang", "ru").exit == 0
    shown = run("show", 1).out
    assert [field.label for field in WRITTEN if field.label and f"{field.label}\t" not in shown] == []


@pytest.mark.parametrize("field", WRITTEN, ids=lambda field: field.name)
def test_a_field_may_be_the_only_one_of_a_file(run: Run, field: Field) -> None:
    assert run("import", "-", typed=case_file(field)).exit == 0
    assert run("show", 1, "--json").case[field.name] == expected(field)


@pytest.mark.parametrize("field", [each for each in WRITTEN if each.filter], ids=lambda field: field.name)
def test_a_field_is_filtered(run: Run, field: Field) -> None:
    run("import", "-", typed=case_file(field))
    told = value(field).strip("[]")
    told = told[:10] if field.kind is Kind.MOMENT else told
    found = run("list", f"{field.filter}={told}" if field.kind in (Kind.MONEY, Kind.WHOLE) else f'{field.filter}:"{told}"', "--json")
    assert (found.exit, found.json["total"]) == (0, 1), found.err
    if field.kind is Kind.TEXT:
        assert run("list", f"{field.filter}:nothing", "--json").json["total"] == 0
        assert run("list", f"{field.filter}:none", "--json").json["total"] == 0
        assert (run("list", "Ящик", "--json").json["total"] == 1) == field.searched


@pytest.mark.parametrize("field", [each for each in CASE if each.help], ids=lambda field: field.name)
def test_a_field_is_an_option_of_inspect_and_undone_with_its_values(run: Run, field: Field) -> None:
    option = field.option or "--" + field.name.replace("_", "-")
    assert option in run("inspect", "--help").out
    words = [option] if field.kind is Kind.FLAG else [option, value(field)]
    assert run("inspect", "--product", "Cup", *words, "--json").case[field.name] == expected(field)
    run("inspect", "--product", "Cup")
    assert run("inspect", "--case", 2, *words).exit == 0
    told = run("undo", 2).out
    assert field.kind is Kind.MOMENT or f"{field.label}: " in told


def test_letters_may_name_what_the_table_says() -> None:
    told = (
        {each.name: each.name for each in CASE} | {name: [] for name in LISTS} | {"found_at": NOW, "quantity": 1, "defects": [], "why": []}
    )
    told |= dict.fromkeys(("cause", "suspected_cause", "liable", "disposition", "outcome", "stage", "scheme"))
    facts = case_facts(told, now=NOW, language="ru")  # type: ignore[arg-type]
    for field in CASE:
        if field.in_letters:
            assert facts[field.name] == told[field.name], field.name


def test_the_contract_is_the_table() -> None:
    named = {each.name for each in CASE if each.contract} | (set(LISTS) - {"demands", "decisions", "offers", "fulfillments", "dates"})
    assert named == set(CONTRACT)
    assert set(NAMES) >= {each.filter for each in CASE if each.filter}


PLAIN: dict[Kind, type] = {
    Kind.TEXT: str,
    Kind.CURRENCY: str,
    Kind.MEMBER: str,
    Kind.WHOLE: int,
    Kind.MONEY: Decimal,
    Kind.MOMENT: datetime,
    Kind.LAST: datetime,
    Kind.FLAG: bool,
}
RENAMED = {"to": "addressee", "from": "payer", "by": "decider"}


@pytest.mark.parametrize(
    "field", [each for each in CASE if not each.derived and each.kind is not Kind.MEMBERS], ids=lambda field: field.name
)
def test_a_field_is_a_column_of_its_type(field: Field) -> None:
    column = tables.CaseRow.model_fields[field.name]
    if field.kind in PLAIN:
        assert column.annotation in (PLAIN[field.kind], PLAIN[field.kind] | None), field.name


def test_every_column_of_a_case_is_in_the_table() -> None:
    assert set(tables.CaseRow.model_fields) - {"events"} <= {each.name for each in CASE}


MODELS: dict[str, tuple[Any, type[SQLModel] | None]] = {
    "photos": (read_models.Photo, tables.PhotoRow),
    "letters": (read_models.Letter, line_tables.LetterRow),
    "demands": (read_models.Demand, buyer_tables.DemandRow),
    "decisions": (read_models.Decision, buyer_tables.DecisionRow),
    "fulfillments": (read_models.Fulfillment, buyer_tables.FulfillmentRow),
    "offers": (read_models.Offer, buyer_tables.OfferRow),
    "tickets": (ticket_model.Ticket, None),
    "costs": (read_models.Cost, line_tables.CostRow),
    "recovered": (read_models.Recovery, line_tables.RecoveryRow),
    "actions": (read_models.Action, line_tables.ActionRow),
    "dates": (read_models.DateLine, tables.MilestoneRow),
    "feedback": (read_models.Feedback, line_tables.FeedbackRow),
    "history": (read_models.Event, tables.EventRow),
    "answers": (ticket_model.TicketMessage, line_tables.MessageRow),
    "payments": (ticket_model.Payment, line_tables.PaymentRow),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_line_is_read_as_the_table_says(name: str) -> None:
    model, table = MODELS[name]
    lines = {**LISTS, **TICKET_LISTS}[name]
    hints = get_type_hints(model)
    assert list(hints) == [*(each.name for each in lines.fields), *lines.inside]
    for field in lines.fields:
        if field.kind in PLAIN:
            assert hints[field.name] in (PLAIN[field.kind], PLAIN[field.kind] | None), field.name
    if table is not None:
        assert {RENAMED.get(each.name, each.name) for each in lines.fields} <= set(table.model_fields)


def test_a_case_is_read_as_the_table_says() -> None:
    assert list(get_type_hints(read_models.Case)) == [*(each.name for each in CASE), *LISTS, "revision"]


def test_every_written_list_has_its_rows() -> None:
    assert set(WRITTEN_LISTS) == set(LISTS) - {"photos", "clocks", "history"}
