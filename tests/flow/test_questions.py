"""What is asked where only the case was typed: one command where there were four, each printed, nothing answered lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW, Run

LATER = NOW + timedelta(days=5)


def test_a_simple_case_takes_four_commands(run: Run, kettle: int) -> None:
    """The claim is decided, the money returned, and the case closed with the buyer's word: three commands after `inspect`."""
    assert kettle == 1
    assert run("contact", person=True, typed="\nkeep\n").exit == 0
    paid = run("contact", person=True, typed="2\n\n\n\n", now=NOW + timedelta(hours=1))
    assert "$ ozon-returns contact 1 --done refund --amount 1990 --at today" in paid.err
    answers = ["", "", "", "", "", "thicker box", "", "", "yes", "5", "", "yes"]
    ended = run("resolve", person=True, typed="\n".join(answers) + "\n", now=LATER)
    assert ended.exit == 0, ended.err
    case = run("show", "--json", now=LATER).case
    assert (case["status"], case["outcome"], case["cause"], case["liable"]) == ("closed", "refund", "transport", "ozon")
    assert [(each["kind"], each["amount"]) for each in case["costs"]] == [("refund", "1990.00")], "it was recorded when it was done"
    assert [(each["kind"], each["text"]) for each in case["actions"]] == [("improve_packaging", "thicker box")]
    assert (case["feedback"][0]["satisfied"], case["feedback"][0]["score"], case["disposition"]) == (True, 5, "with_buyer")


def test_each_command_is_printed_as_it_can_be_typed(run: Run, kettle: int) -> None:
    said = run("ticket", kettle, person=True, typed="\n\n\ncorner crushed\n")
    assert said.exit == 0, said.err
    assert "$ ozon-returns ticket 1 --to ozon --situation transport --ask 1990" in said.err
    assert run("show", kettle, "--json").case["tickets"][0]["asked"] == "1990.00"


@pytest.fixture
def ticket(run: Run, kettle: int) -> int:
    """Return the number of the case of the kettle, with a ticket to Ozon."""
    assert run("ticket", kettle, "--ask", "1990").exit == 0
    return kettle


def test_a_refusal_an_appeal_and_two_payments_are_recorded_with_three_commands(run: Run, ticket: int) -> None:
    answers = ["3199", "not our fault", "refused", "the corner was hit on the way"]
    assert run("ticket", person=True, typed="\n".join(answers) + "\n").exit == 0
    told = run("show", ticket, "--json").case["tickets"][0]
    assert (told["number"], told["outcome"], [each["kind"] for each in told["answers"]]) == ("3199", "refused", ["answer", "appeal"])
    half = run("ticket", person=True, typed="half of it\npartly\n1000\ntoday\n600\n", now=LATER)
    assert half.exit == 0, half.err
    assert "--outcome partly --amount 1000\n" in half.err
    assert "$ ozon-returns ticket 1 --ticket 1 --paid-at today --amount 600" in half.err
    told = run("show", ticket, "--json", now=LATER).case["tickets"][0]
    assert (told["amount"], told["paid"], told["outstanding"]) == ("1000.00", "600.00", "400.00")
    assert run("ticket", person=True, typed="today\n\n", now=LATER).exit == 0, "what is outstanding is proposed"
    told = run("show", ticket, "--json", now=LATER).case["tickets"][0]
    assert (told["paid"], told["outstanding"]) == ("1000.00", "0.00")


def test_all_of_what_was_granted_may_arrive_at_once(run: Run, ticket: int) -> None:
    said = run("ticket", ticket, person=True, typed="-\n\napproved\n\ntoday\n\n")
    assert said.exit == 0, said.err
    assert "$ ozon-returns ticket 1 --ticket 1 --outcome approved --amount 1990 --paid-at today" in said.err
    told = run("show", ticket, "--json").case["tickets"][0]
    assert (told["amount"], told["paid"], told["number"]) == ("1990.00", "1990.00", None)


def test_of_several_open_tickets_one_is_chosen(run: Run, ticket: int) -> None:
    assert run("ticket", ticket, "--to", "carrier", "--situation", "transport", "--ask", "100", "--force", "x").exit == 0
    said = run("ticket", ticket, person=True, typed="3\n2\n77\n\n\n")
    assert "Type a number from 1 to 2." in said.err
    numbers = [each["number"] for each in run("show", ticket, "--json").case["tickets"]]
    assert numbers == [None, "77"]
    assert run("ticket", ticket, "--ticket", 1, person=True, typed="55\n\n\n").exit == 0
    assert run("show", ticket, "--json").case["tickets"][0]["number"] == "55"
    assert run("ticket", ticket, "--ticket", 9, person=True).exit == 5


