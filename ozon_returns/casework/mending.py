"""Mends what can be mended without losing anything: what is made again, moved aside, or never arrived."""

import shutil
from uuid import uuid4

from ozon_returns.casework.checking import Checking, Soundness, check, laid_out, pointed_to
from ozon_returns.evidence import attachments
from ozon_returns.evidence.intake import Named, judge
from ozon_returns.failures import HomeError, PhotosRefusedError, reason
from ozon_returns.folders import private
from ozon_returns.problems import Problem, ProblemKind
from ozon_returns.store import clocks, journal
from ozon_returns.store import proving as store_proving
from ozon_returns.store.engine import alone
from ozon_returns.store.undoing import taken_out


def mend(how: Checking) -> Soundness:
    """Prove the home, mend what can be mended, and prove it again; tells what was mended."""
    found = check(how)
    try:
        mended = [problem for problem in found.problems if problem.repairable and _MENDING[problem.kind](how, problem)]
    except OSError as error:
        raise HomeError(str(how.home), reason(error)) from error
    if mended:
        found = check(how)
        found.repaired = mended
    return found


def _put_up_guards(how: Checking, _problem: Problem) -> bool:
    """Keep history from being changed, as before."""
    with alone(how.store) as connection:
        store_proving.put_up_guards(connection)
    return True


def _lay_out(how: Checking, problem: Problem) -> bool:
    """Make the attachments of a ticket again."""
    with alone(how.store) as connection:
        tickets = laid_out(connection)
    planned = next(pieces for _case, _no, pieces in tickets if problem.file in {piece.file for piece in pieces})
    attachments.lay_out(how.home, planned, how.limits)
    return (how.home / str(problem.file)).exists()


def _look(how: Checking, problem: Problem) -> bool:
    """Find out how a picture looks."""
    path = how.home / str(problem.file)
    try:
        look = judge([Named(path)], max_megapixels=how.max_megapixels, zone=how.book.zone)[0].look
    except PhotosRefusedError:
        return False
    if look is None:
        return False
    with alone(how.store) as connection:
        connection.execute("UPDATE photo SET look = ?, look_fine = ? WHERE file = ?", (look.coarse, look.fine, problem.file))
    return True


def _move_aside(how: Checking, problem: Problem) -> bool:
    """Move a file that nobody points to where it is in nobody's way; it may be somebody's, so it is kept."""
    stray = how.home / str(problem.file)
    aside = how.home / "cases" / ".aside"
    with alone(how.store) as connection:
        if problem.file in pointed_to(connection):
            return False
        private(aside)
        stray.replace(aside / f"{stray.parent.name}-{uuid4().hex[:8]}-{stray.name}")
    return True


def _remove(how: Checking, problem: Problem) -> bool:
    """Remove what a killed command has left on its way."""
    left = how.home / str(problem.file)
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left)
    else:
        left.unlink(missing_ok=True)
    return True


def _set_clocks(how: Checking, problem: Problem) -> bool:
    """Work the clocks of a case out again."""
    number = problem.case or 0
    with alone(how.store) as connection:
        clocks.keep(connection, journal.rows_of(connection, [number]), how.book)
    return True


def purge(how: Checking) -> list[str]:
    """Remove for good what an undo has taken out of cases, and no case has now; gives the files."""
    with alone(how.store) as connection:
        gone = sorted(taken_out(connection) - pointed_to(connection, undone=False))
        gone = [file for file in gone if (how.home / file).is_file()]
        for file in gone:
            (how.home / file).unlink()
            folder = (how.home / file).parent
            if not any(folder.iterdir()):
                folder.rmdir()
    return gone


_MENDING = {
    ProblemKind.CLOCKS_WRONG: _set_clocks,
    ProblemKind.GUARD_MISSING: _put_up_guards,
    ProblemKind.ATTACHMENT_MISSING: _lay_out,
    ProblemKind.LOOK_MISSING: _look,
    ProblemKind.STRAY_FILE: _move_aside,
    ProblemKind.LEFTOVER: _remove,
}
"""How each kind of what can be mended is mended."""
