"""Verification of the store: the database itself, all foreign keys, the hash chain, and every row against the history."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from ozon_returns.batches import batches
from ozon_returns.files import shipped_file
from ozon_returns.line_fields import FOUND_CHANGED
from ozon_returns.store import chain
from ozon_returns.store.connection import statements
from ozon_returns.vocabulary.problem import Problem, ProblemKind
from ozon_returns.words import _

_EVENT = ("id", "case", "at", "kind", "status", "facts", "state", "previous", "hash", "change", "rows")
_AT_ONCE = 500


def faults(connection: sqlite3.Connection, *, quick: bool, then: str | None = None) -> Iterator[Problem]:
    """Yield all problems of the store.

    With `then`, a moment in stored form, only what was known at that moment is checked.
    """
    found = [row[0] for row in connection.execute("PRAGMA quick_check" if quick else "PRAGMA integrity_check")]
    yield from (Problem(ProblemKind.DATABASE, _("the database is damaged: {why}").format(why=why)) for why in found if why != "ok")
    yield from _links(connection)
    if _laid_over(connection) != _shipped():
        yield Problem(ProblemKind.GUARD_MISSING, _("the views or the triggers that protect the history differ from those of this program"))
    last: dict[int | None, int] = {}
    counts: dict[int | None, int] = {}
    final: dict[int | None, int] = {}
    yield from _chain(connection, then, last, counts, final)
    yield from _cases(connection, then, last, counts, final)


def create_views(connection: sqlite3.Connection) -> None:
    """Create the views and the triggers that protect the history, and drop all other views and triggers."""
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall():
        connection.execute(f"""DROP {kind} IF EXISTS "{name.replace('"', '""')}" """)
    for statement in _scripts():
        connection.execute(statement)


def _scripts() -> Iterator[str]:
    """Yield the statements that create the views and triggers."""
    for file in ("views.sql", "guards.sql"):
        yield from statements(shipped_file(f"store/{file}").read_text(encoding="utf-8"))


def _shipped() -> set[str]:
    """Return the SQL of the program's views and triggers, with whitespace normalized."""
    made = (statement[statement.index("CREATE") :] for statement in _scripts() if "CREATE " in statement)
    return {" ".join(each.rstrip().removesuffix(";").split()) for each in made}


def _laid_over(connection: sqlite3.Connection) -> set[str]:
    """Return the SQL of the store's views and triggers, with whitespace normalized."""
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    return {" ".join(str(row[0]).split()) for row in rows}


def _links(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield a problem for each foreign key without a matching row."""
    for table, rowid, parent, _key in connection.execute("PRAGMA foreign_key_check").fetchall():
        owner = connection.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()
        case = owner["case"] if "case" in owner.keys() else None  # noqa: SIM118  a Row iterates over values
        told = _("a row of “{table}” refers to a row of “{parent}” that does not exist")
        yield Problem(ProblemKind.LINK_BROKEN, told.format(table=table, parent=parent), case)


def _chain(
    connection: sqlite3.Connection,
    then: str | None,
    last: dict[int | None, int],
    counts: dict[int | None, int],
    final: dict[int | None, int],
) -> Iterator[Problem]:
    """Walk the history from its first event; learn which event holds the last state of each case, and how many events it has.

    `last` is about the moment `then`, `final` about now.
    """
    previous, before = "", 0
    for row in connection.execute(f"""SELECT {", ".join(f'"{each}"' for each in _EVENT)} FROM event ORDER BY id"""):
        event = dict(zip(_EVENT, row, strict=True))
        case = event["case"] if isinstance(event["case"], int) else None
        counts[case] = counts.get(case, 0) + 1
        if event["previous"] != previous:
            told = _("events were removed, inserted or reordered between events {before} and {after} of the history")
            yield Problem(ProblemKind.CHAIN_BROKEN, told.format(before=before, after=event["id"]))
        previous, before = event["hash"], event["id"]
        if event["state"] != "{}":
            final[case] = event["id"]
        if then and str(event["at"]) > then:
            last.pop(case, None)
            continue
        if not chain.is_sound(event):
            told = _("event {number} of the history was modified after it was written")
            yield Problem(ProblemKind.EVENT_CHANGED, told.format(number=event["id"]), case)
            continue
        if event["state"]:
            last[case] = event["id"]
        found = event["facts"].get(FOUND_CHANGED)
        if isinstance(found, list) and found:
            told = _("rows of “{table}” were modified outside the program before event {number}")
            tables = ", ".join(map(str, found))
            yield Problem(ProblemKind.ROW_CHANGED, told.format(table=tables, number=event["id"]), case)


def _cases(
    connection: sqlite3.Connection,
    then: str | None,
    last: dict[int | None, int],
    counts: dict[int | None, int],
    final: dict[int | None, int],
) -> Iterator[Problem]:
    """Compare the rows of every case with the last state that the history holds, a few cases in memory at a time."""
    kept = {row[0]: row[1] for row in connection.execute('SELECT number, events FROM "case"')}
    highest = connection.execute("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'case'").fetchone()[0]
    missing = {number for number in counts if number is not None} - set(kept)
    missing |= {highest} if isinstance(highest, int) and highest and highest not in kept else set()
    undone = {
        number for part in batches(sorted(missing), _AT_ONCE) for number, state in _states(connection, part, final) if chain.is_gone(state)
    }
    for number in sorted(missing - undone):
        yield Problem(ProblemKind.CASE_MISSING, _("the case was removed outside the program"), number)
    lacking = {number for number, events in kept.items() if not isinstance(events, int) or events > counts.get(number, 0)}
    for number in sorted(lacking):
        told = _("its history has {n} events, expected {all}")
        yield Problem(ProblemKind.EVENT_MISSING, told.format(n=counts.get(number, 0), all=kept[number]), number)
    for number in sorted(number for number, events in kept.items() if number not in lacking and events < counts.get(number, 0)):
        yield Problem(ProblemKind.ROW_CHANGED, _("an event was added to its history outside the program"), number)
    whole = [number for number in sorted(kept) if number not in lacking and (number in last or not then)]
    for part in batches(whole, _AT_ONCE):
        now, told_states = chain.states(connection, part), dict(_states(connection, part, last))
        for number in part:
            yield from _differing(number, told_states.get(number, {}), now.get(number, {}))
    if not then or None in last:
        of_shop = dict(_states(connection, [None], last)).get(None, {})
        yield from _differing(None, of_shop, chain.shop_state(connection))


def _states(
    connection: sqlite3.Connection, numbers: Sequence[int | None], last: dict[int | None, int]
) -> Iterator[tuple[int | None, chain.State]]:
    """Yield the last state that the history holds of some cases."""
    ids = {last[number]: number for number in numbers if number in last}
    for number, state in connection.execute(
        "SELECT id, state FROM event WHERE id IN (SELECT value FROM json_each(?))", (json.dumps([*ids]),)
    ):
        yield ids[number], dict(json.loads(state))


def _differing(number: int | None, then: chain.State, now: chain.State) -> Iterable[Problem]:
    """Return a problem for each table whose rows are no longer what the history holds."""
    told = _("rows of “{table}” were modified, added or removed outside the program")
    return [Problem(ProblemKind.ROW_CHANGED, told.format(table=table), number) for table in chain.differing(then, now)]
