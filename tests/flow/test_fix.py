"""`fix`: whatever was recorded wrongly is put right by one command; old values stay in the history, sums follow."""

import random
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MOSCOW, NOW, Run, ready_made

Take = Callable[..., Path]


@pytest.fixture(scope="session")
def home_with_everything(tmp_path_factory: pytest.TempPathFactory, home_with_kettle: Path) -> Path:
    """Make, once, a home whose case has a line of every kind."""
    home = tmp_path_factory.mktemp("everything") / "home"
    shutil.copytree(home_with_kettle, home)
    commands = (
        ["contact", "1", "--offer", "bonus", "--amount", "500", "--demand", "refund"],
        ["contact", "1", "--decide", "keep", "--reply", "Да"],
        ["contact", "1", "--done", "refund"],
        ["ticket", "1", "--ask", "1990", "--number", "A-1"],
        ["ticket", "1", "--answer", "Да.", "--outcome", "approved"],
        ["ticket", "1", "--paid-at", "today", "--amount", "1000"],
        ["inspect", "--case", "1", "--date", "delivered=2026-11-20", "--defect", "dent", "--note", "x"],
        ["resolve", "1", "--outcome", "refund", "--cost", "delivery=300", "--cause", "transport", "--action", "training: x"],
        ["contact", "1", "--satisfied", "no", "--comment", "долго"],
    )
    return ready_made(home, *commands)


@pytest.fixture
def full(home: Path, home_with_everything: Path) -> int:
    """Return the number of the case with a line of every kind, in a home of its own."""
    shutil.copytree(home_with_everything, home)
    return 1


FIELDS = [
    ("price=1500", ("price",), "1500.00"),
    ("note=", ("note",), None),
    ("defects=scratch, stain", ("defects",), ["scratch", "stain"]),
    ("why=a; b", ("why",), ["a", "b"]),
    ("technically_complex=yes", ("technically_complex",), True),
    ("found_at=2026-11-22 10:00", ("found_at",), "2026-11-22T10:00:00+03:00"),
    ("outcome=bonus", ("outcome",), "bonus"),
    ("cost:2=350", ("costs", 1, "amount"), "350.00"),
    ("cost:2.kind=storage", ("costs", 1, "kind"), "storage"),
    ("photo:2.role=overall", ("photos", 1, "role"), "overall"),
    ("photo:2=", ("photos", 1, "role"), None),
    ("letter:1.sent_at=", ("letters", 0, "sent_at"), None),
    ("letter:1=Здравствуйте!", ("letters", 0, "text"), "Здравствуйте!"),
    ("offer:1=400", ("offers", 0, "amount"), "400.00"),
    ("offer:1.chosen_at=2026-11-23 11:00", ("offers", 0, "chosen_at"), "2026-11-23T11:00:00+03:00"),
    ("demand:1=replacement", ("demands", 0, "kind"), "replacement"),
    ("decision:1.by=ozon", ("decisions", 0, "by"), "ozon"),
    ("decision:1.kind=approve", ("decisions", 0, "kind"), "approve"),
    ("ticket:1=B-2", ("tickets", 0, "number"), "B-2"),
    ("ticket:1.asked=1200", ("tickets", 0, "asked"), "1200.00"),
    ("ticket:1.to=carrier", ("tickets", 0, "to"), "carrier"),
    ("ticket:1.answer:1=Нет.", ("tickets", 0, "answers", 0, "text"), "Нет."),
    ("date:1=2026-11-19", ("dates", 0, "at"), "2026-11-19T00:00:00+03:00"),
    ("action:1=inspect", ("actions", 0, "text"), "inspect"),
    ("action:1.due=2026-12-01", ("actions", 0, "due"), "2026-12-01T23:59:59+03:00"),
    ("feedback:1.satisfied=yes", ("feedback", 0, "satisfied"), True),
    ("feedback:1=", ("feedback", 0, "comment"), None),
]


