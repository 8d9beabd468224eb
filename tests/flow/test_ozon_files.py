"""Ozon's reports of accruals and orders as files: what a return really cost, and units delivered by week; each once."""

from pathlib import Path

import pytest

from tests.conftest import Run

HEAD = "ID начисления;Дата начисления;Группа услуг;Тип начисления;Артикул;SKU;Название товара;Количество;Сумма итого, руб."
ACCRUALS = [
    "58-0001-1;2026-11-10;Услуги;Доставка и обработка возврата, отмены, невыкупа;KT;158;Чайник;1;-60,50",
    "58-0001-1;2026-11-10;Услуги;Доставка и обработка возврата, отмены, невыкупа;KT;158;Чайник;1;-9,50",
    "58-0001-1;2026-11-12;Услуги;Временное размещение товара в СЦ/ПВЗ;KT;158;Чайник;1;-15",
    "58-0001-1;2026-11-12;Продажи;Эквайринг;KT;158;Чайник;1;-20",
    "58-0001-1;2026-11-09;Возвраты;Получение возврата, отмены, невыкупа от покупателя;KT;158;Чайник;1;-1 990,00",
    "58-0001-1;2026-11-20;Компенсации;Брак по вине Ozon в логистике;KT;158;Чайник;1;1 500,00",
    "99-0001-1;2026-11-12;Услуги;Обработка возвратов Ozon;KT;158;Чайник;1;-10",
]


RETURNED = '{posting: 58-0001-1, sku: "158", product: Чайник, price: 1990, stage: return'


@pytest.fixture
def _returned(run: Run) -> None:
    """Open a case of a return."""
    run("import", "-", typed=f"cases: [{RETURNED}}}]")


def written(folder: Path, head: str, *rows: str) -> Path:
    """Write a report."""
    file = folder / "отчёт.csv"
    file.write_text("\n".join([head, *rows]), encoding="cp1251")
    return file


def costs(run: Run) -> list[tuple[str, str, str]]:
    """Return the costs of the case."""
    return [(each["kind"], each["amount"], each["at"][:10]) for each in run("show", 1, "--json").case["costs"]]


@pytest.mark.usefixtures("_returned")
def test_accruals_are_the_costs_of_the_case_by_day_and_once(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, HEAD, *ACCRUALS)
    said = run("import", file, "--json")
    assert (said.exit, said.json["added"], said.json["unchanged"]) == (0, 4, 0)
    expected = [("refund", "1990.00", "2026-11-09"), ("return_delivery", "70.00", "2026-11-10"), ("storage", "15.00", "2026-11-12")]
    assert sorted(costs(run)) == expected
    assert [(each["from"], each["amount"], each["at"][:10]) for each in run("show", 1, "--json").case["recovered"]] == [
        ("ozon", "1500.00", "2026-11-20")
    ]
    assert "Accruals for returns that are no case: 1." in said.err
    again = run("import", file, "--json").json
    assert (again["added"], again["unchanged"], sorted(costs(run))) == (0, 5, expected)
    assert run("check").exit == 0


@pytest.mark.usefixtures("_returned")
def test_money_of_a_ticket_is_told_with_its_command_until_it_is_recorded(run: Run, tmp_path: Path) -> None:
    run("ticket", 1, "--to", "ozon", "--situation", "transport", "--ask", "1500", "--force", "x")
    file = written(
        tmp_path, HEAD, ACCRUALS[5], ACCRUALS[5].replace("Брак по вине Ozon в логистике", "Декомпенсации и возвращение товаров на сток")
    )
    told = run("import", file).err
    assert (
        "Ozon has paid 1,500.00\N{NO-BREAK SPACE}₽ for case 1: ozon-returns ticket 1 --to ozon --paid-at 2026-11-20 --amount 1500.00"
        in told
    )
    assert (
        "Ozon has taken back 1,500.00\N{NO-BREAK SPACE}₽ of case 1: ozon-returns ticket 1 --to ozon --taken-back 2026-11-20 --amount 1500.00"
        in told
    )
    assert costs(run) == []
    run("ticket", 1, "--to", "ozon", "--paid-at", "2026-11-20", "--amount", "1500", "--force", "x")
    told = run("import", file).err
    assert ("has paid" in told, "has taken back" in told) == (False, True)


