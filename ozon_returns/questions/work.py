"""The morning: one due task after the other, with the keys that settle it; each key leads to a command that is printed."""

import shlex
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from decimal import Decimal

import typer

from ozon_returns.buyer.message import fitting
from ozon_returns.cases.checklist import lacking
from ozon_returns.clocks.duty import Duty
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.money import format_money
from ozon_returns.questions.clipboard import copied
from ozon_returns.questions.desk import Desk, Settled
from ozon_returns.questions.gaps import filled, is_whole, options_of, states_facts
from ozon_returns.questions.keys import ESCAPE, key
from ozon_returns.store.postponed import task_of
from ozon_returns.store.read_models import Case
from ozon_returns.views.cases import headline
from ozon_returns.views.due import left
from ozon_returns.vocabulary.activity import FOLLOW_UP
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import N_, _, n_, name

_AUTO = "auto"

KEYS = (
    ("do", N_("Enter"), N_("do")),
    ("copy", N_("c"), N_("copy")),
    ("postpone", N_("p"), N_("postpone")),
    ("photos", N_("o"), N_("photos")),
    ("skip", N_("s"), N_("skip")),
    ("undo", N_("u"), N_("undo")),
    ("quit", N_("q"), N_("quit")),
)
"""What a key does: its name, the key in the language of the run, and the word for it."""


def morning(desk: Desk, until: datetime, case: int | None) -> Iterator[list[str]]:
    """Yield the commands that settle the tasks due up to a moment, of one case if it is given; end with what is done and what is owed."""
    duties = _left(desk, until, case)
    number, total = 0, len(duties)
    while duties:
        each, number = duties[0], number + 1
        total = max(total, number)
        found = desk.case(each.case)
        _show(each, found, f"{number}/{total}", desk.note)
        pressed = yield from _settle(each, found, desk)
        if pressed == "quit":
            break
        if pressed == "undo":
            number -= 2
        else:
            desk.passed.add(task_of(each))
        duties = _left(desk, until, case) if pressed in ("do", "postpone", "undo") else duties[1:]
    _sum_up(desk, until, case)


def _left(desk: Desk, until: datetime, case: int | None) -> list[Duty]:
    """Return the tasks that are still to be looked at, those with the most money at stake first."""
    return [each for each in desk.duties(until)[0] if case in (None, each.case) and task_of(each) not in desk.passed]


def _show(each: Duty, case: Case, place: str, note: Callable[[str], None]) -> None:
    """Print a task: its case and photos, the time left, what happens otherwise, the money at stake, and its command."""
    stake = _("{amount} at stake").format(amount=format_money(each.at_stake)) if each.at_stake is not None else ""
    shown = [name(Role(role)) for role in dict.fromkeys(photo["role"] for photo in case["photos"]) if role]
    missing = [item.what for item in lacking(case) if item.must]
    photos = n_("{n} photo", "{n} photos", len(case["photos"])) + (f" ({', '.join(shown)})" if shown else "")
    lines = [
        "",
        " · ".join(part for part in (place, left(each), stake) if part),
        headline(case),
        f"  {each.title}",
        _("  otherwise: {what}").format(what=each.what_happens) if each.what_happens else "",
        f"  {photos}" + (_("; still missing: {what}").format(what=", ".join(missing)) if missing else ""),
        f"  $ {each.command}",
    ]
    note("\n".join(line for at, line in enumerate(lines) if line or not at))