@pytest.mark.parametrize(("words", "where", "value"), FIELDS, ids=str)
def test_any_field_of_any_line_is_corrected_and_its_old_value_stays_in_the_history(
    run: Run, full: int, words: str, where: tuple[Any, ...], value: object
) -> None:
    before = run("show", full, "--json").case
    said = run("fix", full, words, "--json", now=NOW + timedelta(hours=1))
    assert said.exit == 0, said.err
    assert said.json["event"] == "case_fixed"
    now, then = said.case, before
    for step in where:
        now, then = now[step], then[step]
    assert now == value
    assert now != then
    changed = next(iter(said.case["history"][-1]["facts"]["changes"].values()))
    assert changed[0] != changed[1]
    assert run("check").out == ""
    old = run("show", full, "--json", "--as-of", NOW.isoformat(), now=NOW + timedelta(hours=2)).case
    for step in where:
        old = old[step]
    assert old == then


@pytest.mark.parametrize(
    ("line", "name", "left"),
    [("cost:2", "costs", 1), ("ticket:1", "tickets", 0), ("photo:3", "photos", 3), ("action:1", "actions", 0), ("date:1", "dates", 0),
     ("letter:2", "letters", 1), ("demand:1", "demands", 0), ("decision:1", "decisions", 0), ("feedback:1", "feedback", 0)],
)  # fmt: skip
def test_a_line_is_removed_and_put_back(run: Run, full: int, line: str, name: str, left: int) -> None:
    before = run("show", full, "--json").case
    case = run("fix", full, "--remove", line, "--json").case
    assert len(case[name]) == left
    assert run("check").out == ""
    run("undo")
    assert run("show", full, "--json").case[name] == before[name]
    assert run("check").out == ""


def test_the_money_that_came_with_a_line_follows_it(run: Run, full: int) -> None:
    before = run("show", full, "--json").case
    assert (before["net_cost"], before["recovered"][0]["amount"]) == ("1290.00", "1000.00")
    case = run("fix", full, "ticket:1.payment:1=1500", "--json").case
    assert (case["recovered"][0]["amount"], case["net_cost"], case["tickets"][0]["outstanding"]) == ("1500.00", "790.00", "490.00")
    case = run("fix", full, "--remove", "ticket:1.payment:1", "--json").case
    assert (case["recovered"], case["tickets"][0]["outstanding"]) == ([], "1990.00")
    case = run("fix", full, "fulfillment:1=1800", "--json").case
    assert [each["amount"] for each in case["costs"]] == ["1800.00", "300.00"]
    case = run("fix", full, "--remove", "fulfillment:1", "--json").case
    assert [each["kind"] for each in case["costs"]] == ["delivery"]
    assert "zzpp_refund" in {each["rule"] for each in run("due", "--json").json["due"]}, "the money is owed again"
    assert run("check").out == ""


def test_a_removed_ticket_takes_its_answers_and_money_with_it(run: Run, full: int) -> None:
    case = run("fix", full, "--remove", "ticket:1", "--json").case
    assert (case["tickets"], case["recovered"]) == ([], [])
    assert run("check").out == ""


REFUSED = [
    (("prise=5",), 2, "Did you mean “price”?"),
    (("status=new",), 2, "follows from the rest"),
    (("net_cost=5",), 2, "follows from the rest"),
    (("cost:9=5",), 5, "there are 2"),
    (("kost:1=5",), 2, "cost:1"),
    (("cost:1=abc",), 2, "is not an amount"),
    (("cost:1=",), 5, "cannot be empty"),
    (("cost:1.kind=gift",), 2, "unknown value"),
    (("found_at=2027-01-01",), 5, "is in the future"),
    (("outcome=",), 5, "cannot be empty"),
    (("closed_at=2026-11-23",), 5, "follows from the rest"),
    (("photo:1.sha256=0",), 2, "follows from the rest"),
    (("price=1990",), 5, "Nothing would change"),
    (("--remove", "cost:1.kind"), 2, "is a field, not a line"),
    (("--remove", "defect:stain"), 5, "has no defect"),
    (("price",), 2, "has no “=”"),
    (("--delete", ""), 2, "the reason"),
    (("--split", "quantity=1"), 5, "cannot be split off"),
    (("--split", "defects=crack"), 2, "needs the number of items"),
    (("--merge", "1", "x"), 5, "with itself"),
    (("--merge", "7", "x"), 4, "not found"),
    (("--delete", "x", "--split"), 2, "exclude each other"),
]


