"""What is typed may be Russian: kinds, filters, dates and yes or no; what is kept and shown as JSON has the stable names."""

from enum import StrEnum
from itertools import chain

import pytest

from ozon_returns.typed import meant, spelled
from ozon_returns.vocabulary import action, activity, case
from tests.conftest import Run

VOCABULARIES: list[type[StrEnum]] = [
    *(getattr(case, name) for name in ("Status", "Scheme", "Stage", "Defect", "Severity", "Cause", "Liable", "Outcome", "Disposition", "Role", "Milestone")),
    *(getattr(activity, name) for name in ("OfferKind", "DemandKind", "DecisionKind", "FulfillmentKind", "Channel", "Addressee", "Situation", "Verdict", "CostKind", "Payer", "YesNo")),
    *(getattr(action, name) for name in ("ActionKind", "ActionScope")),
]  # fmt: skip


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda each: each.__name__)
def test_no_word_means_two_members(vocabulary: type[StrEnum]) -> None:
    words = list(chain.from_iterable(spelled(each) for each in vocabulary))
    assert sorted(words) == sorted(set(words))
    for each in vocabulary:
        assert {meant(word, vocabulary) for word in spelled(each)} == {each}


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("трещина", "crack"),
        ("Скол", "crack"),
        ("потёртость", "scratch"),
        ("ПОТЕРТОСТЬ", "scratch"),
        ("брак упаковки", "packaging"),
        ("не включается", "not_working"),
        ("не_работает", "not_working"),
        ("б/у", "used"),
        ("пересорт", "wrong_item"),
        ("not working", "not_working"),
        ("NOT-WORKING", "not_working"),
        ("бракозябра", None),
        ("", None),
    ],
)
def test_a_defect_is_what_a_seller_calls_it(word: str, kind: str | None) -> None:
    assert meant(word, case.Defect) == kind


def test_a_case_is_told_in_russian_and_kept_by_the_stable_names(run: Run) -> None:
    words = ["--defect", "скол", "--defect", "не включается", "--stage", "у покупателя", "--suspect", "перевозка", "--scheme", "фбс"]
    opened = run("inspect", "--product", "Чайник «Ёлка»", "--price", "1990 руб", *words, "--found-at", "вчера", "--json").case
    assert (opened["defects"], opened["stage"], opened["suspected_cause"]) == (["crack", "not_working"], "buyer", "transport")
    assert (opened["scheme"], opened["found_at"]) == ("fbs", "2026-11-22T00:00:00+03:00")
    assert run("contact", 1, "--offer", "возврат денег").exit == 0
    assert run("contact", 1, "--choice", "возврат").exit == 0
    solved = run(
        *("resolve", 1, "--outcome", "возврат", "--cause", "перевозка", "--liable", "перевозчик", "--cost", "возврат=1990"),
        *("--recovered", "озон=500", "--action", "улучшить упаковку: плотнее", "--json"),
    ).case
    assert (solved["outcome"], solved["cause"], solved["liable"]) == ("refund", "transport", "carrier")
    assert [(each["kind"], each["amount"]) for each in solved["costs"]] == [("refund", "1990.00")]
    assert [(each["from"], each["amount"]) for each in solved["recovered"]] == [("ozon", "500.00")]
    assert [(each["kind"], each["text"]) for each in solved["actions"]] == [("improve_packaging", "плотнее")]
    assert run("contact", 1, "--satisfied", "да", "--json").case["feedback"][-1]["satisfied"] is True
    assert run("fix", 1, "stage=на складе", "cause=карточка товара").exit == 0
    assert run("show", 1, "--json").case["cause"] == "listing"


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        (["статус:открыт"], 2),
        (["status:открыт"], 2),
        (["дефект:скол"], 1),
        (["defect:трещина,вмятина"], 2),
        (["товар:елка"], 1),
        (["product:ЧАЙНИК"], 1),
        (["product:Кружка"], 1),
        (["цена:>1000"], 1),
        (["price:1000.."], 1),
        (["price:..1000"], 1),
        (["price:500..1000"], 1),
        (["price:500..1990"], 2),
        (["price:501..1989"], 0),
        (["price:600..800"], 0),
        (["причина:нет"], 2),
        (["схема:фбс"], 1),
        (["с:-3д"], 2),
        (["с:сегодня"], 1),
        (["найден:вчера"], 1),
    ],
)
def test_filters_are_typed_in_russian_and_need_no_quotes(run: Run, filters: list[str], number: int) -> None:
    first = ["--product", "Чайник «Ёлка»", "--price", "1990", "--defect", "crack", "--found-at", "yesterday", "--scheme", "fbs"]
    run("inspect", *first, "--stage", "buyer", "--posting", "1-1")
    run("inspect", "--product", "Кружка", "--price", "500", "--defect", "dent", "--stage", "warehouse")
    said = run("list", *filters, "--json")
    assert said.exit == 0, said.err
    assert said.json["total"] == number