def test_a_refund_or_a_sum_that_is_recorded_already_stays(run: Run, tmp_path: Path) -> None:
    costs_told = "[{kind: refund, amount: 1800, at: 2026-11-01}, {kind: storage, amount: 20, at: 2026-11-12}]"
    run("import", "-", typed=f"cases: [{RETURNED}, costs: {costs_told}}}]")
    told = run("import", written(tmp_path, HEAD, *ACCRUALS[2:5])).err
    assert "Case 1 has 20.00\N{NO-BREAK SPACE}₽ of “storage”, and Ozon writes 15.00\N{NO-BREAK SPACE}₽ in all: left as it is" in told
    assert sorted(each[:2] for each in costs(run)) == [("refund", "1800.00"), ("storage", "20.00")]


def test_what_may_be_of_two_cases_is_of_neither(run: Run, tmp_path: Path) -> None:
    run("import", "-", typed=f"cases: [{RETURNED}}}, {RETURNED}}}, {RETURNED.replace('158', '159')}}}]")
    of_cup = ACCRUALS[0].replace(";KT;158;", ";CP;159;")
    told = run("import", written(tmp_path, HEAD, ACCRUALS[0], of_cup)).err
    assert (
        "Line 2: 60.50\N{NO-BREAK SPACE}₽ is of several cases (1, 2); divide it by hand: ozon-returns resolve 1 --cost return_delivery=..."
        in told
    )
    assert costs(run) == []
    assert [each["amount"] for each in run("show", 3, "--json").case["costs"]] == ["60.50"]


@pytest.mark.parametrize(("bad", "why"), [("2026-13-45", "2026-13-45"), ("вчерась", "вчерась")])
@pytest.mark.usefixtures("_returned")
def test_a_bad_row_is_named_and_the_rest_is_taken(run: Run, tmp_path: Path, bad: str, why: str) -> None:
    said = run("import", written(tmp_path, HEAD, ACCRUALS[2], ACCRUALS[0].replace("2026-11-10", bad)), "--json")
    assert (said.exit, said.json["added"], [each["row"] for each in said.json["skipped"]]) == (3, 1, [3])
    assert why in said.json["skipped"][0]["why"]
    assert [each[0] for each in costs(run)] == ["storage"]


@pytest.mark.usefixtures("_returned")
def test_a_reversal_is_taken_off_and_a_report_without_signs_is_understood(run: Run, tmp_path: Path) -> None:
    reversed_rows = [ACCRUALS[0].replace("-60,50", "+ 20,50"), ACCRUALS[2].replace("-15", "15")]
    run("import", written(tmp_path, HEAD, ACCRUALS[0], *reversed_rows, ACCRUALS[2]))
    assert costs(run) == [("return_delivery", "40.00", "2026-11-10")]
    run("import", written(tmp_path, HEAD, ACCRUALS[2].replace("-15", "15").replace("11-12", "11-13")))
    assert costs(run)[1:] == [("storage", "15.00", "2026-11-13")]


@pytest.mark.usefixtures("_returned")
def test_a_reversal_of_another_day_is_taken_off_and_one_of_another_file_is_told(run: Run, tmp_path: Path) -> None:
    later = ACCRUALS[0].replace("-60,50", "60,50").replace("11-10", "11-17")
    run("import", written(tmp_path, HEAD, ACCRUALS[0], later, ACCRUALS[2]))
    assert costs(run) == [("storage", "15.00", "2026-11-12")]
    back = ACCRUALS[2].replace("-15", "15").replace("11-12", "11-19")
    told = run("import", written(tmp_path, HEAD, back, ACCRUALS[3])).err
    assert "Case 1 has 15.00\N{NO-BREAK SPACE}₽ of “storage”, and Ozon writes 0.00\N{NO-BREAK SPACE}₽ in all: left as it is" in told
    assert costs(run) == [("storage", "15.00", "2026-11-12")]
    run("fix", 1, "--remove", "cost:1", "--yes")
    assert "left as it is" not in run("import", written(tmp_path, HEAD, back, ACCRUALS[3])).err


@pytest.mark.usefixtures("_returned")
def test_the_next_file_adds_what_is_new_and_what_was_undone_comes_again(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, HEAD, *ACCRUALS[:2]))
    run("import", written(tmp_path, HEAD, *ACCRUALS[1:3], ACCRUALS[0].replace("11-10", "11-17")))
    expected = [("return_delivery", "70.00", "2026-11-10"), ("return_delivery", "60.50", "2026-11-17"), ("storage", "15.00", "2026-11-12")]
    assert sorted(costs(run)) == sorted(expected)
    run("undo", 1, "--yes")
    assert costs(run) == [expected[0]]
    run("import", written(tmp_path, HEAD, ACCRUALS[2], ACCRUALS[0].replace("11-10", "11-17")))
    assert sorted(costs(run)) == sorted(expected)


