"""A batch of a supplier: its notice and claim speak of all open cases of it, and the total is computed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SUPPLIER_PAPER, Run

Take = Callable[..., Path]
SEVEN = range(1, 8)


@pytest.fixture
def batch(run: Run) -> None:
    """Open seven cases of one batch, whose lot and purchase cost are known, and one of another batch."""
    lot = "{sku: '9', received: 2026-10-12, quantity: 120, supplier: Гжель, batch: B1, unit_cost: 210}"
    run("import", "-", typed=f"lots: [{lot}]")
    for number in (*SEVEN, 8):
        words = ["--sku", "9", "--product", "Кружка", "--article", "MUG", "--supplier", "Гжель", "--batch", "B1" if number < 8 else "B2"]
        said = run("inspect", *words, "--defect", "crack", "--stage", "warehouse", "--suspect", "production", "--quantity", str(number))
        assert said.exit == 0, said.err


def paper() -> list[str]:
    """Return what a notice wants besides the lot."""
    known = ("qty_received", "delivery_date", "supplier=")
    pairs = list(zip(SUPPLIER_PAPER[::2], SUPPLIER_PAPER[1::2], strict=True))
    return [word for option, value in pairs if not value.startswith(known) for word in (option, value)]


@pytest.mark.usefixtures("batch")
def test_one_notice_speaks_of_all_open_cases_and_demands_nothing(run: Run) -> None:
    run("resolve", 7, "--dismiss", "no defect")
    said = run("ticket", 1, "--to", "supplier", "--ask", "500", "--force", "photos follow", *paper(), "--json")
    assert said.exit == 0, said.err
    text = said.json["text"]
    assert "Выявлены недостатки (при приёмке), всего 21 шт.:" not in text, "found six weeks after the delivery"
    assert "Выявлены недостатки (при осмотре на складе), всего 21 шт.:" in text, "1 + 2 + … + 6"
    assert "документ поставки: УПД № 311 от 12.10.2026" in text
    assert "120 шт." in text
    for number in range(1, 7):
        assert f"{number}. MUG, {number} шт.: трещина. Выявлено 23.11.2026." in text
    assert "7. MUG" not in text
    assert "500" not in text, "a notice demands nothing"
    notified = {
        each["rule"] for number in range(1, 7) for each in run("show", number, "--json").case["clocks"] if each["state"] == "running"
    }
    assert "gk_supplier_notice" not in notified
    other = {each["rule"]: each["state"] for each in run("show", 8, "--json").case["clocks"]}
    assert other["gk_supplier_notice"] == "running", "it is of another batch"
    assert run("show", 3, "--json").case["history"][-1]["facts"]["notified_with"] == {"case": 1, "ticket": 1}
    assert run("check").out == ""
    assert run("undo").exit == 0
    assert "gk_supplier_notice" in {each["rule"] for each in run("due", "--json").json["due"] if each["case"] == 3}


@pytest.mark.usefixtures("batch")
def test_the_claim_adds_up_all_cases_and_cites_the_notice(run: Run) -> None:
    run("ticket", 1, "--to", "supplier", "--force", "x", "--number", "П-1", *paper())
    more = ["proof_of_origin=акт", "breach_kind=являются существенными", "demands=вернуть деньги", "bank_details=р/с 1"]
    words = [word for each in more for word in ("--set", each)]
    said = run("ticket", 2, "--to", "supplier", "--letter", "supplier.claim", "--force", "x", *paper(), *words, "--json")
    assert said.exit == 0, said.err
    text = said.json["text"]
    assert "поставлен товар «Кружка», 120 шт. по цене 210,00\u00a0₽, всего на 25\u00a0200,00\u00a0₽" in text
    assert "MUG, 2 × 210,00: 420,00\u00a0₽" in text
    assert "Итого: 5\u00a0880,00\u00a0₽" in text, "28 items at 210"
    own = run("show", 1, "--letter", "supplier.claim", *paper(), *words, "--json").json["text"]
    assert "О недостатках вы уведомлены 23.11.2026 (№ П-1)." in own
    clocks = {each["rule"]: each["due_at"][:10] for each in said.case["clocks"]}
    assert clocks["gk_supplier_claim_answer"] == "2026-12-23", "thirty days run from the claim"


@pytest.mark.usefixtures("batch")
def test_a_dangerous_case_names_the_others_of_its_batch(run: Run) -> None:
    said = run("inspect", "--case", 2, "--severity", "dangerous")
    assert "Other open cases of this batch: 1, 3, 4, 5, 6, 7" in said.out
    assert "Other open cases of this batch: 1, 3, 4, 5, 6, 7" in run("show", 2).out
    assert "Other open cases" not in run("show", 1).out


@pytest.mark.usefixtures("batch")
def test_a_dangerous_case_is_not_closed_before_the_batch_was_looked_at(run: Run) -> None:
    run("inspect", "--case", 2, "--severity", "dangerous")
    run("resolve", 2, "--outcome", "written_off", "--cause", "production", "--no-action", "x")
    said = run("resolve", 2, "--close", "--json")
    assert "the action “stop selling”, done, the action “inbound check”, done" in said.error["message"]
    run("resolve", 2, "--action", "stop_selling: снят", "--done")
    run("resolve", 2, "--action", "inbound_check: 118 штук", "--done")
    assert run("resolve", 2, "--close").exit == 0


def test_nothing_written_admits_a_counterfeit_and_its_papers_are_listed(run: Run) -> None:
    words = [
        "--product",
        "Духи",
        "--posting",
        "1-1",
        "--price",
        "900",
        "--stage",
        "buyer",
        "--defect",
        "counterfeit",
        "--reason",
        "Подделка",
    ]
    run("inspect", *words)
    shown = run("show", 1).out
    for part in ("the supplier's invoice", "the declaration or certificate", "the rights to the brand"):
        assert part in shown
    for letter in ("buyer.first_answer", "buyer.ask_evidence", "buyer.review_reply"):
        offer = ["--offer", "refund"] if letter == "buyer.first_answer" else []
        text = run("contact", 1, "--letter", letter, *offer, "--set", "status_text=Разбираемся", "--draft", "--json").json["text"]
        assert "одделк" not in text
    said = run("contact", 1, "--text", "Да, это подделка.", "--json")
    assert (said.exit, said.error["code"]) == (5, "letter_refused")


def test_the_purchase_cost_typed_for_a_letter_is_asked_once(run: Run) -> None:
    run("inspect", "--sku", "9", "--product", "Кружка", "--stage", "warehouse", "--price", "590")
    words = ["show", 1, "--letter", "internal.writeoff", "--set", "paper_number=1", "--set", "order_number=2", "--set", "reason=бой"]
    lacking = run(*words, "--json")
    assert (lacking.exit, "cost" in lacking.error["message"]) == (5, True), "the price is not what it cost"
    said = run(*words, person=True, typed="210\n")
    assert "Себестоимость" in said.err or "Purchase cost of one item" in said.err
    assert "себестоимость 210,00\u00a0₽ за штуку" in said.out
    assert "The purchase cost is kept with the product" in said.err
    assert "себестоимость 210,00\u00a0₽" in run(*words).out
    assert run("products", "--json").json["products"][0]["cost"] == "210.00"


def notified(run: Run) -> set[int]:
    """Return the cases of whose supplier a notice is not due any more."""
    due = {each["case"] for each in run("due", "--json").json["due"] if each["rule"] == "gk_supplier_notice"}
    return {*SEVEN, 8} - due


@pytest.mark.usefixtures("batch")
def test_a_notice_that_is_drafted_tells_the_batch_when_it_is_handed_in_and_no_longer_when_withdrawn(run: Run) -> None:
    run("ticket", 1, "--to", "supplier", "--draft", *paper())
    assert notified(run) == set()
    said = run("ticket", 1, "--sent", *paper(), "--force", "photos follow")
    assert said.exit == 0, said.err
    assert "It speaks of the other open cases of the batch too: 2, 3, 4, 5, 6, 7." in said.err
    assert notified(run) == {*SEVEN}
    assert run("ticket", 1, "--withdraw", "sent to the wrong supplier").exit == 0
    assert notified(run) == set()
    assert run("check").out == ""
    assert run("undo", 3).exit == 0
    assert notified(run) == {*SEVEN}


@pytest.mark.usefixtures("batch")
def test_a_notice_that_is_removed_as_a_mistake_notified_nobody(run: Run) -> None:
    run("ticket", 1, "--to", "supplier", *paper(), "--force", "photos follow")
    assert notified(run) == {*SEVEN}
    assert run("fix", 1, "--remove", "ticket:1").exit == 0
    assert notified(run) == set()
    assert run("check").out == ""


@pytest.mark.usefixtures("batch")
def test_a_case_that_was_notified_with_the_batch_asks_for_no_notice_of_its_own(run: Run) -> None:
    assert "ticket 4 --to supplier" in run("show", 4, "--json").json["next"] or "inspect --case 4" in run("show", 4, "--json").json["next"]
    run("ticket", 1, "--to", "supplier", *paper(), "--force", "photos follow")
    assert run("show", 4, "--json").json["next"] == "ozon-returns resolve 4 --outcome written_off --cause production"


@pytest.mark.usefixtures("batch")
def test_the_photos_of_all_cases_go_with_the_notice(run: Run, photo: Take, home: Path) -> None:
    run("inspect", "--case", 1, photo("one.jpg", seed=1))
    run("inspect", "--case", 3, photo("three.jpg", seed=3))
    run("ticket", 1, "--to", "supplier", *paper(), "--force", "x")
    files = sorted(each.name for each in (home / "cases/000001/ticket-1").iterdir())
    assert files == ["01-photo.jpg", "02-photo.jpg", "contact-sheet.jpg"]
    assert run("check").out == ""


def test_each_product_of_a_batch_is_counted_at_its_own_cost(run: Run) -> None:
    lots = "{sku: '9', received: 2026-10-12, quantity: 20, supplier: Гжель, batch: B1, unit_cost: 210}"
    run("import", "-", typed=f"lots: [{lots}]\nproducts: [{{sku: '10', cost: 700}}]")
    more = ["proof_of_origin=акт", "breach_kind=являются существенными", "demands=вернуть деньги", "bank_details=р/с 1"]
    words = [word for each in more for word in ("--set", each)]
    for sku, name in (("9", "Кружка"), ("10", "Чайник"), ("11", "Ложка")):
        common = ["--supplier", "Гжель", "--batch", "B1", "--defect", "crack", "--stage", "warehouse", "--suspect", "production"]
        run("inspect", "--sku", sku, "--product", name, "--quantity", "2", *common)
    said = run("ticket", 1, "--to", "supplier", "--letter", "supplier.claim", "--force", "x", *paper(), *words, "--json")
    assert "Итого: ________" in said.json["text"], "the cost of the spoon is not known"
    run("undo")
    run("products", "11", "cost=50")
    said = run("ticket", 1, "--to", "supplier", "--letter", "supplier.claim", "--force", "x", *paper(), *words, "--json")
    text = said.json["text"].replace("\xa0", " ")
    assert "9, 2 × 210,00" in text
    assert "10, 2 × 700,00" in text
    assert "1 920,00" in text, "2 × (210 + 700 + 50)"


@pytest.mark.usefixtures("batch")
@pytest.mark.parametrize(
    "words",
    [
        ["fix 1 --delete typed-twice --yes"],
        ["fix 3 --merge 1 dup", "ticket 3 --to supplier --withdraw mistake"],
        ["fix 1 ticket:1.opened_at=2026-11-22", "ticket 1 --ticket 1 --withdraw x"],
        ["fix 1 ticket:1.opened_at="],
        ["fix 1 ticket:1.to=ozon"],
    ],
)
def test_the_batch_is_to_be_notified_again_however_the_notice_goes(run: Run, words: list[str]) -> None:
    run("ticket", 1, "--to", "supplier", *paper(), "--force", "photos follow")
    for each in words:
        said = run(*each.split())
        assert said.exit == 0, said.err
    assert notified(run) <= {1}
    assert run("check").out == ""


@pytest.mark.usefixtures("batch")
def test_a_case_that_another_notice_names_stays_notified(run: Run) -> None:
    run("ticket", 1, "--to", "supplier", *paper(), "--force", "photos follow")
    run("ticket", 2, "--to", "supplier", *paper(), "--force", "photos follow")
    run("ticket", 1, "--ticket", 1, "--withdraw", "the second is better")
    assert notified(run) == {*SEVEN}, "the second names the first case too"
    run("ticket", 2, "--ticket", 1, "--withdraw", "this one too")
    assert notified(run) == set()


@pytest.mark.usefixtures("batch")
def test_what_is_split_off_was_notified_and_no_longer_is_when_the_notice_goes(run: Run) -> None:
    run("ticket", 2, "--to", "supplier", *paper(), "--force", "photos follow")
    run("fix", 2, "--split", "quantity=1")
    run("fix", 3, "--split", "quantity=1")

    def due() -> set[int]:
        return {each["case"] for each in run("due", "--json").json["due"] if each["rule"] == "gk_supplier_notice"}

    assert due() == {8}
    run("ticket", 2, "--ticket", 1, "--withdraw", "mistake")
    assert due() == {*range(1, 11)}
    assert run("check").out == ""


@pytest.mark.usefixtures("batch")
def test_a_notice_that_was_withdrawn_is_followed_by_a_new_one(run: Run) -> None:
    run("ticket", 1, "--to", "supplier", *paper(), "--force", "photos follow")
    run("ticket", 1, "--withdraw", "wrong address")
    (command,) = [each["command"] for each in run("due", "--json").json["due"] if (each["case"], each["rule"]) == (1, "gk_supplier_notice")]
    assert command == "ozon-returns ticket 1 --to supplier"
    said = run("ticket", 1, "--to", "supplier", *paper(), "--force", "photos follow")
    assert said.exit == 0, said.err
    assert [each["no"] for each in run("show", 1, "--json").case["tickets"]] == [1, 2]


@pytest.mark.usefixtures("batch")
def test_the_claim_asks_for_its_total_and_settles_the_notice(run: Run) -> None:
    run("ticket", 1, "--to", "supplier", "--force", "x", *paper())
    more = ["proof_of_origin=акт", "breach_kind=являются существенными", "demands=вернуть деньги", "bank_details=р/с 1"]
    words = [word for each in more for word in ("--set", each)]
    said = run("ticket", 1, "--to", "supplier", "--letter", "supplier.claim", "--force", "x", *paper(), *words)
    assert "is about the same" not in said.err, "the claim is the next step, not the same again"
    tickets = run("show", 1, "--json").case["tickets"]
    assert [each["asked"] for each in tickets] == [None, "5880.00"], "28 items at 210"
    case = run("ticket", 1, "--ticket", 2, "--outcome", "approved", "--paid-at", "today", "--json").case
    assert (case["tickets"][1]["paid"], case["owed"]) == ("5880.00", "0.00")
    run("resolve", 1, "--outcome", "written_off", "--cause", "production", "--no-action", "x")
    assert run("resolve", 1, "--close").exit == 0, "nothing of the notice is to be decided"
