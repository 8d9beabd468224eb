"""The database: made on first use, all or nothing, append-only, never read by an older program, copied before it is changed."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from importlib import resources
from pathlib import Path

import pytest
from alembic import command

from ozon_returns.errors.home import StoreBusyError
from ozon_returns.store import connection as connection_
from ozon_returns.store import tables
from ozon_returns.store.migration import migrate
from ozon_returns.store.revision import NEWEST, revision_of
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.case import Status
from ozon_returns.vocabulary.event import EventKind
from tests.conftest import BOOK, NOW, TOP, Run


@pytest.fixture
def store(home: Path) -> Store:
    """Make an empty store."""
    migrate(home / "cases.db", backups=home / "backups", now=NOW)
    return Store(home / "cases.db", BOOK, NOW)


def opened(store: Store, key: str = "a") -> int:
    """Store a case and return its number."""
    with store.writing() as writing:
        case = tables.CaseRow(key=key, status=Status.INSPECTED, opened_at=NOW, found_at=NOW)
        writing.add(case)
        writing.record(case, EventKind.OPENED, {"key": key})
        return case.number or 0


def ask(store: Store, sql: str) -> list[tuple[object, ...]]:
    """Ask the file."""
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute(sql).fetchall()


SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


def described(store: Path) -> set[tuple[str, str, str]]:
    """Return all that a store has been made of: tables, indexes, views, triggers."""
    with closing(sqlite3.connect(store)) as connection:
        return {(kind, name, " ".join(str(sql).split())) for kind, name, sql in connection.execute(SCHEMA)}


def test_a_new_store_is_what_all_migrations_lead_to(store: Store, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript((TOP / "ozon_returns/store/migrations/versions/r0001_first.sql").read_text(encoding="utf-8"))
        connection.executescript(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); INSERT INTO alembic_version VALUES ('0001')"
        )
    migrate(old, backups=tmp_path / "backups", now=NOW)
    made = described(store.path)
    assert made == described(old)
    assert {kind for kind, _name, _sql in made} == {"table", "index", "view", "trigger"}
    assert ask(store, "SELECT version_num FROM alembic_version") == [(NEWEST,)]


def test_the_newest_revision_is_the_one_the_migrations_lead_to(store: Store) -> None:
    assert revision_of(store.path) == NEWEST


def test_the_store_is_kept_as_it_should_be(store: Store) -> None:
    assert ask(store, "PRAGMA journal_mode") == [("wal",)]
    with store.writing() as writing:
        connection = writing.session.connection()
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_numbers_never_come_back(store: Store) -> None:
    first, second = opened(store, "a"), opened(store, "b")
    assert (first, second) == (1, 2)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("DROP TRIGGER event_is_not_removed")
        connection.execute("DELETE FROM event")
        connection.execute('DELETE FROM "case"')
        connection.commit()
    assert opened(store, "c") == 3


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as writing:
            writing.add(tables.CaseRow(key="x", status=Status.NEW, opened_at=NOW, found_at=NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ask(store, 'SELECT count(*) FROM "case"') == [(0,)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE \"case\" SET status = 'open'",
        "UPDATE \"case\" SET stage = 'moon'",
        'UPDATE "case" SET price = -1',
        'UPDATE "case" SET quantity = 0',
        "UPDATE event SET kind = 'case_closed'",
        "DELETE FROM event",
        "INSERT INTO cost (\"case\", kind, amount, at) VALUES (1, 'refund', -1, 'x')",
        "INSERT INTO feedback (\"case\", at, score) VALUES (1, 'x', 6)",
    ],
)
def test_the_store_itself_refuses_what_cannot_be(store: Store, sql: str) -> None:
    opened(store)
    with closing(sqlite3.connect(store.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)


def test_a_naive_moment_is_a_bug(store: Store) -> None:
    with pytest.raises(Exception, match="2026"), store.writing() as writing:
        writing.add(tables.CaseRow(key="x", status=Status.NEW, opened_at=NOW.replace(tzinfo=None), found_at=NOW))


def test_a_store_of_a_newer_program_is_refused(run: Run, store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for words in (("list",), ("inspect", "--product", "x")):
        said = run(*words, "--json")
        assert said.exit == said.error["exit"] == 13
        assert "pip install --upgrade" in said.error["hint"]


def test_an_older_store_is_copied_and_then_brought_to_the_newest(
    run: Run, store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(store)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    brought = []
    monkeypatch.setattr(command, "upgrade", lambda _config, revision: brought.append(revision))
    assert run("list").exit == 0 or brought
    assert brought == [NEWEST]
    copy = home / "backups" / f"cases-0000-{NOW:%Y%m%d-%H%M%S}.db"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute('SELECT count(*) FROM "case"').fetchone() == (1,)


def test_a_file_that_is_no_store_is_named_damaged(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "cases.db").write_bytes(b"this is not a database, it only lies in its place" * 100)
    said = run("list", "--json")
    assert said.exit == said.error["exit"] == 12


def test_the_database_of_another_program_is_left_alone(run: Run, home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "cases.db")) as connection:
        connection.execute("CREATE TABLE mine (x)")
        connection.commit()
    before = (home / "cases.db").read_bytes()
    assert run("inspect", "--product", "x").exit == 12
    assert (home / "cases.db").read_bytes() == before


def test_a_store_that_stays_locked_is_named_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_returns.store.transaction.WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError) as refused:
            opened(store)
    assert refused.value.exit == 11
    assert connection_.WAIT_SECONDS == 15
    assert opened(store) == 1


def test_a_home_that_cannot_be_made_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    said = run("list", "--home", tmp_path / "file" / "home", "--json")
    assert said.exit == said.error["exit"] == 10


CROWD = """
import os, subprocess, sys
from pathlib import Path
from ozon_returns.cases import inspection
from tests.breaking import say
children = []
if sys.platform == "win32":  # where there is no fork, and starting a program takes long
    one = "import sys; from pathlib import Path; from tests.breaking import say; " \
        "[say(Path(sys.argv[1]), 'inspect', '--product', f'cup {sys.argv[3]}-{number}') for number in range(int(sys.argv[2]))]"
    children = [subprocess.Popen([sys.executable, "-c", one, *sys.argv[1:3], str(index)]) for index in range(8)]
    print([child.wait() for child in children])
    sys.exit()
