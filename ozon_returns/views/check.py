"""Output of an integrity check: nothing if there are no problems."""

from collections.abc import Sequence

from ozon_returns.errors.home import StoreDamagedError
from ozon_returns.home.check import CheckResult
from ozon_returns.views.answer import Answer, Block
from ozon_returns.views.safe_text import clean
from ozon_returns.vocabulary.problem import Problem, ProblemKind
from ozon_returns.words import _, n_


def result(found: CheckResult, removed: Sequence[str] | None = None, *, seal: str | None = None) -> Answer:
    """Return the answer of a check: the problems, what was repaired, the files that were deleted, and the seal that was written."""
    document: dict[str, object] = {
        "cases": found.cases,
        "photos": found.photos,
        "events": found.head.events if found.head else 0,
        "head": found.head.hash if found.head else None,
        "problems": [_document(problem) for problem in found.problems],
        "repaired": [_document(problem) for problem in found.repaired],
    }
    if removed is not None:
        document["purged"] = list(removed)
    blocks: list[Block] = [*map(line, found.problems), *_advice(found.problems)]
    if seal and found.problems:
        blocks.append(_("No seal was written: the check found problems."))
    elif seal and found.head:
        told = _("Sealed: {n} events, the last of them {head}. Keep {file} where nobody can change it.")
        blocks.append(told.format(n=found.head.events, head=found.head.short, file=seal))
    notes = [_("Permanently deleted: {file}").format(file=file) for file in removed or ()]
    notes += [_("Repaired: {what}").format(what=line(problem) + _aside(problem)) for problem in found.repaired]
    return Answer(document, blocks, notes=notes, exit=StoreDamagedError.exit if found.problems else 0)


def damaged(error: StoreDamagedError) -> Answer:
    """Return the answer for a store that cannot be opened."""
    problem = Problem(ProblemKind.DATABASE, error.message())
    return result(CheckResult(problems=[problem]))


def line(problem: Problem) -> str:
    """Format a problem on one line, with its case and file."""
    case = _("Case {number}").format(number=problem.case) if problem.case else ""
    return clean(": ".join(part for part in (case, problem.file or "", problem.what) if part), lines=False)


def _aside(problem: Problem) -> str:
    """Return where a file was moved."""
    return " → cases/.aside" if problem.kind is ProblemKind.STRAY_FILE else ""


def _advice(problems: Sequence[Problem]) -> list[str]:
    """Return the commands to run for the problems found."""
    mendable = sum(problem.repairable for problem in problems)
    rest = len(problems) - mendable
    advice = []
    if rest:
        advice.append(
            n_(
                "{n} problem is damage; extract a lost file from a backup (a ZIP file) or restore everything: ozon-returns restore FILE",
                "{n} problems are damage; extract a lost file from a backup (a ZIP file) or restore everything: ozon-returns restore FILE",
                rest,
            )
        )
    if mendable:
        advice.append(
            n_(
                "{n} problem can be repaired without data loss: ozon-returns check --repair",
                "{n} problems can be repaired without data loss: ozon-returns check --repair",
                mendable,
            )
        )
    return advice


def _document(problem: Problem) -> dict[str, object]:
    """Return a problem as a JSON document."""
    return {
        "kind": problem.kind,
        "case": problem.case,
        "file": problem.file,
        "what": problem.what,
        "repairable": problem.repairable,
    }