@pytest.mark.usefixtures("_returned")
def test_a_bonus_that_is_recorded_and_a_second_refund_are_told(run: Run, tmp_path: Path) -> None:
    run("resolve", 1, "--cost", "bonus=500")
    bonus = (
        ACCRUALS[0].replace("Доставка и обработка возврата, отмены, невыкупа", "Частичная компенсация покупателю").replace("-60,50", "-500")
    )
    assert "left as it is" not in run("import", written(tmp_path, HEAD, bonus)).err
    assert [each[:2] for each in costs(run)] == [("bonus", "500.00")]
    run("import", written(tmp_path, HEAD, ACCRUALS[4]))
    run("import", written(tmp_path, HEAD, ACCRUALS[4].replace("11-09", "11-17")))
    assert [each for each in costs(run) if each[0] == "refund"] == [
        ("refund", "1990.00", "2026-11-09"),
        ("refund", "1990.00", "2026-11-17"),
    ]


@pytest.mark.usefixtures("_returned")
def test_money_of_ozon_is_told_as_the_difference(run: Run, tmp_path: Path) -> None:
    run("resolve", 1, "--cost", "goods=5000", "--recovered", "ozon=1500", "--force", "x")
    second = ACCRUALS[5].replace("11-20", "11-22")
    told = run(
        "import", written(tmp_path, HEAD, ACCRUALS[5], second, ACCRUALS[5].replace("1 500,00", "-200").replace("11-20", "11-23"))
    ).err
    assert "Ozon has paid 1,300.00\N{NO-BREAK SPACE}₽ for case 1: ozon-returns resolve 1 --recovered ozon=1300.00" in told
    run("resolve", 1, "--recovered", "ozon=1300", "--force", "x")
    assert "has paid" not in run("import", written(tmp_path, HEAD, ACCRUALS[5], second)).err


def test_costs_of_a_dismissed_case_are_of_no_case(run: Run, tmp_path: Path) -> None:
    run("import", "-", typed=f"cases: [{RETURNED}, status: dismissed}}]")
    assert "Accruals for returns that are no case: 5." in run("import", written(tmp_path, HEAD, *ACCRUALS[:6])).err
    assert costs(run) == []


@pytest.mark.usefixtures("_returned")
def test_a_dry_run_of_accruals_keeps_nothing(run: Run, tmp_path: Path) -> None:
    assert run("import", written(tmp_path, HEAD, *ACCRUALS), "--dry-run", "--json").json["added"] == 4
    assert costs(run) == []


# Weeks, by hand: W45 is 2-8 November 2026, W46 9-15, W47 16-22. The report has 2 to 22 November.
ORDERS = "Номер заказа;Номер отправления;Принят в обработку;Статус;Название товара;SKU;Артикул;Количество;Склад отгрузки"
SOLD = [
    *(f"1-{no};1-{no}-1;2026-11-{2 + no % 7:02} 10:00:00;Доставлен;Чайник;158;KT;1;Тула" for no in range(20)),
    "2-1;2-1-1;2026-11-08 23:59:59;Доставлен;Чайник;158;KT;3;Хоругвино",
    "2-2;2-2-1;2026-11-08 12:00:00;Отменён;Чайник;158;KT;9;Хоругвино",
    "2-3;2-3-1;2026-11-09 00:00:00;Доставлен;Чашка;159;CP;19;Тула",
    "2-4;2-4-1;2026-11-10 00:00:00;Доставляется;Чашка;159;CP;1;Тула",
    "2-5;2-5-1;2026-11-16 10:00:00;Доставлен;Чашка;159;CP;18;Тула",
    "2-6;2-6-1;2026-11-22 10:00:00;Доставляется;Чашка;159;CP;1;Тула",
]


def units(run: Run) -> list[tuple[str, str, str | None, int]]:
    """Return the units delivered."""
    told = run("export", "--format", "json").json["deliveries"]
    return sorted((each["sku"], each["from"][:10], each.get("warehouse"), each["units"]) for each in told)


def test_orders_are_units_by_week_and_warehouse_without_those_on_the_way(run: Run, tmp_path: Path) -> None:
    said = run("import", written(tmp_path, ORDERS, *SOLD), "--json")
    assert said.exit == 0
    assert units(run) == [
        ("158", "2026-11-02", "Тула", 20),
        ("158", "2026-11-02", "Хоругвино", 3),
        ("159", "2026-11-09", "Тула", 19),  # 1 of 20 on the way is 5 %, which counts; 1 of 19 is not counted yet
    ]
    assert "left out" in said.err
    assert "2, the last from 2026-11-02, 2026-11-16" not in said.err
    assert "1, the last from 2026-11-16" in said.err
    later = [row.replace("Доставляется", "Доставлен") for row in SOLD]
    run("import", written(tmp_path, ORDERS, *later))
    assert units(run)[2:] == [("159", "2026-11-09", "Тула", 20), ("159", "2026-11-16", "Тула", 19)]
    assert run("check").exit == 0


