"""`products`: what is known of products and lots, typed and imported; a new case takes it."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

TYPED = ["cost=650", "commission=15%", "delivery_back=120,50", "technically_complex=yes", "supplier=Гжель", "product=Чайник", "stock=40"]


def product(run: Run, sku: str = "158") -> dict[str, Any]:
    """Return what is known of a product."""
    return next(each for each in run("products", "--json").json["products"] if each["sku"] == sku)


def test_what_is_typed_is_kept_and_emptied(run: Run) -> None:
    assert run("products", "158", *TYPED).exit == 0
    told = product(run)
    assert (told["cost"], told["commission"], told["delivery_back"]) == ("650.00", 0.15, "120.50")
    assert (told["technically_complex"], told["stock"], told["article"]) == (True, 40, None)
    assert run("products", "158", "cost=700", "supplier=").exit == 0
    told = product(run)
    assert (told["cost"], told["supplier"], told["product"]) == ("700.00", None, "Чайник")
    assert run("undo").exit == 0
    assert product(run)["cost"] == "650.00"
    assert run("check").out == ""


@pytest.mark.parametrize(("text", "share"), [("15%", 0.15), ("15", 0.15), ("0.15", 0.15), ("16,5 %", 0.165), ("0.5%", 0.005), ("0", 0.0)])
def test_a_commission_is_a_share_however_it_is_written(run: Run, text: str, share: float) -> None:
    run("products", "158", f"commission={text}")
    assert product(run)["commission"] == share


@pytest.mark.parametrize(("text", "number"), [("1 000", 1000), ("12\u00a0345", 12345), ("10.0", 10), ("10,00", 10)])
def test_a_number_is_whole_however_a_table_shows_it(run: Run, text: str, number: int) -> None:
    run("products", "158", f"stock={text}")
    assert product(run)["stock"] == number


def test_one_product_is_shown_with_all_that_is_known_of_it(run: Run) -> None:
    run("products", "158", *TYPED)
    run("products", "159", "cost=1")
    told = run("products", "158").out
    assert [word for word in ("650.00", "15 %", "120.50", "yes", "Гжель", "Чайник", "40") if word not in told] == []
    assert "159" not in told


WRONG = [
    (("158", "stock=1 00"), 2, "is not a whole number"),
    (("158", "stock=10.5"), 2, "is not a whole number"),
    (("158", "stock=10.000"), 2, "is not a whole number"),
    (("158",), 2, "neither a file"),
    (("158", "kost=5"), 2, "Did you mean “cost”?"),
    (("158", "cost=abc"), 2, "is not an amount"),
    (("158", "commission=150%"), 2, "is not a rate"),
    (("158", "stock=-1"), 2, "is not a whole number"),
    (("158", "sku=159"), 2, "There is no field"),
    (("no.csv",), 4, "not found"),
]


@pytest.mark.parametrize(("words", "code", "why"), WRONG, ids=str)
def test_what_makes_no_sense_is_refused(run: Run, words: tuple[str, ...], code: int, why: str) -> None:
    said = run("products", *words, "--json")
    assert said.exit == code
    assert why in said.error["message"] + said.error["hint"]
    assert run("products", "--json").json["products"] == []


PRODUCTS = "Отчёт за ноябрь;;;\nSKU;Артикул;Себестоимость;Процент комиссии\n158;KT;650,00;15%\n160;'007;100;8\n;;;\n"
LOTS = "sku\treceived\tquantity\tbatch\tinspected\tdefective\n158\t01.10.2026\t100\tB1\t10\t1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_tables_are_read_in_any_usual_form(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "p.csv").write_bytes(PRODUCTS.encode(encoding))
    (tmp_path / "l.csv").write_bytes(LOTS.encode(encoding))
    assert run("products", tmp_path / "p.csv", "--json").json == {
        "schema": "ozon-returns/1", "added": 2, "updated": 0, "unchanged": 0, "skipped": [], "dry_run": False,
    }  # fmt: skip
    assert (product(run)["cost"], product(run)["commission"], product(run, "160")["article"]) == ("650.00", 0.15, "007")
    run("products", tmp_path / "l.csv")
    assert run("products", "--json").json["lots"] == [
        {"sku": "158", "received": "2026-10-01", "quantity": 100, "supplier": None, "batch": "B1", "unit_cost": None, "inspected": 10, "defective": 1}
    ]  # fmt: skip
    assert run("products", tmp_path / "p.csv").out.startswith("Added: 0, updated: 0, unchanged: 2")
    shown = run("products").out
    assert "650.00\u00a0₽" in shown
    assert "2026-10-01" in shown


def test_a_workbook_is_read_with_its_numbers_and_dates(run: Run, tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415  a workbook by hand

    cells: list[list[Any]] = [["sku", "received", "quantity", "unit_cost"], ["158", "2026-10-01", 100, 120.5]]
    rows = "".join(
        "<row>" + "".join(f"<c t='inlineStr'><is><t>{each}</t></is></c>" if isinstance(each, str) else f"<c><v>{each}</v></c>" for each in row) + "</row>"
        for row in cells
    )  # fmt: skip
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        links = (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/{{}}" Target="{{}}"/></Relationships>'
        )
        made.writestr("_rels/.rels", links.format("officeDocument", "xl/workbook.xml"))
        made.writestr("xl/_rels/workbook.xml.rels", links.format("worksheet", "worksheets/sheet1.xml"))
        sheet = '<sheets><sheet name="Лоты" sheetId="1" r:id="r1"/></sheets>'
        made.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relation}">{sheet}</workbook>')
        made.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
    (tmp_path / "l.xlsx").write_bytes(content.getvalue())
    said = run("products", tmp_path / "l.xlsx", "--json")
    assert said.exit == 0, said.err
    (lot,) = run("products", "--json").json["lots"]
    assert (lot["quantity"], lot["unit_cost"], lot["received"]) == (100, "120.50", "2026-10-01")
    (tmp_path / "bad.xlsx").write_bytes(b"PK no workbook")
    assert run("products", tmp_path / "bad.xlsx", "--json").error["code"] == "file_unusable"


def test_every_fault_of_a_table_is_named_and_nothing_is_saved(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("sku,received,quantity,inspected,defective\n158,2026-10-01,x,,\n159,soon,5,9,\n160,2026-10-01,5,2,3\n")
    said = run("products", tmp_path / "p.csv", "--json")
    assert said.exit == 5
    for part in ("line 2, quantity", "line 3, received", "more were inspected than received", "more are defective than were inspected"):
        assert part in said.error["message"]
    (tmp_path / "q.csv").write_text("a,b\n1,2\n")
    assert "no heading was found" in run("products", tmp_path / "q.csv", "--json").error["message"]
    assert run("products", "--json").json["lots"] == []


def test_a_case_file_has_products_and_lots_and_gives_them_again(run: Run, home: Path) -> None:
    told = "products: [{sku: '158', cost: 650, commission: 0.15}]\nlots: [{sku: '158', received: 2026-10-01, quantity: 5, batch: B}]\n"
    assert run("import", "-", typed=told).exit == 0
    for form in ("yaml", "json"):
        written = run("export", "--format", form).out
        other = ("--home", home.with_name(form))
        assert run("import", "-", *other, typed=written).exit == 0
        assert run("export", "--format", form, *other).out == written
    assert run("import", "-", "--dry-run", typed=told.replace("650", "700")).exit == 0
    assert product(run)["cost"] == "650.00"


def test_a_new_case_takes_what_is_known_of_its_product_and_of_its_last_case(run: Run) -> None:
    run("products", "158", *TYPED)
    said = run("inspect", "--sku", "158", "--price", "1990", "--defect", "crack")
    assert "Taken from what is known of the product: Чайник, yes, Гжель" in said.err
    case = run("inspect", "--sku", "158", "--supplier", "Другой", "--json").case
    assert (case["product"], case["supplier"], case["price"], case["technically_complex"]) == ("Чайник", "Другой", "1990.00", True)
    run("inspect", "--product", "Mug", "--sku", "7", "--price", "100")
    case = run("inspect", "--sku", "7", "--json").case
    assert (case["product"], case["price"], case["supplier"]) == ("Mug", "100.00", None)


def test_columns_that_are_not_known_are_told(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text("sku;cost;прочее\n1;5;x\n", encoding="utf-8")
    assert "Columns that are not known were left out: прочее." in run("products", table).err


def test_a_table_of_products_given_to_import_is_taken_too(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text("sku;cost\n1;5\n", encoding="utf-8")
    said = run("import", table, "--json")
    assert (said.exit, said.json["added"]) == (0, 1)
    assert run("products", "--json").json["products"][0]["cost"] == "5.00"


def test_a_field_may_be_typed_as_it_is_shown(run: Run) -> None:
    assert run("products", "158", "цена=2100", "себестоимость=650", "--lang", "ru").exit == 0
    told = product(run)
    assert (told["price"], told["cost"]) == ("2100.00", "650.00")