for index in range(8):
    child = os.fork()
    if not child:
        try:
            for number in range(int(sys.argv[2])):
                say(Path(sys.argv[1]), "inspect", "--product", f"cup {index}-{number}")
            os._exit(0)
        finally:
            os._exit(1)
    children.append(child)
print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""


def crowd(home: Path, each: int) -> None:
    """Open cases with eight processes at once, and check that all of them are there."""
    done = subprocess.run([sys.executable, "-c", CROWD, str(home), str(each)], cwd=TOP, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (str([0] * 8), "")
    store = Store(home / "cases.db", BOOK, NOW)
    assert ask(store, 'SELECT number FROM "case" ORDER BY number') == [(number,) for number in range(1, 8 * each + 1)]
    assert ask(store, 'SELECT count(DISTINCT product) FROM "case"') == [(8 * each,)]


def test_eight_processes_open_cases_at_once(home: Path) -> None:
    crowd(home, 8)


@pytest.mark.exhaustive
def test_eight_processes_open_four_hundred_cases(home: Path) -> None:
    crowd(home, 50)


def test_a_change_that_waited_while_the_home_was_restored_is_refused_not_lost(run: Run, kettle: int, home: Path) -> None:
    def change() -> None:
        with Store(home / "cases.db", BOOK, NOW).writing() as writing:
            writing.case(kettle).note = "lost"

    lock = sqlite3.connect(home / "cases.db", isolation_level=None)
    with closing(lock), ThreadPoolExecutor(1) as beside:
        lock.execute("BEGIN IMMEDIATE")
        waiting = beside.submit(change)
        time.sleep(1)
        shutil.copytree(home, home.with_name("new"))
        home.rename(home.with_name("aside"))
        home.with_name("new").rename(home)
        lock.execute("ROLLBACK")
        with pytest.raises(StoreBusyError):
            waiting.result()
    assert run("show", kettle, "--json", "--home", home.with_name("aside")).case["note"] == "Угол коробки смят."


def test_the_past_is_seen_as_it_was(run: Run, kettle: int) -> None:
    tomorrow, later = NOW + timedelta(days=1), NOW + timedelta(days=9)
    run("contact", kettle, "--offer", "refund", now=tomorrow)
    ended = ["--outcome", "refund", "--cost", "refund=1990", "--cause", "transport", "--no-action", "x"]
    assert run("resolve", kettle, *ended, now=tomorrow + timedelta(days=1)).exit == 0
    assert run("contact", kettle, "--unreachable", "x", now=later).exit == 0
    assert run("resolve", kettle, "--close", now=later).exit == 0

    def seen(when: str) -> tuple[str, str | None, str, int]:
        case = run("show", kettle, "--as-of", when, "--json", now=later).case
        return case["status"], case["outcome"], case["net_cost"], len(case["history"])

    run("inspect", "--case", kettle, "--defect", "dent", "--force", "x", now=later)
    assert run("show", kettle, "--as-of", "2026-11-24", "--json", now=later).case["defects"] == ["crack"]
    assert seen("2026-11-23") == ("inspected", None, "0.00", 1)
    assert seen("2026-11-24") == ("contacted", None, "0.00", 2)
    assert seen("2026-11-26") == ("resolved", "refund", "1990.00", 3)
    assert seen("2026-12-31") == ("closed", "refund", "1990.00", 6)
    assert run("show", kettle, "--as-of", "2026-11-22", "--json", now=later).exit == 4
    assert run("list", "status:contacted", "--as-of", "2026-11-24", "--json", now=later).json["total"] == 1
    figures = run("analyze", "--as-of", "2026-11-24", "--json", now=later).json["report"]["figures"]
    assert (figures["open"], figures["cost"]) == (1, "0.00")


def test_the_status_of_then_is_that_of_the_events_not_of_the_dates(run: Run) -> None:
    days = [NOW + timedelta(days=day) for day in range(7)]
    run("import", "-", typed="cases: [{product: Cup, posting: 1-2, status: new, found_at: 2026-11-22}]", now=days[0])
    run("inspect", "--case", 1, "--defect", "crack", now=days[1])
    run("contact", 1, "--offer", "refund", now=days[2])
    run("ticket", 1, "--situation", "other", "--ask", "5", now=days[3])
    run("contact", 1, "--text", "Ещё раз", now=days[4])
    run("resolve", 1, "--outcome", "refund", now=days[6])
    seen = [run("show", 1, "--json", "--as-of", day.isoformat(), now=days[6]).case["status"] for day in days]
    assert seen == ["new", "inspected", "contacted", "ticketed", "contacted", "contacted", "resolved"]


def test_dates_of_an_import_tell_the_status_of_then(run: Run) -> None:
    dates = "found_at: 2026-11-01, contacted_at: 2026-11-03, resolved_at: 2026-11-08, closed_at: 2026-11-09, outcome: refund"
    run("import", "-", typed=f"cases: [{{product: Cup, {dates}}}]")
    days = ("2026-11-02", "2026-11-04", "2026-11-08", "2026-11-10")
    seen = [run("show", 1, "--json", "--as-of", day).case for day in days]
    assert [each["status"] for each in seen] == ["inspected", "contacted", "resolved", "closed"]
    assert [each["outcome"] for each in seen] == [None, None, "refund", "refund"]


def test_a_home_may_bear_any_name(run: Run, tmp_path: Path) -> None:
    home = tmp_path / ("50% #1" if sys.platform == "win32" else "what? 50% #1") / "дом"
    assert run("--home", home, "inspect", "--product", "x").exit == 0
    assert run("--home", home, "list", "--json").json["total"] == 1
    assert (home / "cases.db").exists()


def test_a_store_of_the_first_revision_is_brought_here_and_proved(run: Run, home: Path, photo: Callable[..., Path]) -> None:
    shot = photo().read_bytes()
    (home / "cases/000001").mkdir(parents=True)
    (home / "cases/000001/01-defect.jpg").write_bytes(shot)
    made = resources.files("ozon_returns.store") / "migrations/versions/r0001_first.sql"
    with closing(sqlite3.connect(home / "cases.db")) as old:
        old.executescript(made.read_text(encoding="utf-8"))
        old.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        old.execute("INSERT INTO alembic_version VALUES ('0001')")
        for number in (1, 2):
            moments = f"'2026-11-2{number}T07:00:00Z'"
            old.execute(
                'INSERT INTO "case" ("key", status, opened_at, found_at, quantity, currency, why, product) '
                f"VALUES ('k{number}', 'inspected', {moments}, {moments}, 1, 'RUB', '[]', 'Чайник')"
            )
            old.execute(
                f"INSERT INTO event (\"case\", at, kind, status, facts) VALUES ({number}, {moments}, 'case_opened', 'inspected', '{{}}')"
            )
        columns = '"case", file, original_name, role, sha256, bytes, mime, width, height, added_at'
        told = (1, "cases/000001/01-defect.jpg", "a.jpg", "defect", hashlib.sha256(shot).hexdigest(), len(shot), "image/jpeg", 320, 240)
        old.execute(f"INSERT INTO photo ({columns}) VALUES ({', '.join('?' * 9)}, '2026-11-21T07:00:00Z')", told)
        old.commit()
    assert run("show", 1, "--json").case["photos"][0]["role"] == "defect"
    assert len(list((home / "backups").glob("cases-0001-*.db"))) == 1
    assert [each["kind"] for each in run("check", "--json").json["problems"]] == ["look_missing"]
    assert run("check", "--repair").exit == 0
    assert "is the same file as" in run("inspect", photo(), "--product", "Cup", "--force", "x").err
    assert run("check").exit == 0
    with closing(sqlite3.connect(home / "cases.db")) as store:
        store.execute("UPDATE \"case\" SET product = 'x' WHERE number = 2")
        store.commit()
    assert [(each["kind"], each["case"]) for each in run("check", "--json").json["problems"]] == [("row_changed", 2)]