def test_a_week_counts_once_the_report_reaches_its_sunday(run: Run, tmp_path: Path) -> None:
    monday = SOLD[0].replace("2026-11-02", "2026-11-09")
    saturday, sunday = (monday.replace("2026-11-09", day) for day in ("2026-11-14", "2026-11-15"))
    run("import", written(tmp_path, ORDERS, monday, saturday))
    assert units(run) == []
    run("import", written(tmp_path, ORDERS, monday, saturday, sunday))
    assert units(run) == [("158", "2026-11-09", "Тула", 3)]


def test_a_week_at_the_end_of_the_report_that_may_go_on_is_left_out(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, ORDERS, *(row for row in SOLD[:24] if "2026-11-02" not in row)))  # from Tuesday to Tuesday
    assert units(run) == []


KNOWN = 'deliveries: [{{sku: "158", from: {first}, to: {last}, units: {units}}}]'


def test_orders_take_the_place_of_units_of_which_no_more_is_known(run: Run, tmp_path: Path) -> None:
    run("import", "-", typed=KNOWN.format(first="2026-11-02", last="2026-11-08", units=32))  # 20 + 3 delivered and 9 cancelled were ordered
    assert "left as they are" not in run("import", written(tmp_path, ORDERS, *SOLD)).err
    assert [each for each in units(run) if each[0] == "158"] == [("158", "2026-11-02", "Тула", 20), ("158", "2026-11-02", "Хоругвино", 3)]


@pytest.mark.parametrize(("first", "last", "count"), [("2026-11-02", "2026-11-08", 33), ("2026-11-01", "2026-11-30", 30)])
def test_more_units_or_those_of_other_days_stay(run: Run, tmp_path: Path, first: str, last: str, count: int) -> None:
    run("import", "-", typed=KNOWN.format(first=first, last=last, units=count))
    told = run("import", written(tmp_path, ORDERS, *SOLD)).err
    assert "left as they are, because more or other days of them are known: 2 (158, 2026-11-02; 158, 2026-11-02)" in " ".join(told.split())
    assert [each for each in units(run) if each[0] == "158"] == [("158", first, None, count)]


def test_the_same_orders_without_warehouses_do_not_count_twice_and_fewer_do_not_replace_more(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, ORDERS, *SOLD))
    before = units(run)
    run("import", written(tmp_path, ORDERS.replace("Склад отгрузки", "Откуда"), *SOLD))
    run("import", written(tmp_path, ORDERS, *(row.replace("Чайник;158;KT;3", "Чайник;158;KT;1") for row in SOLD)))
    assert units(run) == before


def test_unknown_states_and_bad_numbers_of_orders_are_named(run: Run, tmp_path: Path) -> None:
    rows = [SOLD[0].replace("Доставлен", "Получен"), SOLD[1].replace(";KT;1;", ";KT;два;"), SOLD[2].replace(";158;", ";;")]
    said = run("import", written(tmp_path, ORDERS, *rows, *SOLD), "--json")
    assert [(each["row"], each["why"]) for each in said.json["skipped"]] == [(3, "“два” is not a whole number"), (4, "“SKU” is missing")]
    assert "«Доставляется» (2), «Получен» (1)" in said.err


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (HEAD.replace("Тип начисления", "Вид начисления"), "report of accruals, but has no column «тип начисления»\n"),
        (HEAD.replace("Дата начисления", "Дата"), "report of accruals, but has no column «дата начисления»\n"),
        (ORDERS.replace("Количество", "Кол-во"), "report of orders, but has no column «количество»\n"),
        (ORDERS.replace("SKU", "Код"), "report of orders, but has no column «ozon id» / «sku»\n"),
        ("SKU;Поставка от;Количество", "a column is missing"),
    ],
)
def test_a_heading_of_ozon_that_has_another_name_is_told(run: Run, tmp_path: Path, head: str, told: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text("\n".join(["Отчёт", head, *(["1;2;3"] * 30)]), encoding="utf-8")
    said = run("import", file)
    assert (said.exit, told in said.err) == (5, True)
    assert ("it looks like" in said.err) == ("report of" in told)


def test_a_file_of_cases_is_like_no_report(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("cases: [{product: Kettle, price: lots}]", encoding="utf-8")
    assert "it looks like" not in run("import", file).err