@pytest.mark.parametrize(("words", "code", "why"), REFUSED, ids=str)
def test_what_cannot_be_corrected_is_refused_in_one_sentence(run: Run, full: int, words: tuple[str, ...], code: int, why: str) -> None:
    before = run("export", "--format", "json").out
    said = run("fix", full, *words, "--json")
    assert said.exit == code
    assert why in said.error["message"] + said.error["hint"]
    assert run("export", "--format", "json").out == before


def test_without_arguments_the_case_is_a_form(run: Run, full: int) -> None:
    *lines, last = run("fix", full).out.splitlines()[1:]
    rows = dict(line.split("\t") for line in lines)
    assert rows["price"] == "1,990.00\u00a0₽"
    assert rows["cost:2"].startswith("amount 300.00")
    assert rows["ticket:1.payment:1"].startswith("amount 1,000.00")
    empty = last.removeprefix("Empty: ").split(", ")
    assert "marking" in empty
    told = {each["name"] for each in run("fix", full, "--json").json["fields"]}
    assert told == {*rows, *empty}
    typed = "nonsense\nprise=5\nprice=abc\nscheme=xyz\nprice=1500\ncost:2=350\n\n"
    said = run("fix", full, person=True, typed=typed)
    assert "has no “=”" in said.err
    assert "Did you mean “price”?" in said.err
    assert "“abc” is not an amount" in said.err
    assert "Write it like scheme=fbo." in said.err
    assert "price: 1,990.00\xa0₽ → 1,500.00\xa0₽" in said.out
    assert "cost:2.amount: 300.00\xa0₽ → 350.00\xa0₽" in said.out


def test_a_case_made_by_mistake_is_removed_its_number_is_never_used_again_and_its_history_stays(run: Run, full: int, home: Path) -> None:
    said = run("fix", full, "--delete", "typed twice", "--json")
    assert (said.exit, said.json["event"]) == (0, "case_deleted")
    gone = run("show", full, "--json")
    assert (gone.exit, gone.error["message"]) == (4, "Case 1 was deleted: typed twice.")
    assert "ozon-returns undo 1" in gone.error["hint"]
    assert run("list", "--json").json["total"] == 0
    assert run("due", "--json").json["due"] == []
    report = run("analyze", "--json", now=NOW + timedelta(days=1)).json["report"]
    assert report["figures"]["cases"] == 0
    assert run("check").out == ""
    assert (home / "cases/000001/01-defect.jpg").exists()
    run("inspect", "--product", "Cup")
    assert run("show", "@last", "--json").case["number"] == 2
    assert run("undo", 1).exit == 0
    assert run("show", full, "--json").case["net_cost"] == "1290.00"
    assert run("check").out == ""


def test_a_person_is_asked_before_a_case_is_removed(run: Run, full: int) -> None:
    assert run("fix", full, "--delete", "x", person=True, typed="no\n").exit == 130
    assert run("fix", full, "--delete", "x", person=True, typed="yes\n").exit == 0


def test_duplicates_become_one_case_and_the_other_points_to_it(run: Run, full: int, photo: Take) -> None:
    shots = [photo("new.jpg", seed=7), photo("same.jpg", seed=1)]
    run("inspect", *shots, "--product", "Kettle", "--stage", "buyer", "--serial", "S1", "--defect", "stain", "--force", "x")
    run("ticket", 2, "--to", "carrier", "--situation", "other", "--ask", "5", "--force", "x")
    run("resolve", 2, "--cost", "storage=10")
    run("inspect", "--case", 2, "--date", "delivered=2026-11-18", "--date", "claimed=2026-11-22")
    said = run("fix", full, "--merge", 2, "the same kettle", "--json")
    assert said.exit == 0, said.err
    case = said.case
    assert [each["file"] for each in case["photos"]][4:] == ["cases/000002/01-photo.jpg"], "the same photo is here already"
    assert [each["no"] for each in case["tickets"]] == [1, 2]
    assert [(each["kind"], each["amount"]) for each in case["costs"]] == [
        ("refund", "1990.00"),
        ("delivery", "300.00"),
        ("storage", "10.00"),
    ]
    assert (case["serial"], case["product"]) == ("S1", "Чайник «Лето»")
    assert {each["kind"]: each["at"][:10] for each in case["dates"]} == {"delivered": "2026-11-18", "claimed": "2026-11-22"}, "the earlier"
    assert case["defects"] == ["crack", "dent", "stain"]
    gone = run("show", 2, "--json")
    assert (gone.exit, gone.error["message"]) == (4, "Case 2 was merged into case 1: the same kettle.")
    assert run("check").out == ""
    assert run("undo").exit == 0
    assert [len(run("show", each, "--json").case["photos"]) for each in (1, 2)] == [4, 2]
    assert run("check").out == ""
    assert run("undo", "--redo").exit == 0
    assert len(run("show", 1, "--json").case["photos"]) == 5
    assert run("check").out == ""