def _settle(each: Duty, case: Case, desk: Desk) -> Generator[list[str], None, str]:
    """Ask for a key until one leaves the task; yield the commands it leads to, and return what was done with the task."""
    keys = {"": "do", ESCAPE: "quit"}
    keys |= {_(letter): action for action, letter, _word in KEYS[1:]}
    words = {action: _(word) for action, _letter, word in KEYS} | ({"do": _("done")} if states_facts(each.command) else {})
    question = " ".join(f"[{_(letter)}] {words[action]}" for action, letter, _word in KEYS)
    while True:
        action = keys[key(question, list(keys))]
        if action == "copy":
            desk.note(copied(_text(each, case, desk)))
        elif action == "photos":
            folder = desk.home / folder_of(case["number"])
            desk.note(str(folder))
            typer.launch(str(folder))
        elif action == "do":
            yield from _do(each, case, desk)
            return action
        elif action == "postpone":
            yield from _postpone(each, desk)
            return action
        elif action == "undo" and desk.settled:
            last = desk.settled[-1]
            if desk.case(last.task[0])["revision"] != last.revision:
                desk.note(_("Case {number} was changed since; undo that first: ozon-returns undo {number}").format(number=last.task[0]))
                continue
            yield ["undo", str(last.task[0]), "--yes"]
            if not desk.was_refused():
                desk.passed.discard(desk.settled.pop().task)
            return action
        elif action == "undo":
            desk.note(_("Nothing has been done yet that could be undone."))
        else:
            return action


def _do(each: Duty, case: Case, desk: Desk) -> Iterator[list[str]]:
    """Yield the command of a task, after the letter that it writes was shown."""
    words = _ticket(each.command) or filled(each.command, desk.asked)
    letter = _letter(each.command, case)
    if letter:
        yield ["show", str(case["number"]), "--letter", letter]
        if desk.was_refused():
            return
        words += desk.words
        if key(_("[Enter] save it as written  [n] not now"), ("", _("n"), ESCAPE)):
            return
    yield words
    if not desk.was_refused():
        _settled(each, _("Case {number}: {title}"), desk)


def _ticket(command: str) -> list[str]:
    """Return the words of a command about what came of a ticket without its options, so that all of it is asked; else nothing."""
    words = shlex.split(command)[1:]
    return words[:4] if words[0] == "ticket" and words[2] == "--ticket" and not is_whole(command) else []


def _letter(command: str, case: Case) -> str:
    """Return the letter that a command writes; empty if it writes none, or one that needs its amounts."""
    options = options_of(f"{command} -")
    if " contact " not in command:
        return ""
    if "--follow-up" in options:
        return FOLLOW_UP
    named = options.get("--letter", "")
    return fitting(case, (), channel=None, follow_up=False) if named == _AUTO else named


def _text(each: Duty, case: Case, desk: Desk) -> str:
    """Return what is copied for a task: the letter that it writes, else its command."""
    letter = _letter(each.command, case)
    return desk.letter(case, letter) if letter else each.command


def _settled(each: Duty, told: str, desk: Desk) -> None:
    """Remember that a task was settled."""
    revision = desk.case(each.case)["revision"]
    desk.settled.append(Settled(task_of(each), told.format(number=each.case, title=each.title), revision))


def _postpone(each: Duty, desk: Desk) -> Iterator[list[str]]:
    """Ask until when and why a task is postponed, and yield the command."""
    desk.asked.begin("work", str(each.case), "--rule", each.rule, *(["--about", each.about] if each.about else []))
    soon = not each.overdue and each.due_at <= desk.ahead("tomorrow")
    until = desk.asked.answer(_("Until when"), desk.ahead, None if soon else _("tomorrow"))
    if until is None:
        desk.asked.command()
        return
    desk.asked.words += ["--postpone", until, "--why", desk.asked.needed(_("Why"))]
    yield desk.asked.command()
    if not desk.was_refused():
        _settled(each, _("Case {number}: {title}, postponed"), desk)


def _sum_up(desk: Desk, until: datetime, case: int | None) -> None:
    """Print what was done, and what is still due with the money at stake."""
    rest, later = ([each for each in some if case in (None, each.case)] for some in desk.duties(until))
    lines = ["", n_("Done: {n} task.", "Done: {n} tasks.", len(desk.settled)), *(f"  {each.told}" for each in desk.settled)]
    stake = sum((each.at_stake for each in rest if each.at_stake), start=Decimal(0))
    told = n_("Still due: {n} task", "Still due: {n} tasks", len(rest))
    lines.append(told + (", " + _("{amount} at stake").format(amount=format_money(stake)) if stake else "") + ".")
    lines += [n_("Postponed: {n} task.", "Postponed: {n} tasks.", len(later))] if later else []
    desk.note("\n".join(lines))
