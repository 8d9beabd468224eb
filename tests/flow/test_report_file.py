"""Ozon's report of returns as a file: every layout that is known, every form of a date and a number; each return once."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import TOP, Run
from tests.flow.test_sync import LATER, row, shop, sync  # noqa: F401  fixtures
from tests.shop.server import Shop, returns_of

SAMPLES = TOP.parent / "shared/domain/samples"
HEADING = "Схема;Наименование товара;Номер отправления;OZON SKU ID;Дата возврата;Статус возврата;Дата статуса;Причина возврата;Количество возвращаемых товаров;Последний день бесплатного размещения;Штрихкод возврата;Стоимость товара".split(
    ";"
)
KETTLE = [
    *("FBS", 'Чайник "Лето"', "10-0001-1", "158", "12.11.2026", "В пункте выдачи", "15.11.2026 08:00"),
    *("Упаковка и товар повреждены", "1", "29.11.2026", "ii1", "1 990,00 ₽"),
]


def written(rows: Sequence[Sequence[str]], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """Return a report as a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(";", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8"), (";", "cp1251")],
)
def test_a_report_is_read_whatever_its_encoding(run: Run, tmp_path: Path, separator: str, encoding: str) -> None:
    kettle = [cell.replace("₽", "руб.") for cell in KETTLE]
    (tmp_path / "a.csv").write_bytes(written([["Отчёт о возвратах"], [], HEADING, kettle], separator, encoding))
    said = run("import", tmp_path / "a.csv", "--json")
    assert (said.exit, said.json["added"], said.json["skipped"]) == (0, 1, []), said.err
    case = run("show", 1, "--json").case
    names = ("product", "posting", "sku", "scheme", "quantity", "price", "stage", "claimed_reason", "return_id", "status")
    assert [case[name] for name in names] == [
        *('Чайник "Лето"', "10-0001-1", "158", "fbs", 1, "1990.00", "return", "Упаковка и товар повреждены", None, "new"),
    ]
    assert {each["kind"]: each["at"] for each in case["dates"]} == {
        "decided": "2026-11-12T00:00:00+03:00",
        "free_until": "2026-11-29T23:59:59+03:00",
    }
    again = run("import", tmp_path / "a.csv", "--json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_a_workbook_is_read_with_dates_of_any_kind(run: Run, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Отчёт"])
        sheet.write_row(2, 0, HEADING)
        sheet.write_row(3, 0, KETTLE)
        sheet.write_datetime(3, 4, datetime(2026, 11, 12), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001
        sheet.write_number(3, 6, 46341.25)
        sheet.write_number(3, 11, 1990)
    assert run("import", tmp_path / "a.xlsx").exit == 0
    case = run("show", 1, "--json").case
    assert (case["found_at"], case["price"]) == ("2026-11-12T00:00:00+03:00", "1990.00")
    assert "2026-11-15 06:00\tВ пункте выдачи" in run("show", 1).out, "46,341 and a quarter days after 30.12.1899"


def test_bad_rows_are_named_and_the_good_ones_kept(run: Run, tmp_path: Path) -> None:
    rows = [list(KETTLE) for _no in range(5)]
    rows[1][2] = ""
    rows[2][4] = "вчерашний день"
    rows[3][8] = "пара"
    rows[4][2], rows[4][11] = "11-0001-1", "дорого"
    (tmp_path / "a.csv").write_bytes(written([HEADING, *rows]))
    said = run("import", tmp_path / "a.csv", "--json")
    assert (said.exit, said.json["added"]) == (3, 1)
    assert [(each["row"], Path(each["file"]).name) for each in said.json["skipped"]] == [(no, "a.csv") for no in (3, 4, 5, 6)]
    assert "пара" in said.json["skipped"][2]["why"]
    assert "row 5" in said.err


def test_news_of_a_return_reach_its_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(written([HEADING, KETTLE]))
    run("import", tmp_path / "a.csv")
    run("fix", 1, "product=Чайник")
    news = [*KETTLE[:5], "Продавец получил возврат", "20.11.2026", *KETTLE[7:]]
    (tmp_path / "a.csv").write_bytes(written([HEADING, news]))
    assert run("import", tmp_path / "a.csv", "--dry-run", "--json").json["updated"] == 1
    assert run("import", tmp_path / "a.csv", "--json").json["updated"] == 1
    case = run("show", 1, "--json").case
    assert case["product"] == "Чайник"
    assert next(each["at"] for each in case["dates"] if each["kind"] == "return_received") == "2026-11-20T00:00:00+03:00"


def test_two_returns_of_a_posting_are_told_apart_by_their_barcodes(run: Run, tmp_path: Path) -> None:
    other = [*KETTLE[:10], "ii2", KETTLE[11]]
    (tmp_path / "a.csv").write_bytes(written([HEADING, KETTLE, other, KETTLE]))
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 2


def test_the_first_version_has_numbers_of_returns(run: Run, tmp_path: Path) -> None:
    heading = [
        "ID товара в возврате",
        "ID отправления",
        "Статус",
        "Артикул товара",
        "Ozon ID",
        "Причина возврата",
        "Дата возврата продавцу",
    ]
    (tmp_path / "a.csv").write_bytes(
        written([heading, ["77", "10-0001-1", "Получен", "KT", "158", "Товар не работает / брак", "01.11.2026"]])
    )
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 1
    case = run("show", 1, "--json").case
    assert (case["return_id"], case["article"], case["sku"]) == ("77", "KT", "158")
    assert next(each["at"] for each in case["dates"] if each["kind"] == "return_received") == "2026-11-01T00:00:00+03:00"


def test_headings_of_ones_own_can_be_named(run: Run, tmp_path: Path, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('[headings]\n"Order" = "posting"\n"Why" = "reason"\n', encoding="utf-8")
    (tmp_path / "a.csv").write_bytes(written([["Order", "Why", "OZON SKU ID"], ["10-0001-1", "Товар не работает / брак", "158"]]))
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 1


def test_a_return_that_the_api_knows_is_the_same_case(run: Run, shop: Shop, sync: Run, tmp_path: Path) -> None:  # noqa: F811
    report = [*KETTLE[:2], "1-0001-1", *KETTLE[3:]]
    (tmp_path / "a.csv").write_bytes(written([HEADING, report]))
    shop.methods["/v1/returns/list"] = returns_of([row(1), row(2)])
    run("import", tmp_path / "a.csv")
    assert sync("--json").json["added"] == 1, "the report came first"
    other = [*KETTLE[:2], "2-0001-1", *KETTLE[3:]]
    (tmp_path / "a.csv").write_bytes(written([HEADING, report, other]))
    assert run("import", tmp_path / "a.csv", "--json", now=LATER).json["added"] == 0, "the API came first"
    assert sorted(each["posting"] for each in run("list", "--json", now=LATER).json["cases"]) == ["1-0001-1", "2-0001-1"]


def test_other_tables_are_read_as_before(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sku;from;to;units\n1;2026-11-02;2026-11-08;10\n", encoding="utf-8")
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the checkout")
@pytest.mark.parametrize("name", ["SYNTHETIC_returns_26col_cp1251.csv", "SYNTHETIC_returns_31col_utf8bom.csv"])
def test_the_samples_are_read(run: Run, name: str) -> None:
    said = run("import", SAMPLES / name, "--json")
    assert (said.exit, said.json["added"], said.json["skipped"]) == (0, 2, [])
    first, second = run("show", 1, "--json").case, run("show", 2, "--json").case
    assert (first["article"], first["price"], second["price"], second["quantity"]) == ("TEA-17", "1990.00", "490.00", 2)


def test_a_return_is_the_same_however_its_day_is_written(run: Run, tmp_path: Path) -> None:
    """With and without a barcode, a day in either form or none."""
    forms = [
        KETTLE,
        [*KETTLE[:4], "2026-11-12", *KETTLE[5:]],
        [*KETTLE[:10], "", KETTLE[11]],
        [*KETTLE[:4], "", *KETTLE[5:10], "", KETTLE[11]],
    ]
    added = []
    for form in forms:
        (tmp_path / "a.csv").write_bytes(written([HEADING, form]))
        added.append(run("import", tmp_path / "a.csv", "--json").json["added"])
    assert added == [1, 0, 0, 0]
    assert len(run("show", 1, "--json").case["fulfillments"]) == 1


def test_two_items_that_came_back_on_one_day_are_two(run: Run, tmp_path: Path) -> None:
    bare = [*KETTLE[:10], "", KETTLE[11]]
    (tmp_path / "a.csv").write_bytes(written([HEADING, bare, bare]))
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 2
    again = run("import", tmp_path / "a.csv", "--json").json
    assert (again["added"], again["unchanged"]) == (0, 2)


def test_an_older_report_turns_nothing_back(run: Run, tmp_path: Path) -> None:
    for status, since in (("Продавец получил возврат", "20.11.2026"), ("На согласовании у продавца", "10.11.2026")):
        (tmp_path / "a.csv").write_bytes(written([HEADING, [*KETTLE[:5], status, since, *KETTLE[7:]]]))
        run("import", tmp_path / "a.csv")
    case = run("show", 1, "--json").case
    assert (case["stage"], "claimed" in {each["kind"] for each in case["dates"]}) == ("return", False)


def test_a_reason_that_is_explained_opens_the_cases_of_a_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(written([HEADING, [*KETTLE[:7], "Что-то новое", *KETTLE[8:]]]))
    said = run("import", tmp_path / "a.csv")
    assert "«Что-то новое» (1)" in said.err
    run("settings", "set", "reasons.Что-то новое", "yes")
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 1


def test_a_report_that_was_undone_can_be_imported_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(written([HEADING, KETTLE]))
    run("import", tmp_path / "a.csv")
    run("undo")
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 1
    run("fix", 2, "--delete", "не наше")
    assert run("import", tmp_path / "a.csv", "--json").json["added"] == 0


def test_the_number_of_the_posting_goes_before_that_of_its_goods(run: Run, tmp_path: Path) -> None:
    heading = ["ID отправления", *HEADING]
    (tmp_path / "a.csv").write_bytes(written([heading, ["987654321", *KETTLE]]))
    run("import", tmp_path / "a.csv")
    assert run("show", 1, "--json").case["posting"] == "10-0001-1"


def test_a_return_that_waits_is_told_once(run: Run, shop: Shop, sync: Run, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "a.csv").write_bytes(written([HEADING, [*KETTLE[:2], "1-0001-1", *KETTLE[3:]]]))
    run("import", tmp_path / "a.csv")
    assert run("due", "--json").json["pickup"] == [{"place": "", "returns": 1, "cases": [1], "free_until": "2026-11-29", "disposal": None}]
    rows = [row(1, "ArrivedAtReturnPlace", place={"name": "ПВЗ"})]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    assert [(each["place"], each["returns"], each["cases"]) for each in run("due", "--json").json["pickup"]] == [("ПВЗ", 1, [1])]
    rows[0] = row(1, "ReceivedBySeller", "2026-11-24T05:00:00Z")
    sync(now=LATER)
    assert run("due", "--json", now=LATER).json["pickup"] == []


def test_a_cell_as_long_as_a_file_is_an_error_of_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(written([HEADING, [*KETTLE[:1], "x" * 11_000_000, *KETTLE[2:]]]))
    assert run("import", tmp_path / "a.csv", "--json").exit in (4, 5)