def test_two_defects_in_one_posting_become_two_cases(run: Run, photo: Take) -> None:
    shots = [photo("a.jpg", seed=3), photo("b.jpg", seed=4)]
    run(
        "inspect",
        *shots,
        "--product",
        "Cup",
        "--posting",
        "9",
        "--quantity",
        "3",
        "--price",
        "100",
        "--defect",
        "crack",
        "--defect",
        "dent",
    )
    run("contact", 1, "--text", "Здравствуйте!", "--force", "x")
    said = run("fix", 1, "--split", "quantity=1", "defects=dent", "photos=2", "--json")
    assert said.exit == 0, said.err
    first, second = (run("show", each, "--json").case for each in (1, 2))
    assert [(each["quantity"], each["defects"], len(each["photos"]), len(each["letters"])) for each in (first, second)] == [
        (2, ["crack"], 1, 1),
        (1, ["dent"], 1, 0),
    ]
    assert (second["posting"], second["price"], second["status"]) == ("9", "100.00", "inspected")
    assert run("check").out == ""
    run("undo")
    assert run("show", 1, "--json").case["quantity"] == 3
    assert run("show", 2).exit == 4
    run("undo", "--redo")
    assert run("show", 2, "--json").case["photos"][0]["file"] == "cases/000001/02-photo.jpg"
    assert run("check").out == ""


def test_a_person_is_asked_what_to_split_off(run: Run) -> None:
    run("inspect", "--product", "Cup", "--quantity", "2", "--defect", "crack", "--defect", "dent")
    assert run("fix", 1, "--split", person=True, typed="dent\nx\n1\n").exit == 0
    assert run("show", 2, "--json").case["defects"] == ["dent"]


def test_a_second_case_of_a_posting_is_asked_for_or_refused(run: Run, kettle: int) -> None:
    words = ["inspect", "--product", "Kettle", "--posting", "5854-0057-1"]
    said = run(*words, "--json")
    assert (said.exit, said.error["message"]) == (5, "Posting 5854-0057-1 has the open case 1 already.")
    assert run(*words, person=True, typed="crack\n\n\n\n\nno\n").exit == 130
    assert run("list", "--json").json["total"] == 1
    assert run(*words, person=True, typed="crack\n\n\n\n\nyes\n").exit == 0
    run("resolve", kettle, "--dismiss", "x")
    run("resolve", 2, "--dismiss", "x")
    assert run(*words).exit == 0, "only open cases count"


BOUNDS = [
    (("inspect", "--product", "Cup", "--found-at", "2026-12-01"), 5, "in the future"),
    (("inspect", "--product", "Cup", "--found-at", "2016-01-01"), 5, "is before"),
    (("inspect", "--product", "Cup", "--price", "5000000"), 7, "a lot of money"),
    (("inspect", "--case", "1", "--date", "claimed=2026-12-01"), 5, "in the future"),
    (("inspect", "--case", "1", "--date", "delivered=2026-11-22", "--date", "claimed=2026-11-20"), 5, "before the delivery"),
    (("ticket", "1", "--ask", "1990", "--until", "2026-11-01"), 5, "in the past"),
    (("ticket", "1", "--ask", "1990", "--next-check", "2026-11-22"), 5, "in the past"),
    (("contact", "1", "--offer", "refund", "--until", "2026-11-22"), 5, "in the past"),
    (("resolve", "1", "--action", "training: x", "--due", "2026-11-01"), 5, "in the past"),
    (("resolve", "1", "--cost", "other=2000000"), 7, "a lot of money"),
]


