"""Output of a change: the case, what was saved, and the next command."""

from pathlib import PurePosixPath

from ozon_returns.cases.change import Change
from ozon_returns.cases.next_step import next_step
from ozon_returns.clocks.rules import FOLLOW_UP
from ozon_returns.errors.base import ReturnsError
from ozon_returns.store.due import counted
from ozon_returns.store.read_models import Case
from ozon_returns.store.reading import Reading
from ozon_returns.views.answer import Answer, Block, Verbatim
from ozon_returns.views.batch import others_told
from ozon_returns.views.cases import document, headline
from ozon_returns.views.checklist import checklist_document, still_to_show
from ozon_returns.views.due import overdue_told
from ozon_returns.vocabulary.activity import LONGEST_MESSAGE
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_day, n_, name

_TICKETS = frozenset({each for each in EventKind if each.value.startswith("ticket_")})
_LETTERS = frozenset({EventKind.LETTER_WRITTEN, EventKind.LETTER_DRAFTED})
_INSPECTIONS = frozenset({EventKind.OPENED, EventKind.INSPECTED})


def changed(done: Change, reading: Reading) -> Answer:
    """Return the answer of a command that changed a case, ending with the number of overdue deadlines."""
    case, late = reading.case(str(done.number)), counted(reading, reading.now)
    told: dict[str, object] = {"case": document(case), "event": done.event, "overdue": late}
    if done.event in _LETTERS or done.text:
        told |= {"text": done.text, "characters": len(done.text)}
    if done.event in _TICKETS:
        told |= {"folder": done.folder, "files": done.files}
    if done.event in _INSPECTIONS:
        told["checklist"] = checklist_document(case)
    return Answer(told, [*_blocks(done, case), *others_told(case, reading), *overdue_told(late)], notes=done.notes, saved=True)


def changed_unseen(done: Change, error: ReturnsError) -> Answer:
    """Return the answer of a command that changed a case, where the case could not be read afterwards."""
    notes = [*done.notes, _("It was saved, but the result cannot be shown: {why}").format(why=error.message())]
    return Answer({"case": {"number": done.number}, "event": done.event}, [_saved(done)], notes=notes, saved=True)


def _blocks(done: Change, case: Case) -> list[Block]:
    """Return the blocks that show a change to a person."""
    blocks: list[Block] = [f"{headline(case)}", f"  {_saved(done)}", *(f"  {each}" for each in done.lines)]
    if done.text:
        blocks += ["", Verbatim(done.text), ""]
        if done.event not in _TICKETS:
            blocks.append(_("{n} of {most} characters").format(n=len(done.text), most=LONGEST_MESSAGE))
    if done.event in _TICKETS and done.text and done.files:
        blocks.append(_("Attach from {folder}: {files}").format(folder=done.folder, files=_names(done.files)))
    if done.event in _INSPECTIONS:
        blocks += still_to_show(case, only_must=True)
    following = next_step(case)
    if following:
        from_day = _not_before(case) if following.endswith("--follow-up") else ""
        told = _("Next, from {day} on: {command}") if from_day else _("Next: {command}")
        blocks.append(told.format(command=following, day=from_day))
    return blocks


def _not_before(case: Case) -> str:
    """Return the first day to ask the buyer for feedback; empty if it has been reached or there is none."""
    waiting = (each["due_at"] for each in case["clocks"] if each["rule"] == FOLLOW_UP and each["state"] == "running")
    return next((format_day(each) for each in waiting if each), "")


def _saved(done: Change) -> str:
    """Return what was saved."""
    told = _("Saved: {event}").format(event=name(done.event))
    if done.ticket is not None:
        told += "; " + _("ticket {no}").format(no=done.ticket)
    if done.files and done.event not in _TICKETS:
        count = n_("{n} photo", "{n} photos", len(done.files))
        told += f"; {count} → {done.folder}: {_names(done.files)}"
    return told


def _names(files: list[str]) -> str:
    """Return file names without their folder."""
    return ", ".join(PurePosixPath(each).name for each in files)
