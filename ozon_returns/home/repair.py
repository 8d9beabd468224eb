"""Repairs what can be repaired without losing anything: what is made again, moved aside, or left over."""

import shutil
from uuid import uuid4

from ozon_returns.errors.file import PhotosRefusedError, reason
from ozon_returns.errors.home import HomeError
from ozon_returns.evidence import attachments
from ozon_returns.evidence.intake import Named, judge
from ozon_returns.evidence.verification import is_case_file
from ozon_returns.files import private
from ozon_returns.home.check import CheckRequest, CheckResult, check, known_files
from ozon_returns.store import inventory
from ozon_returns.vocabulary.problem import Problem, ProblemKind


def repair(how: CheckRequest) -> CheckResult:
    """Check the home, repair what can be repaired, and check it again; the result names what was repaired."""
    found = check(how)
    try:
        repaired = [problem for problem in found.problems if problem.repairable and _REPAIRS[problem.kind](how, problem)]
    except OSError as error:
        raise HomeError(str(how.home), reason(error)) from error
    if repaired:
        found = check(how)
        found.repaired = repaired
    return found


def _restore_guards(how: CheckRequest, _problem: Problem) -> bool:
    """Make views and triggers again."""
    inventory.restore_guards(how.store)
    return True


def _lay_out(how: CheckRequest, problem: Problem) -> bool:
    """Create the missing attachments of a ticket again."""
    with inventory.snapshot(how.store) as connection:
        planned = [attachments.read_attachments(each.files) for each in inventory.ticket_files(connection)]
    attachments.lay_out(how.home, next(each for each in planned if problem.file in {piece.file for piece in each}), how.limits)
    return (how.home / str(problem.file)).exists()


def _look(how: CheckRequest, problem: Problem) -> bool:
    """Work out the fingerprint of a picture."""
    file = str(problem.file)
    try:
        seen = judge([Named(how.home / file)], max_megapixels=how.max_megapixels, zone=how.book.zone)[0].fingerprint
    except PhotosRefusedError:
        return False
    if seen is None:
        return False
    inventory.set_fingerprint(how.store, file, seen.parts)
    return True


def _move_aside(how: CheckRequest, problem: Problem) -> bool:
    """Move a file that nothing refers to out of the way; it may be somebody's, so it is not deleted."""
    stray = how.home / str(problem.file)
    aside = how.home / "cases" / ".aside"
    with inventory.no_writer(how.store) as connection:
        if connection is None or problem.file in known_files(connection):
            return False
        private(aside)
        stray.replace(aside / f"{stray.parent.name}-{uuid4().hex[:8]}-{stray.name}")
    return True


def _remove(how: CheckRequest, problem: Problem) -> bool:
    """Remove what a killed command has left behind."""
    left = how.home / str(problem.file)
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left)
    else:
        left.unlink(missing_ok=True)
    return True


def _set_deadlines(how: CheckRequest, problem: Problem) -> bool:
    """Derive the deadlines of a case again."""
    inventory.set_deadlines(how.store, problem.case or 0, how.book)
    return True


def purge(how: CheckRequest) -> list[str]:
    """Delete the files that an undo has taken out of cases and that no case has now; return them.

    The history names them, and it may come from anywhere: only files inside the folder of a case are deleted.
    """
    with inventory.no_writer(how.store) as connection:
        if connection is None:
            return []
        taken = inventory.undone_files(connection) - known_files(connection, undone=False)
        gone = sorted(file for file in taken if is_case_file(file) and (how.home / file).is_file() and not (how.home / file).is_symlink())
        for file in gone:
            (how.home / file).unlink()
            folder = (how.home / file).parent
            if not any(folder.iterdir()):
                folder.rmdir()
        inventory.forget_fingerprints(connection)
    return gone


_REPAIRS = {
    ProblemKind.CLOCKS_WRONG: _set_deadlines,
    ProblemKind.GUARD_MISSING: _restore_guards,
    ProblemKind.ATTACHMENT_MISSING: _lay_out,
    ProblemKind.LOOK_MISSING: _look,
    ProblemKind.STRAY_FILE: _move_aside,
    ProblemKind.LEFTOVER: _remove,
}
"""How each kind of problem that can be repaired is repaired."""