@pytest.mark.parametrize(("words", "code", "why"), BOUNDS, ids=str)
def test_what_is_out_of_bounds_is_refused_or_asked(run: Run, kettle: int, words: tuple[str, ...], code: int, why: str) -> None:
    before = run("export", "--format", "json").out
    said = run(*words, "--json")
    assert said.exit == code, said.out
    assert why in said.error["message"]
    assert run("export", "--format", "json").out == before
    assert kettle


def test_what_can_come_before_the_delivery_may(run: Run, kettle: int) -> None:
    dates = ("delivered=2026-11-22", "return_created=2026-11-20", "supplied=2025-01-10")
    assert run("inspect", "--case", kettle, *(word for each in dates for word in ("--date", each))).exit == 0


def test_the_earlier_of_photo_and_claim_tells_when_it_was_found(run: Run, photo: Take) -> None:
    said = run("inspect", photo("a.jpg", seed=11), "--product", "Cup")
    assert "Found at 2026-11-23 10:00, as the first photo shows" in said.err
    said = run("inspect", photo("b.jpg", seed=12), "--product", "Cup", "--date", "claimed=2026-11-22 09:00")
    assert "Found at 2026-11-22 09:00, as the claim shows" in said.err
    said = run("inspect", photo("c.jpg", seed=13), "--product", "Cup", "--found-at", "2026-11-21")
    assert "Found at" not in said.err
    assert run("show", 3, "--json").case["found_at"] == "2026-11-21T00:00:00+03:00"


def sums(case: dict[str, Any]) -> Decimal:
    """Add up the net cost of a case from its lines."""
    costs, back = ([Decimal(each["amount"]) for each in case[name]] for name in ("costs", "recovered"))
    return sum(costs, Decimal(0)) - sum(back, Decimal(0))


def _choice(dice: random.Random, case: dict[str, Any] | None, count: int) -> list[str]:
    """Return a random command on a case."""
    amount = str(dice.randint(1, 900))
    if case is None or dice.random() < 0.05:
        return ["inspect", "--product", f"Cup {count}", "--stage", "buyer", "--price", "1000", "--quantity", "3", "--defect", "crack"]
    number = str(case["number"])
    lines = [f"cost:{no}" for no in range(1, len(case["costs"]) + 1)] + [f"ticket:{no}" for no in range(1, len(case["tickets"]) + 1)]
    lines += [f"fulfillment:{no}" for no in range(1, len(case["fulfillments"]) + 1)] + [
        f"letter:{no}" for no in range(1, len(case["letters"]) + 1)
    ]
    options = [
        ["contact", number, "--offer", "refund", "--force", "x"],
        ["contact", number, "--decide", "partial", "--amount", amount, "--force", "x"],
        ["contact", number, "--done", dice.choice(["refund", "bonus", "repair"]), "--amount", amount, "--force", "x"],
        ["contact", number, "--reply", "Да", "--force", "x"],
        ["ticket", number, "--situation", "other", "--ask", amount, "--force", "x"],
        ["ticket", number, "--outcome", "approved", "--paid-at", "today", "--force", "x"],
        ["ticket", number, "--taken-back", "today", "--amount", "1", "--force", "x"],
        ["ticket", number, "--withdraw", "x", "--force", "x"],
        ["resolve", number, "--outcome", "refund", "--cost", f"other={amount}", "--force", "x"],
        ["resolve", number, "--reopen", "x"],
        ["fix", number, f"price={amount}"],
        ["fix", number, f"note={amount}"],
        ["fix", number, "note="],
        *(["fix", number, f"{line}={amount}"] for line in lines if line[:4] in ("cost", "fulf")),
        *(["fix", number, "--remove", line] for line in lines),
        ["fix", number, "--split", "quantity=1"],
        ["fix", number, "--delete", "x"],
        ["fix", number, "--merge", str(dice.randint(1, 6)), "x", "--force", "x"],
        ["undo"], ["undo", number], ["undo", "--steps", "2"], ["undo", "--redo"], ["undo", number, "--redo"],
    ]  # fmt: skip
    return dice.choice(options)


