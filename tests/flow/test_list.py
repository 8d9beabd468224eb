"""`list`: the cases, one a line, and the filters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns.errors.usage import FilterError
from ozon_returns.store.filters import NAMES, parse
from tests.conftest import CONTRACT, MOSCOW, NOW, Run


@pytest.fixture
def shelf(run: Run, example: None) -> Run:  # noqa: ARG001  the fixture fills the home
    """Return the program on a home that holds the example."""
    return run


def numbers(run: Run, *words: str) -> list[int]:
    """List the numbers that filters find."""
    said = run("list", *words, "--json")
    assert said.exit == 0, said.err
    return [case["number"] for case in said.json["cases"]]


def test_no_cases_is_an_empty_list_and_a_word_on_stderr(run: Run) -> None:
    assert run("list", "--json").json == {"schema": "ozon-returns/1", "cases": [], "total": 0}
    said = run("list")
    assert (said.exit, said.out) == (0, "")
    assert "ozon-returns inspect" in said.err


def test_a_case_in_a_list_has_the_fields_of_the_contract(shelf: Run) -> None:
    case = shelf("list", "--limit", 1, "--json").json["cases"][0]
    assert set(CONTRACT) - {"photos", "letters", "history"} <= set(case)
    assert not {"photos", "letters", "history"} & set(case)


def test_a_pipe_gets_one_line_a_case_without_cutting(run: Run) -> None:
    long = "Очень длинное название товара " * 8
    run("inspect", "--product", long.strip() + "\tс табуляцией", "--defect", "crack")
    lines = run("list").out.splitlines()
    assert len(lines) == 1
    assert lines[0].split("\t")[0] == "1"
    assert len(lines[0].split("\t")) == 7
    assert long.strip() in lines[0]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("status:open",), [27, 26, 25, 24, 23, 20, 19, 18, 17, 16, 12]),
        (("status:new,dismissed",), [27, 22]),
        (("defect:wrong_item",), [10]),
        (("defect:crack", "cause:transport", "status:closed"), [6, 1]),
        (("sku:1701235566", "status:closed"), [15, 9, 4]),
        (('supplier:"ип орлов"', "status:open"), [25, 19, 12]),
        (("cause:none", "stage:return"), [27, 17]),
        (("since:2026-11-18",), [27, 26, 25, 24]),
        (("until:2026-09-18",), [2, 1]),
        (("since:-30d", "scheme:rfbs"), [21]),
        (("found:2026-11-21",), [27]),
        (("due<5d", "status:open"), [26, 24, 23, 20, 19, 18, 17, 16, 12]),
        (("due<yesterday",), [26, 20, 19, 18, 17, 12]),
        (("net>1300", "net<1400"), [9, 4]),
        (("price>=3290", "stage:return"), [17]),
        (("photos>2",), [1]),
        (("number<3",), [2, 1]),
        (("порезал",), [13]),
        (("ЧАЙНИК", "scheme:rfbs"), [21]),
        (("упаковку", "проверили"), []),
        (("suspect:production",), [24, 9, 4]),
        (("50%",), []),
        (("severity:dangerous",), [13]),
        (("posting:58544282-0057-1",), [1]),
    ],
    ids=str,
)
def test_filters_find_what_they_say(shelf: Run, words: tuple[str, ...], found: list[int]) -> None:
    assert numbers(shelf, *words) == found


def test_a_list_can_be_ordered_and_cut(shelf: Run) -> None:
    assert numbers(shelf, "--sort", "-net", "--limit", "2") == [17, 16]
    assert numbers(shelf, "--sort", "found", "--limit", "2") == [1, 2]
    said = shelf("list", "--sort", "due", "--limit", "1", "--json").json
    assert (said["cases"][0]["number"], said["total"]) == (12, 27)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("statuz:open", "status"),
        ("status:opne", "open"),
        ("defect:crak", "crack"),
        ("price:x", ""),
        ("due<x", ""),
        ("number:x", ""),
        ("status<open", ""),
    ],
)
def test_a_typo_is_answered_with_what_was_meant(run: Run, word: str, meant: str) -> None:
    said = run("list", word, "--json")
    assert (said.exit, said.error["code"]) == (2, "bad_filter")
    assert word in said.error["message"]
    assert meant in said.error["hint"]


def test_a_field_that_cannot_order_is_refused(run: Run) -> None:
    said = run("list", "--sort", "colour", "--json")
    assert (said.exit, said.error["code"]) == (2, "bad_filter")
    assert said.error["message"] == "Cases cannot be sorted by “colour”."
    assert said.error["hint"] == "Sort by one of these: number, found, due, price, net, product, status."


@given(
    st.lists(
        st.text(max_size=30) | st.tuples(st.sampled_from(NAMES), st.sampled_from([":", "<", ">="]), st.text(max_size=12)).map("".join),
        max_size=4,
    )
)
def test_any_words_are_a_filter_or_refused(words: list[str]) -> None:
    try:
        where = parse(words, now=NOW, zone=MOSCOW)
    except FilterError as error:
        assert error.word in words
    else:
        assert where.sql.count("?") == len(where.values)


def test_text_of_a_filter_never_becomes_sql(shelf: Run) -> None:
    assert numbers(shelf, "sku:' OR 1=1 --") == []
    assert numbers(shelf, "' OR '1'='1") == []


@pytest.mark.parametrize(("word", "count"), [("due<1d", 1), ("due<=1d", 1), ("due>=1d", 0), ("due>1d", 0), ("due:none", 0)])
def test_a_deadline_at_the_end_of_a_span_is_within_it(run: Run, kettle: int, word: str, count: int) -> None:
    assert run("show", kettle, "--json").case["clocks"][0]["due_at"] == "2026-11-24T12:00:00+03:00"  # a day after now
    assert run("list", word, "--json").json["total"] == count


def test_a_value_that_owed_does_not_have_is_named(run: Run, kettle: int) -> None:
    said = run("list", "owed:maybe", "--json")
    assert (said.exit, said.error["message"]) == (2, "Invalid filter “owed:maybe”: “maybe” is not one of yes, no.")
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--outcome", "approved")
    assert [run("list", word, "--json").json["total"] for word in ("owed:yes", "owed:NO", "owed>1990", "owed>=1990")] == [1, 0, 0, 1]