def test_nothing_answered_is_lost_when_it_is_refused(run: Run, ticket: int) -> None:
    said = run("ticket", ticket, person=True, typed="3199\nnot our fault\n")
    assert said.exit == 2
    assert 'To repeat it: ozon-returns ticket 1 --ticket 1 --number 3199 --answer "not our fault"' in said.err
    repeated = run("ticket", "1", "--ticket", "1", "--number", "3199", "--answer", "not our fault")
    assert repeated.exit == 0


def test_what_a_letter_asked_is_not_lost_either(run: Run, kettle: int, photo: Callable[..., Path]) -> None:
    run("inspect", "--case", kettle, f"document={photo('paper.jpg', seed=7)}")
    said = run("ticket", kettle, "--to", "supplier", person=True, typed="7 B\n")
    assert said.exit == 2
    first = re.search(r'To repeat it: ozon-returns ticket 1 --to supplier --set "(\w+)=7 B"', said.err)
    assert first
    assert f"--set {first[1]}=" not in run("ticket", kettle, "--to", "supplier", "--set", f"{first[1]}=7 B").err


def test_what_was_typed_without_questions_is_not_repeated(run: Run, kettle: int) -> None:
    assert "To repeat it" not in run("resolve", kettle, "--close").err


def test_yes_takes_what_is_proposed_and_asks_nobody(run: Run, kettle: int) -> None:
    assert run("contact", kettle, "--yes").exit == 0
    assert run("contact", kettle, "--yes").exit == 0
    case = run("show", kettle, "--json").case
    assert [each["kind"] for each in case["decisions"]] == ["approve"]
    assert run("ticket", kettle, "--yes").exit == 0
    assert run("show", kettle, "--json").case["tickets"][0]["asked"] == "1990.00"
    run("contact", kettle, "--done", "refund")
    said = run("resolve", kettle, "--yes", "--json")
    assert said.exit == 0
    assert (said.case["status"], said.case["outcome"]) == ("resolved", "refund"), "one document, that of the last command"
    again = run("resolve", kettle, "--yes")
    assert "Case 1 cannot be closed yet, it lacks: a preventive action" in again.err
    assert again.out == "Nothing was recorded.\n"
    assert run("resolve", kettle, "--yes", "--json").json["event"] is None


def test_yes_never_says_what_only_a_person_knows(run: Run, kettle: int) -> None:
    """That money went, that the buyer is content, how a case ended that nothing shows: none of it is taken for granted."""
    run("contact", kettle, "--decide", "approve")
    run("contact", kettle, "--letter", "buyer.approve")
    run("ticket", kettle, "--ask", "1990")
    for command in ("contact", "ticket"):
        said = run(command, kettle, "--yes")
        assert (said.exit, "Nothing can be proposed for case 1." in said.err) == (2, True), command
    run("resolve", kettle, "--yes")
    case = run("show", kettle, "--json").case
    assert (case["fulfillments"], case["outcome"], case["costs"], case["status"]) == ([], None, [], "ticketed")


def test_a_proposal_with_a_gap_is_not_taken_unseen(run: Run, kettle: int) -> None:
    run("fix", kettle, "suspected_cause=wear")
    said = run("contact", kettle, "--yes")
    assert (said.exit, run("show", kettle, "--json").case["decisions"]) == (2, [])
    assert '--decide reject --why "..."' in said.err


def test_a_rejection_is_asked_for_its_reason(run: Run, kettle: int) -> None:
    run("fix", kettle, "suspected_cause=wear")
    said = run("contact", kettle, person=True, typed="1\n\n\nworn after two years\n")
    assert said.exit == 0, said.err
    assert run("show", kettle, "--json").case["decisions"][0]["why"] == "worn after two years"


def test_the_case_last_worked_on_may_be_left_out(run: Run, kettle: int) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack")
    assert run("show", "--json").case["number"] == 2
    run("contact", kettle, "--reply", "hello")
    assert run("show", "--json").case["number"] == 1
    assert run("advise", "--json").exit == 0
    assert run("resolve", "--cause", "transport", person=True).out.startswith("Case 1: ")


@pytest.mark.parametrize(
    "words", [("contact", "--decide", "approve"), ("ticket", "--ask", "5"), ("resolve", "--cause", "wear"), ("contact", "--yes")]
)
def test_a_script_names_the_case_it_writes_to(run: Run, kettle: int, words: tuple[str, ...]) -> None:
    """An empty variable must not decide the claim of whatever case was last."""
    assert (run(*words).exit, len(run("show", kettle, "--json").case["history"])) == (2, 1)