def walk(run: Run, seed: int, length: int) -> None:
    """Run random commands with corrections, undo and redo between them; after each the sums are right and the store is sound."""
    dice = random.Random(seed)  # noqa: S311  no secret
    done = 0
    for step in range(length):
        now = NOW + timedelta(minutes=step + 1)
        cases = run("list", "--json", "--limit", "50", now=now).json["cases"]
        case = run("show", dice.choice(cases)["number"], "--json", now=now).case if cases else None
        words = _choice(dice, case, step)
        said = run(*words, now=now)
        assert said.exit in (0, 2, 4, 5), (seed, step, words, said.err)
        assert "Traceback" not in said.err
        done += said.exit == 0
        for each in run("list", "--json", now=now).json["cases"]:
            assert Decimal(each["net_cost"]) == sums(each), (seed, step, words)
        assert run("check", now=now).out == "", (seed, step, words)
    assert done > length // 3


@pytest.mark.parametrize("seed", range(2))
def test_a_store_that_is_corrected_at_random_stays_sound(run: Run, seed: int) -> None:
    walk(run, seed, 30)


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(100, 106))
def test_a_store_that_is_corrected_at_random_for_long_stays_sound(run: Run, seed: int) -> None:
    walk(run, seed, 300)


# The money that came with a line, and what goes with a ticket's outcome; each answer was written down before the code.


