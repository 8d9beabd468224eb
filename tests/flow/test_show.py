"""`show`: the whole of a case."""

from tests.conftest import CONTRACT, TOP, Run

CLOCK = "rule title started_at due_at paused_at met_at state what_happens".split()
PHOTO = "file original_name role sha256 bytes mime width height taken_at added_at".split()


def test_a_case_has_every_field_of_the_contract_in_its_order(run: Run, kettle: int) -> None:
    case = run("show", kettle, "--json").case
    assert [field for field in case if field in CONTRACT] == CONTRACT
    assert list(case["photos"][0]) == PHOTO
    assert [list(each)[:8] for each in case["clocks"]] == [CLOCK, CLOCK]
    assert [each["rule"] for each in case["clocks"]] == ["ozon_claim_decision_fbs", "zzpp_refund"]


def test_a_case_is_named_by_number_posting_or_last(run: Run, kettle: int) -> None:
    run("inspect", "--product", "Cup")
    for name, number in ((kettle, kettle), ("5854-0057-1", kettle), ("@last", 2)):
        assert run("show", name, "--json").case["number"] == number
    run("contact", kettle, "--offer", "refund")
    assert run("show", "@last", "--json").case["number"] == kettle


def test_a_posting_with_two_cases_names_them(run: Run, kettle: int) -> None:
    run("inspect", "--posting", "5854-0057-1", "--product", "Cup", "--force", "another item of it")
    said = run("show", "5854-0057-1", "--json")
    assert (said.exit, said.error["code"]) == (4, "case_ambiguous")
    assert f"{kettle}, 2" in said.error["message"]


def test_a_case_that_is_not_there_is_exit_4(run: Run) -> None:
    for name in ("1", "@last", "no-such-posting", "99999999999999999999999"):
        said = run("show", name, "--json")
        assert (said.exit, said.error["code"], said.error["exit"]) == (4, "case_not_found", 4)


def test_a_page_tells_everything(run: Run) -> None:
    run("import", TOP / "cases.example.yaml")
    out = run("show", 1, "--lang", "ru").out.replace("\xa0", " ")
    for part in (
        "Чайник керамический",
        "трещина",
        "перевозка",
        "cases/000001/04-defect.jpg",
        "31207745",
        "Компенсация согласована",
        "1 990,00 ₽",
        "Вкладыш под новую форму",
        "оценка 5",
        "16.09.2026 11:30",
    ):
        assert part in out


def test_a_page_numbers_tickets_and_names_what_the_buyer_refused(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--to", "supplier", "--ask", "700", "--force", "no papers yet")
    run("contact", kettle, "--offer", "refund", "--offer", "replacement")
    run("contact", kettle, "--refused", "replacement")
    out = run("show", kettle).out
    assert "1: ozon, transport" in out
    assert "2: supplier, " in out
    assert [line.split("refused ")[-1] for line in out.splitlines() if "refused 2026" in line] == ["2026-11-23 12:00"]


def test_deadlines_are_shown_in_the_order_in_which_something_is_to_be_done(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--to", "supplier", "--ask", "700", "--force", "no papers yet")
    run("contact", kettle, "--offer", "refund")
    case = run("show", kettle, "--json").case
    shown = run("show", kettle).out.partition("Deadlines")[2].partition("Letters")[0]
    titles = sorted({each["title"] for each in case["clocks"]}, key=shown.index)
    assert titles == ["decide on the buyer's claim", "check the ticket again", "refund the buyer"]
