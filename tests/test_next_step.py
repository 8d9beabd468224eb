"""The table of next steps, row by row; and no refusal, swap, rejection or danger ever leads to money offered or a follow-up."""

import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from ozon_returns.cases.next_step import STEPS
from ozon_returns.store.reading import Reading
from tests.conftest import BOOK, NOW, Run

BUYER = "inspect --product Чайник --posting 1-1 --price 1000 --stage buyer --scheme fbs --date 'claimed=2026-11-23 11:00'"
DONE = "contact 1 --decide approve --done refund --text Вернули."
RESOLVED = "resolve 1 --outcome refund --cause listing"
NOTICE = "ticket 1 --to supplier --force photos"
TICKET = "ticket 1 --situation other --ask 500 --force photos"

ROWS: dict[str, tuple[list[str], float, str]] = {
    "claim": ([BUYER], 0, "contact 1 --decide approve"),
    "new": (["import -"], 0, "inspect --case 1"),
    "danger": ([f"{BUYER} --severity dangerous", "contact 1 --decide approve"], 0, "contact 1 --letter buyer.danger"),
    "wrong return": (
        ["inspect --product Чайник --return-id 5 --stage return --suspect swap --serial 7"],
        0,
        "inspect --case 1 serial=PHOTO video=FILE label=PHOTO --price AMOUNT",
    ),
    "tell the buyer": ([BUYER, "contact 1 --decide reject --why x"], 0, "contact 1 --letter auto"),
    "obligation": ([BUYER, "contact 1 --decide keep --text Решили."], 0, "contact 1 --done refund --amount 1000"),
    "answer the buyer": ([BUYER, DONE, "contact 1 --reply Когда"], 1, 'contact 1 --text "..."'),
    "draft": ([BUYER, DONE, f"{TICKET} --draft"], 0, "ticket 1 --ticket 1 --sent"),
    "refused ticket": ([BUYER, DONE, TICKET, "ticket 1 --outcome refused"], 0, 'ticket 1 --ticket 1 --appeal "..."'),
    "money taken back": (
        [BUYER, DONE, TICKET, "ticket 1 --outcome approved --paid-at today", "ticket 1 --taken-back today"],
        0,
        "ticket 1 --ticket 1 --letter ozon.decompensation",
    ),
    "promised money": ([BUYER, DONE, TICKET, "ticket 1 --outcome approved"], 8 * 24, "ticket 1 --ticket 1 --letter ozon.reminder"),
    "claim from others": (
        [f"{BUYER} --suspect transport", DONE],
        0,
        "inspect --case 1 packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO",
    ),
    "late ticket": ([BUYER, DONE, TICKET], 5 * 24, "ticket 1 --ticket 1 --letter ozon.reminder"),
    "claim after the notice": (
        [f"{BUYER} --suspect production --supplier Гжель", DONE, NOTICE, 'ticket 1 --answer "Согласны, пришлите расчёт"'],
        0,
        "ticket 1 --to supplier --letter supplier.claim",
    ),
    "waiting ticket": ([BUYER, DONE, TICKET], 1, 'ticket 1 --ticket 1 --answer "..."'),
    "resolve": ([BUYER, DONE], 0, "resolve 1 --outcome refund"),
    "cost": (
        ["inspect --product Чайник --stage warehouse --price 1000", "resolve 1 --outcome refund --cause listing"],
        0,
        "resolve 1 --cost refund=1000",
    ),
    "cause": ([BUYER, DONE, "resolve 1 --outcome refund"], 0, "resolve 1 --cause CAUSE"),
    "action": ([BUYER, DONE, RESOLVED], 0, 'resolve 1 --action "fix_listing: ..."'),
    "buyer's word": ([BUYER, DONE, f"{RESOLVED} --no-action x"], 0, "contact 1 --follow-up"),
    "discontent buyer": ([BUYER, DONE, f"{RESOLVED} --no-action x", "contact 1 --satisfied no"], 1, 'contact 1 --text "..."'),
    "unclaimed loss": (
        [
            f"{BUYER} --suspect transport",
            DONE,
            "resolve 1 --outcome refund --cause transport --no-action x",
            "contact 1 --satisfied yes",
        ],
        0,
        "inspect --case 1 packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO",
    ),
    "close": ([BUYER, DONE, f"{RESOLVED} --no-action x", "contact 1 --satisfied yes"], 0, "resolve 1 --close"),
}


def test_every_row_has_its_case() -> None:
    assert [row.name for row in STEPS] == list(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_each_row_gives_its_command(run: Run, home: Path, name: str) -> None:
    commands, hours, expected = ROWS[name]
    for minute, words in enumerate(commands):
        at = NOW + timedelta(minutes=minute)
        said = run(*shlex.split(words), typed="cases: [{product: Чайник, status: new, found_at: 2026-11-22}]", now=at)
        assert said.exit == 0, said.err
    now = NOW + timedelta(hours=hours, minutes=len(commands))
    with Reading(home / "cases.db", BOOK, now) as reading:
        case = reading.case("1")
    row, command = next((row.name, command) for row in STEPS if (command := row.command(case)))
    assert (row, command) == (name, f"ozon-returns {expected}")
    assert run("show", 1, "--json", now=now).json["next"] == command
    assert [each["command"] for each in run("due", "--json", now=now).json["due"]] or name != "claim"


UNEARNED = [
    f"{BUYER} --suspect swap",
    f"{BUYER} --suspect wear --defect used",
    f"{BUYER} --suspect buyer_damage",
    f"{BUYER} --suspect no_defect",
    f"{BUYER} --severity dangerous",
    "inspect --product Чайник --return-id 5 --stage return --defect wrong_item --price 1000",
]


@pytest.mark.parametrize("opened", UNEARNED)
@pytest.mark.parametrize("decided", ["", "contact 1 --decide reject --why x", "contact 1 --decide reject --why x --text Нет."])
def test_nothing_unearned_is_offered_and_nobody_refused_is_asked_back(run: Run, opened: str, decided: str) -> None:
    run(*shlex.split(opened))
    if decided:
        run(*shlex.split(decided), "--force", "x")
    for hours in (0, 30, 24 * 12, 24 * 56):
        now = NOW + timedelta(hours=hours)
        commands = [each["command"] for each in run("due", "--json", now=now).json["due"]]
        commands.append(str(run("show", 1, "--json", now=now).json["next"]))
        assert not [each for each in commands if "--offer" in each or "--follow-up" in each], commands
        if decided or "dangerous" not in opened:
            assert not [each for each in commands if "--done refund" in each], commands
    run("resolve", 1, "--outcome", "rejected", "--cause", "swap", "--no-action", "x", "--force", "x")
    for hours in (1, 24 * 9):
        now = NOW + timedelta(hours=hours)
        shown = run("show", 1, "--json", now=now).json
        assert "--follow-up" not in str(shown["next"])
        assert "follow_up" not in {each["rule"] for each in shown["case"]["clocks"]}