def test_where_nothing_is_answered_nothing_is_recorded(run: Run, ticket: int) -> None:
    for command, typed in (("ticket", "\n" * 5), ("contact", "3\n\n"), ("resolve", "-\n" * 12)):
        before = len(run("show", ticket, "--json").case["history"])
        said = run(command, ticket, person=True, typed=typed)
        assert (said.exit, said.out) == (0, "Nothing was recorded.\n"), said.err
        assert len(run("show", ticket, "--json").case["history"]) == before
    run("ticket", ticket, "--outcome", "approved", "--amount", "1990", "--paid-at", "today", "--number", "5")
    assert run("ticket", ticket, "--ticket", 1, person=True).out == "Nothing was recorded.\n"


def test_quotes_in_what_the_buyer_is_told_stay(run: Run, kettle: int) -> None:
    said = run("contact", kettle, person=True, typed='6\n-\nYou wrote "broken"\n')
    assert "An answer is required." in said.err
    assert run("show", kettle, "--json").case["letters"][-1]["text"] == 'You wrote "broken"'


def test_how_much_of_a_claim_was_granted_in_part_is_asked_until_it_is_told(run: Run, ticket: int) -> None:
    said = run("ticket", ticket, person=True, typed="-\n-\npartly\n\n-\n1500\ntoday\n600\n")
    assert said.exit == 0, said.err
    assert said.err.count("An answer is required.") == 2
    told = run("show", ticket, "--json").case["tickets"][0]
    assert (told["amount"], told["paid"], told["outstanding"]) == ("1500.00", "600.00", "900.00")


def test_a_repeated_command_names_the_home_that_was_named(run: Run, ticket: int, home: Path) -> None:
    said = run("ticket", ticket, "--home", home, person=True, typed="55\n")
    assert f"To repeat it: ozon-returns --home {home} ticket 1 --ticket 1 --number 55" in said.err


def test_without_a_terminal_nothing_is_asked(run: Run, kettle: int) -> None:
    for command in ("contact", "ticket", "resolve"):
        said = run(command, kettle)
        assert said.exit in (0, 2, 5), said.err
        assert "[brackets]" not in said.err


@pytest.mark.parametrize(
    ("choice", "answers", "event"),
    [
        ("4", "Money back, please\n", "reply_received"),
        ("5", "replacement\n\n", "demand_made"),
        ("2", "replacement\n\n", "obligation_fulfilled"),
        ("6", "We are sorry.\n", "letter_written"),
    ],
)
def test_what_may_have_happened_with_the_buyer_is_offered(run: Run, kettle: int, choice: str, answers: str, event: str) -> None:
    said = run("contact", kettle, person=True, typed=f"{choice}\n{answers}")
    assert said.exit == 0, said.err
    assert run("show", kettle, "--json").case["history"][-1]["kind"] == event


def test_what_is_proposed_is_not_offered_a_second_time(run: Run, kettle: int) -> None:
    said = run("contact", kettle, person=True, typed="").err
    assert "(--done refund --amount 1990)" in said
    assert "what was promised has been done" not in said
    run("contact", kettle, "--decide", "approve")
    run("contact", kettle, "--done", "refund")
    said = run("contact", kettle, person=True, typed="").err
    assert "what was promised has been done" in said, "nothing of the kind is proposed any more"