def money(case: dict[str, Any]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the costs and the recoveries of a case."""
    return [(each["kind"], each["amount"]) for each in case["costs"]], [(each["from"], each["amount"]) for each in case["recovered"]]


def test_the_cost_of_what_was_done_follows_its_kind_and_amount(run: Run, full: int) -> None:
    case = run("fix", full, "fulfillment:1.kind=bonus", "--json").case
    assert money(case)[0] == [("bonus", "1990.00"), ("delivery", "300.00")]
    case = run("fix", full, "fulfillment:1.kind=replacement", "--json").case
    assert money(case)[0] == [("delivery", "300.00")]
    case = run("fix", full, "fulfillment:1.kind=refund", "fulfillment:1.amount=700", "--json").case
    assert money(case)[0] == [("delivery", "300.00"), ("refund", "700.00")]
    case = run("fix", full, "fulfillment:1.amount=", "--json").case
    assert money(case)[0] == [("delivery", "300.00")]
    case = run("fix", full, "fulfillment:1.amount=900", "fulfillment:1.at=2026-11-23 10:00", "--json").case
    assert money(case)[0] == [("delivery", "300.00"), ("refund", "900.00")]
    assert case["costs"][1]["at"] == "2026-11-23T10:00:00+03:00"
    assert run("check").out == ""


def test_a_cost_that_was_corrected_by_itself_is_left_alone(run: Run, full: int) -> None:
    run("fix", full, "cost:1=1500")
    case = run("fix", full, "fulfillment:1=1600", "--json").case
    assert money(case)[0] == [("refund", "1500.00"), ("delivery", "300.00")]


def test_what_was_recovered_follows_the_ticket(run: Run, full: int) -> None:
    case = run("fix", full, "ticket:1.to=carrier", "--json").case
    assert money(case)[1] == [("carrier", "1000.00")]
    case = run("fix", full, "ticket:1.payment:1.kind=taken_back", "--json").case
    assert money(case) == ([("refund", "1990.00"), ("delivery", "300.00"), ("decompensation", "1000.00")], [])


def test_equal_payments_go_with_their_ticket_and_no_others(run: Run, full: int) -> None:
    run("fix", full, "ticket:1.payment:1=500")
    run("ticket", full, "--paid-at", "today", "--amount", "500")
    run("resolve", full, "--recovered", "ozon=500")
    assert money(run("show", full, "--json").case)[1] == [("ozon", "500.00")] * 3
    case = run("fix", full, "--remove", "ticket:1", "--json").case
    assert money(case)[1] == [("ozon", "500.00")], "that which no ticket brought"
    run("undo")
    assert money(run("show", full, "--json").case)[1] == [("ozon", "500.00")] * 3


def test_a_ticket_is_named_by_the_number_that_it_keeps(run: Run, full: int) -> None:
    run("ticket", full, "--to", "carrier", "--situation", "other", "--ask", "5", "--force", "x")
    run("fix", full, "--remove", "ticket:1")
    assert "ticket:2" in run("fix", full).out
    assert run("fix", full, "ticket:1=7", "--json").exit == 5
    case = run("fix", full, "ticket:2=K-7", "--json").case
    assert [(each["no"], each["number"]) for each in case["tickets"]] == [(2, "K-7")]
    run("ticket", full, "--ticket", 2, "--answer", "Ждите.")
    assert run("fix", full, "ticket:2.answer:1=Нет.", "--json").case["tickets"][0]["answers"][0]["text"] == "Нет."
    assert run("fix", full, "--remove", "ticket:2", "--json").case["tickets"] == []


def test_what_goes_with_the_outcome_of_a_ticket_follows_it(run: Run, full: int) -> None:
    def ticket(*words: str, hours: int) -> tuple[str | None, str | None, str | None]:
        said = run("fix", full, *words, "--json", now=NOW + timedelta(hours=hours))
        assert said.exit == 0, said.err
        told = said.case["tickets"][0]
        return told["outcome"], told["decided_at"] and told["decided_at"][:16], told["amount"]

    assert ticket("ticket:1.outcome=", hours=1) == (None, None, None)
    assert ticket("ticket:1.outcome=approved", hours=2) == ("approved", "2026-11-23T14:00", "1990.00"), "as much as was asked"
    assert ticket("ticket:1.outcome=partly", "ticket:1.amount=1500", hours=3) == ("partly", "2026-11-23T14:00", "1500.00")
    assert ticket("ticket:1.outcome=refused", hours=4) == ("refused", "2026-11-23T14:00", None)
    said = run("fix", full, "ticket:1.outcome=partly", "--json", now=NOW + timedelta(hours=5))
    assert (said.exit, said.error["message"]) == (5, "Missing: the amount granted.")
    said = run("fix", full, "ticket:1.decided_at=", "--json", now=NOW + timedelta(hours=5))
    assert (said.exit, said.error["message"]) == (5, "“ticket:1.decided_at” cannot be empty.")
    assert "ticket_refused" in {each["rule"] for each in run("show", full, "--json").case["clocks"]}


def test_the_fields_that_can_be_corrected_are_named(run: Run, full: int) -> None:
    hint = run("fix", full, "zzzzzz=1", "--json").error["hint"]
    assert "price" in hint
    assert not {"number", "status", "net_cost"} & set(hint.removeprefix("Available: ").split(", "))


def test_a_case_that_was_removed_or_merged_does_not_come_back_with_its_file(run: Run) -> None:
    told = (
        "cases: [{key: a, product: Cup}, {key: b, product: Cup}, {key: c, product: Cup, costs: [{kind: other, amount: 5, at: 2026-11-20}]}]"
    )
    run("import", "-", typed=told)
    run("fix", 2, "--delete", "typed twice")
    run("fix", 1, "--merge", 3, "the same")
    said = run("import", "-", typed=told)
    assert said.out.startswith("Added: 0, updated: 0, unchanged: 1")
    assert "Case 2 was removed and is left out; put it back: ozon-returns undo 2" in said.err + said.out
    assert "Case 3 was merged into case 1 and is left out; put it back: ozon-returns undo 3" in said.err + said.out
    assert run("list", "--json").json["total"] == 1
    run("undo", 2)
    assert run("import", "-", typed=told).out.startswith("Added: 0, updated: 0, unchanged: 2")
    assert run("check").out == ""


def test_an_import_numbers_tickets_after_the_last_one_even_where_one_was_removed(run: Run) -> None:
    lines = [
        "{to: ozon, situation: other, text: x, written_at: 2026-11-20, number: A}",
        "{to: ozon, situation: other, text: y, written_at: 2026-11-21, number: B}",
    ]
    run("import", "-", typed=f"cases: [{{key: a, product: Cup, tickets: [{', '.join(lines)}]}}]")
    run("fix", 1, "--remove", "ticket:1")
    assert run("import", "-", typed=f"cases: [{{key: a, product: Cup, tickets: [{', '.join(lines)}]}}]").exit == 0
    assert [(each["no"], each["number"]) for each in run("show", 1, "--json").case["tickets"]] == [(2, "B"), (3, "A")]


def test_a_claim_that_was_decided_is_decided_for_the_part_that_is_split_off(run: Run) -> None:
    run(
        "inspect",
        "--product",
        "Cup",
        "--quantity",
        "3",
        "--price",
        "100",
        "--stage",
        "buyer",
        "--date",
        "claimed=today",
        "--defect",
        "crack",
    )
    run("contact", 1, "--decide", "approve", "--by", "ozon")
    run("fix", 1, "--split", "quantity=1")
    assert run("show", 2, "--json").case["decisions"][0]["by"] == "ozon"
    assert not [each for each in run("due", "--json").json["due"] if each["case"] == 2 and each["rule"].startswith("ozon_claim")]
    assert "zzpp_refund" in {each["rule"] for each in run("due", "--json").json["due"] if each["case"] == 2}


@pytest.mark.parametrize(("words", "hint"), [(("--merge", "2", ""), '--merge 2 "..."'), (("--delete", ""), '--delete "..."')])
def test_a_missing_reason_is_asked_for_by_its_own_option(run: Run, full: int, words: tuple[str, ...], hint: str) -> None:
    run("inspect", "--product", "Cup")
    assert run("fix", full, *words, "--json").error["hint"] == f"Write it in quotation marks: {hint}"


def test_money_corrected_or_removed_by_name_in_the_same_command_is_as_named(run: Run, full: int) -> None:
    case = run("fix", full, "fulfillment:1.amount=500", "cost:1.amount=600", "--json").case
    assert (case["fulfillments"][0]["amount"], case["costs"][0]["amount"]) == ("500.00", "600.00")
    run("undo")
    said = run("fix", full, "--remove", "fulfillment:1", "--remove", "cost:1", "--json")
    assert money(said.case)[0] == [("delivery", "300.00")]
    assert said.case["history"][-1]["facts"]["removed"] == ["fulfillment:1", "cost:1"]
    case = run("fix", full, "--remove", "ticket:1.answer:1", "--remove", "ticket:1", "--json").case
    assert case["tickets"] == []
    assert run("check").out == ""


def test_a_merge_keeps_the_earlier_of_two_claims(run: Run) -> None:
    for claimed in ("2026-11-20", "2026-11-22"):
        run("inspect", "--product", "Cup", "--stage", "buyer", "--price", "10", "--date", f"claimed={claimed}")
    run("fix", 2, "--merge", 1, "the same")
    case = run("show", 2, "--json").case
    assert case["dates"][0]["at"][:10] == "2026-11-20"
    assert {each["rule"]: each["due_at"] for each in case["clocks"]}["zzpp_refund"][:10] == "2026-11-30"


def test_several_fields_in_one_line_of_the_form_are_not_one_value(run: Run, kettle: int) -> None:
    said = run("fix", kettle, person=True, typed="posting=5-1 price=5\nnote=a=b c=d\n\n")
    assert "“posting=5-1 price=5” holds several fields." in said.err
    case = run("show", kettle, "--json").case
    assert (case["posting"], case["price"], case["note"]) == ("5854-0057-1", "1990.00", "a=b c=d")


def test_the_first_contact_and_ticket_follow_their_corrected_dates(run: Run, kettle: int) -> None:
    run("contact", kettle, "--text", "Здравствуйте")
    run("ticket", kettle, "--ask", "1990")
    assert run("fix", kettle, "letter:1.sent_at=2026-11-21", "ticket:1.opened_at=2026-11-22").exit == 0
    shown = run("show", kettle).out
    assert "2026-11-21 00:00" in shown.partition("Letters")[2].partition("\n\n")[0]
    assert "2026-11-22 00:00" in shown.partition("Tickets")[2].partition("\n\n")[0]
    found = run("show", kettle, "--json").case["found_at"]
    hours = run("analyze", "--weeks", "8", "--json").json["report"]["figures"]["first_contact"]
    wanted = (datetime(2026, 11, 21, tzinfo=MOSCOW) - datetime.fromisoformat(found)).total_seconds() / 3600
    assert (hours["n"], hours["median_hours"]) == (1, round(max(0, wanted), 1))