NAMES = ["Кружка «Сова», 350 мл", "Стакан, 350 мл", "Кабинет 100 см", "Чайник", "Магнето"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("product:Кружка «Сова», 350 мл", ["Кружка «Сова», 350 мл"]),
        ("товар:кружка,чайник", ["Кружка «Сова», 350 мл", "Чайник"]),
        ("товар:кружка,", ["Кружка «Сова», 350 мл"]),
        ("товар:нет", []),
        ("product:none,чайник", ["Чайник"]),
        ("product:100%", []),
        ("product:%", []),
        ("product:_", []),
        ("product:350 мл", ["Кружка «Сова», 350 мл", "Стакан, 350 мл"]),
        ("batch:>x", ["Чайник"]),
    ],
)
def test_a_part_of_a_name_is_meant_as_it_is_written(run: Run, text: str, found: list[str]) -> None:
    for each in NAMES:
        run("inspect", "--product", each, *(["--batch", ">x"] if each == "Чайник" else []))
    assert sorted(each["product"] for each in run("list", text, "--json").json["cases"]) == sorted(found)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("found:01.11.2026..10.11.2026", 1),
        ("found:2026-11-01..2026-11-10", 1),
        ("found:11.11.2026..", 2),
        ("price:1.50..2", 1),
        ("с:01.11.2026", 3),
    ],
)
def test_ranges_of_days_and_amounts(run: Run, text: str, number: int) -> None:
    for day, price in (("2026-11-05", 1), ("2026-11-20", "1.75"), ("2026-11-21", 3)):
        run("inspect", "--product", "Cup", "--found-at", day, "--price", price)
    assert run("list", text, "--json").json["total"] == number


@pytest.mark.parametrize("text", ["since:2026-11-01..2026-11-10", "до:2026-11-01..", "price:..", "found:.."])
def test_what_is_no_range_is_refused(run: Run, text: str) -> None:
    assert run("list", text).exit == 2


def test_spans_and_lines_are_typed_in_russian(run: Run, kettle: int) -> None:
    assert run("due", "--within", "2д").out == run("due", "--within", "2d").out
    run("inspect", "--case", kettle, "--defect", "пятно")
    assert run("fix", kettle, "--remove", "defect:пятно").exit == 0
    assert run("show", kettle, "--json").case["defects"] == ["crack"]


def test_fields_are_named_in_russian_where_they_are_corrected(run: Run, kettle: int) -> None:
    assert run("fix", kettle, "цена=2500", "дефект=вмятина", "Товар=Чайник 2", "photo:1.роль=этикетка").exit == 0
    case = run("show", kettle, "--json").case
    assert (case["price"], case["defects"], case["product"], case["photos"][0]["role"]) == ("2500.00", ["dent"], "Чайник 2", "label")
    assert run("products", "158", "себестоимость=120", "Комиссия=15%").exit == 0
    known = run("products", "--json").json["products"][0]
    assert (known["cost"], known["commission"]) == ("120.00", 0.15)
    assert "цена" in run("fix", kettle, "цына=5").err


@pytest.mark.parametrize("text", ["due:400d", "срок:400д", "due:<400d", "due<400d"])
def test_what_is_due_soon_is_found_however_it_is_typed(run: Run, kettle: int, text: str) -> None:
    assert run("list", text, "--json").json["total"] == kettle
    assert run("list", text.replace("400", "0"), "--json").json["total"] == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("inspect", "--product", "x", "--defect", "трещена"), "«трещина»?"),
        (("list", "дефект:трещена"), "«трещина»?"),
        (("list", "дефектт:скол"), "«дефект»?"),
        (("resolve", 1, "--cost", "возврта=5"), "«возврат»?"),
        (("list", "price:5..x"), "x"),
        (("list", "status:1..2"), "1..2"),
    ],
)
def test_a_slip_is_answered_with_what_was_probably_meant(run: Run, kettle: int, words: tuple[object, ...], why: str) -> None:
    assert kettle
    said = run(*words, "--lang", "ru")
    assert said.exit == 2
    assert why in said.err


def test_a_report_is_asked_for_by_its_russian_name(run: Run, kettle: int) -> None:
    assert kettle
    assert run("analyze", "причины", "--json").json["report"]["name"] == "cause"
    assert run("analyze", "Товар", "158", "--json").json["report"]["name"] == "product"
    said = run("analyze", "причны")
    assert said.exit == 2
    assert "причины" in said.err