def test_an_offer_that_was_chosen_may_be_done_already(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund_keep", "--offer", "replacement")
    said = run("contact", kettle, person=True, typed="4\nMoney, please\nrefund_keep\nyes\n")
    assert said.exit == 0, said.err
    case = run("show", kettle, "--json").case
    assert [each["kind"] for each in case["fulfillments"]] == ["refund"]


@pytest.mark.parametrize(
    ("facts", "liable"),
    [
        (("suspected_cause=production",), "supplier"),
        (("suspected_cause=supplier_packaging",), "supplier"),
        (("suspected_cause=own_packaging",), "seller"),
        (("suspected_cause=own_storage",), "seller"),
        (("suspected_cause=picking",), "seller"),
        (("suspected_cause=listing",), "seller"),
        (("suspected_cause=ozon_storage",), "ozon"),
        (("suspected_cause=transport", "scheme=fbs"), "ozon"),
        (("suspected_cause=transport", "scheme=rfbs"), "carrier"),
        (("suspected_cause=buyer_damage",), "buyer"),
        (("suspected_cause=swap",), "buyer"),
        (("suspected_cause=wear",), "nobody"),
        (("suspected_cause=no_defect",), "nobody"),
    ],
)
def test_who_usually_is_liable_is_proposed(run: Run, kettle: int, facts: tuple[str, ...], liable: str) -> None:
    assert run("fix", kettle, *facts).exit == 0
    said = run("resolve", kettle, person=True, typed="\n" * 20)
    assert f" --liable {liable}" in said.err


def test_who_granted_a_ticket_is_liable(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--to", "carrier", "--situation", "transport", "--ask", "1990", "--force", "x")
    run("ticket", kettle, "--outcome", "partly", "--amount", "100")
    assert " --liable carrier" in run("resolve", kettle, person=True, typed="\n" * 20).err


def test_the_refund_of_several_items_is_proposed_as_the_cost(run: Run, kettle: int) -> None:
    run("fix", kettle, "quantity=3")
    assert "--cost refund=5970" in run("resolve", kettle, person=True, typed="refund\n" + "\n" * 20).err


def test_up_to_five_whys_are_asked(run: Run, kettle: int) -> None:
    whys = [f"because of {each}" for each in "ABCDEF"]
    said = run("resolve", kettle, person=True, typed="\n".join(["", "", "", "", *whys]) + "\n" * 10)
    assert run("show", kettle, "--json").case["why"] == whys[:5], said.err


def test_a_case_is_not_closed_over_money_that_could_be_claimed(run: Run, kettle: int) -> None:
    """Transport damaged it, Ozon could be asked for the price: that is said before the case is closed, and Enter does not close it."""
    run("contact", kettle, "--decide", "approve", "--done", "refund")
    answers = ["", "", "", "", "", "thicker box", "", "", "yes", "5", ""]
    said = run("resolve", kettle, person=True, typed="\n".join([*answers, "", ""]), now=LATER)
    assert "Before the case is closed: ozon-returns ticket 1 --to ozon --ask 1990" in said.err.replace("\n  ", " ")
    assert run("show", kettle, "--json", now=LATER).case["status"] == "resolved"
    assert run("resolve", kettle, person=True, typed="\n\nyes\n", now=LATER).exit == 0
    assert run("show", kettle, "--json", now=LATER).case["status"] == "closed"


def test_that_money_went_is_asked_with_its_amount_and_day(run: Run, kettle: int) -> None:
    said = run("contact", kettle, person=True, typed="2\n-\n")
    assert said.out == "Nothing was recorded.\n"
    run("contact", kettle, person=True, typed="2\n\n1500\ntoday\nyes\n")
    assert [each["amount"] for each in run("show", kettle, "--json").case["fulfillments"]] == ["1500.00"]


def test_no_is_no_action_against_recurrence(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve", "--at", "2026-11-23 11:00")
    run("contact", kettle, "--done", "refund")
    said = run("resolve", kettle, person=True, typed="\n6\n\n\n\n\nno\nit was the carrier\n\n\n\n\n\n")
    assert "Why is nothing to be done" in said.err
    case = run("show", kettle, "--json").case
    assert case["actions"] == []


def test_what_is_to_come_or_no_number_is_asked_again_at_once(run: Run, photo: Callable[..., Path]) -> None:
    answers = [
        "",
        "Kettle",
        "2",
        "3",
        "6",
        "30.11.2026",
        "yesterday",
        "25:00",
        "21:00",
        "nine in the morning",
        "58544282-0057-1",
        "1990",
        "2",
    ]
    said = run("inspect", photo("a.jpg"), person=True, typed="".join(f"{each}\n" for each in answers))
    assert "2026-11-30 00:00 is in the future. Type when it was." in said.err
    assert "“nine in the morning” is no number of a posting." in said.err
    case = run("show", 1, "--json").case
    assert [(each["kind"], each["at"]) for each in case["dates"]] == [("claimed", "2026-11-22T21:00:00+03:00")]
    assert case["posting"] == "58544282-0057-1"


def test_a_claim_known_by_its_day_alone_counts_from_an_assumed_moment(run: Run, photo: Callable[..., Path]) -> None:
    run("inspect", photo("a.jpg"), "--product", "Kettle", "--stage", "buyer", "--date", "claimed=2026-11-23")
    assert run("due", "--json").json["due"][0]["assumed"] is True
    run("inspect", "--case", 1, "--date", "claimed=2026-11-23 10:00")
    assert {each["assumed"] for each in run("due", "--json").json["due"] if each["rule"].startswith("ozon")} == {False}


def test_of_items_in_the_warehouse_their_number_is_asked(run: Run, photo: Callable[..., Path]) -> None:
    run("inspect", photo("a.jpg"), person=True, typed="\nMug\n2\n1\n1\n12\n590\n\n\n")
    case = run("show", 1, "--json").case
    assert (case["stage"], case["quantity"], case["price"]) == ("warehouse", 12, "590.00")


def test_a_write_off_proposes_what_all_its_items_were_bought_for(run: Run) -> None:
    run("import", "-", typed="products: [{sku: '9', cost: 210}]")
    run("inspect", "--sku", "9", "--product", "Mug", "--stage", "warehouse", "--quantity", "12", "--price", "590", "--defect", "crack")
    said = run("resolve", 1, person=True, typed="written_off\nproduction\n\n\n-\ndispose\n-\nn\n")
    assert "How much did it cost you, for all 12 items together [2520]" in said.err, "12 · 210, not 12 · 590"
    assert [(each["kind"], each["amount"]) for each in run("show", 1, "--json").case["costs"]] == [("goods", "2520.00")], said.err


def test_a_write_off_of_goods_of_unknown_cost_proposes_nothing(run: Run) -> None:
    run("inspect", "--product", "Mug", "--stage", "warehouse", "--quantity", "12", "--price", "590", "--defect", "crack")
    said = run("resolve", 1, person=True, typed="written_off\nproduction\n\n\n-\ndispose\n-\nn\n")
    assert "How much did it cost you, for all 12 items together (Enter skips)" in " ".join(said.err.split())
    assert run("show", 1, "--json").case["costs"] == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("сплошная проверка при приёмке", "inbound_check"),
        ("вкладыш под крышку", "improve_packaging"),
        ("сменить поставщика", "change_supplier"),
        ("храним в сухом месте", "improve_storage"),
        ("исправить карточку", "fix_listing"),
        ("проверять упаковку у поставщика", "change_supplier"),
        ("поговорить", "change_supplier"),
    ],
)
def test_the_words_of_an_action_propose_its_kind_where_they_fit_one_alone(run: Run, words: str, kind: str) -> None:
    run("inspect", "--product", "Mug", "--stage", "warehouse", "--defect", "crack", "--suspect", "production")
    run("resolve", 1, "--outcome", "written_off", "--cause", "production", "--liable", "supplier", "--cost", "goods=100")
    said = run("resolve", 1, person=True, typed=f"-\n-\n{words}\n\n\n-\n-\nn\n")
    assert [each["kind"] for each in run("show", 1, "--json").case["actions"]] == [kind], said.err


def test_of_a_suppliers_defect_the_supplier_and_the_batch_are_asked(run: Run) -> None:
    answers = ["Mug", "crack", "warehouse", "production", "3", "590", "НОМЕР", "Гжель", "B-7"]
    said = run("inspect", person=True, typed="\n".join(answers) + "\n", OZON_RETURNS_LANG="ru")
    case = run("show", 1, "--json").case
    assert (case["quantity"], case["supplier"], case["batch"]) == (3, "Гжель", "B-7"), said.err
    assert "«НОМЕР»" in said.err


def test_a_swap_for_which_ozon_pays_is_not_proposed_as_a_rejection(run: Run) -> None:
    words = ["--product", "Mug", "--posting", "1-1", "--stage", "return", "--price", "590", "--scheme", "fbo", "--defect", "wrong_item"]
    run("inspect", *words, "--suspect", "swap")
    run("ticket", 1, "--ask", "590", "--force", "x")
    run("ticket", 1, "--outcome", "approved", "--paid-at", "today")
    assert "resolve 1 --outcome refund" in run("show", 1, "--json").json["next"]


def test_a_cause_of_the_seller_has_no_evidence_to_ask_for(run: Run) -> None:
    said = run("inspect", "--product", "Mug", "--stage", "warehouse", "--defect", "crack", "--suspect", "own_storage")
    assert "depends on the cause" not in said.out + run("show", 1).out
    run("inspect", "--product", "Cup", "--stage", "warehouse", "--defect", "crack")
    assert "depends on the cause" in run("show", 2).out


def test_an_action_with_its_kind_is_taken_as_it_is_typed(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "keep")
    run("contact", kettle, "--done", "refund")
    answers = ["", "", "", "", "", "improve packaging: a second box", "", "yes", "5", "", "yes"]
    run("resolve", person=True, typed="\n".join(answers) + "\n", now=LATER)
    actions = run("show", kettle, "--json", now=LATER).case["actions"]
    assert [(each["kind"], each["text"]) for each in actions] == [("improve_packaging", "a second box")]
