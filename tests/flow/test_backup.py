"""`backup` and `restore`: one file, proved before anything is touched, put in place in one move."""

import hashlib
import io
import json
import shutil
import sqlite3
import stat
import struct
import sys
import tempfile
import time
import tomllib
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.home.backup import without_secrets
from ozon_returns.store import rebuild
from tests.conftest import Run, mode_of, needs_links, needs_processes
from tests.flow.test_check import tampered


@pytest.fixture
def packed(run: Run, kettle: int, tmp_path: Path) -> Path:
    """Return a backup of a home with a ticket."""
    run("ticket", kettle, "--ask", "1990")
    file = tmp_path / "all.zip"
    assert run("backup", file).exit == 0
    return file


def files(home: Path) -> dict[str, bytes]:
    """Return the files of the cases in a home."""
    return {each.relative_to(home).as_posix(): each.read_bytes() for each in (home / "cases").rglob("*") if each.is_file()}


def rewritten(file: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None], kind: int = zipfile.ZIP_STORED) -> Path:
    """Write a backup anew with its manifest and its entries changed."""
    with zipfile.ZipFile(file) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(manifest, entries)
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", kind) as new:
        warnings.simplefilter("ignore")
        for name, content in entries.items():
            new.writestr(name, content)
        new.writestr("manifest.json", json.dumps(manifest))
    return file


def test_what_was_backed_up_comes_back_whole(run: Run, packed: Path, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "дом"
    said = run("restore", packed, "--home", other, "--json")
    assert (said.exit, said.json["cases"], said.json["photos"], said.json["aside"]) == (0, 1, 4, None)
    assert files(other) == files(home)
    assert run("show", 1, "--json", "--home", other).json == run("show", 1, "--json").json
    assert run("check", "--home", other).exit == 0
    assert run("inspect", "--product", "Next", "--json", "--home", other).case["number"] == 2
    assert {mode_of(each, 0o700) for each in [other, *other.rglob("*")] if each.is_dir()} == {0o700}
    assert {mode_of(each, 0o600) for each in other.rglob("*") if each.is_file()} == {0o600}


def test_the_old_home_is_kept_aside(run: Run, packed: Path, home: Path) -> None:
    assert run("inspect", "--product", "Since").exit == 0
    said = run("restore", packed)
    assert said.exit == 0
    aside = next(home.parent.glob("home.before-*"))
    assert str(aside) in said.out
    assert run("list", "--json").json["total"] == 1
    assert run("list", "--json", "--home", aside).json["total"] == 2


def test_a_person_is_asked_first(run: Run, packed: Path, home: Path) -> None:
    assert run("restore", packed, person=True, typed="no\n").exit == 130
    assert not list(home.parent.glob("home.before-*"))
    assert run("restore", packed, person=True, typed="yes\n").exit == 0


def test_a_backup_is_made_in_its_folder_and_over_an_older_one_but_over_nothing_else(
    run: Run, packed: Path, home: Path, tmp_path: Path
) -> None:
    said = run("backup", "--json")
    assert Path(said.json["file"]).parent == home / "backups"
    assert mode_of(Path(said.json["file"]), 0o600) == 0o600
    run("inspect", "--product", "Cup")
    assert run("backup", packed, "--json").json["cases"] == 2
    foreign = tmp_path / "letter.zip"
    foreign.write_text("my own words")
    assert run("backup", foreign).exit == 5
    assert foreign.read_text() == "my own words"
    assert [each.name for each in home.parent.iterdir() if each.name.startswith(".")] == []


def test_keys_are_left_out_of_a_backup_and_settings_of_this_machine_stay(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    (home / "settings.toml").write_text('timezone = "Asia/Omsk"\n# ozon_api_key = "secret"\nmax_megapixels = 50\n')
    file = tmp_path / "all.zip"
    run("backup", file)
    with zipfile.ZipFile(file) as packed:
        told = packed.read("settings.toml").decode()
    assert "Asia/Omsk" in told
    assert run("restore", file, "--home", tmp_path / "new").exit == 0
    assert "Asia/Omsk" in (tmp_path / "new" / "settings.toml").read_text()
    (home / "settings.toml").write_text('timezone = "Asia/Tomsk"\n')
    assert run("restore", file).exit == 0
    assert "Asia/Tomsk" in (home / "settings.toml").read_text()


SETTINGS = (
    """
timezone = "Asia/Omsk"  # api_key = hidden
# ozon_api_key = "hidden"
[letters]
seller_name = "ИП Лебедева А. П."
api_key = "hidden"
"client-secret" = """
    "'''\nhidden\ntimezone = hidden\n'''"
    """
[letters.suppliers."Гжель"]
password = "hidden"
[[letters.shops]]
api_key = "hidden"
"""
)


def test_settings_in_a_backup_are_all_but_secrets() -> None:
    told = without_secrets(SETTINGS)
    assert "hidden" not in told
    assert 'timezone = "Asia/Omsk"' in told
    assert tomllib.loads(told)["letters"] == {"seller_name": "ИП Лебедева А. П.", "suppliers": {"Гжель": {}}, "shops": [{}]}


def test_own_letters_travel_and_those_of_this_machine_stay(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    for name in ("ru/buyer.approve.txt", "mine.txt", "parts/подпись, моя.txt", "head.j2", "a/b/c/d/deep.txt"):
        (home / "letters" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "letters" / name).write_text("Одобрено.", encoding="utf-8")
    said = run("backup", tmp_path / "all.zip")
    assert (said.exit, said.err) == (3, "letters/a/b/c/d/deep.txt is not in the backup, because of its name\n")
    new = tmp_path / "new"
    (new / "letters").mkdir(parents=True)
    (new / "letters" / "mine.txt").write_text("Здесь.", encoding="utf-8")
    assert run("restore", tmp_path / "all.zip", "--home", new).exit == 0
    assert (new / "letters/ru/buyer.approve.txt").read_text(encoding="utf-8") == "Одобрено."
    assert (new / "letters/mine.txt").read_text(encoding="utf-8") == "Здесь."
    assert (new / "letters/parts/подпись, моя.txt").exists()
    assert (new / "letters/head.j2").exists()
    assert run("contact", kettle, "--letter", "buyer.approve", "--home", new, "--json").json["text"] == "Одобрено."


def test_own_letters_of_any_name_come_back_beside_settings_that_lie_elsewhere(
    run: Run, kettle: int, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kettle
    config = tmp_path / "config"
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_words, **_more: str(tmp_path / "data"))
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_words, **_more: str(config))
    for name in ("ru/buyer.approve.txt", "head.j2", "mine.txt"):
        (home / "letters" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "letters" / name).write_text("Одобрено.", encoding="utf-8")
    run("backup", tmp_path / "all.zip")
    (config / "letters").mkdir(parents=True)
    (config / "letters" / "mine.txt").write_text("Здесь.", encoding="utf-8")
    assert run("restore", tmp_path / "all.zip", named=False).exit == 0
    told = {each.relative_to(config).as_posix(): each.read_text(encoding="utf-8") for each in config.rglob("*") if each.is_file()}
    assert told == {"letters/ru/buyer.approve.txt": "Одобрено.", "letters/head.j2": "Одобрено.", "letters/mine.txt": "Здесь."}
    assert not (tmp_path / "data" / "letters").exists()


def test_damage_is_told_when_it_is_backed_up_and_when_it_comes_back(run: Run, packed: Path, home: Path, tmp_path: Path) -> None:
    (home / "cases/000001/01-defect.jpg").unlink()
    (home / "cases/000001/03-label.jpg").write_bytes(b"x")
    before = packed.read_bytes()
    assert run("backup", packed).exit == 5
    assert packed.read_bytes() == before
    hurt = tmp_path / "hurt.zip"
    said = run("backup", hurt)
    assert said.exit == 3
    assert "01-defect.jpg" in said.err
    assert "03-label.jpg" in said.err
    said = run("restore", hurt, "--home", tmp_path / "new", "--json")
    assert said.exit == 3
    assert len(said.json["problems"]) == 2


def with_store(file: Path, change: Callable[[sqlite3.Connection], object]) -> Path:
    """Write a backup anew with its store changed, and a manifest that agrees."""

    def put_in(manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
        store = file.with_suffix(".db")
        store.write_bytes(entries["cases.db"])
        with closing(sqlite3.connect(store)) as connection, connection:
            change(connection)
        entries["cases.db"] = store.read_bytes()
        store.unlink()
        told = next(each for each in manifest["files"] if each["path"] == "cases.db")
        told |= {"bytes": len(entries["cases.db"]), "sha256": hashlib.sha256(entries["cases.db"]).hexdigest()}

    return rewritten(file, put_in)


FORGED = {
    "a trigger": 'CREATE TRIGGER evil AFTER INSERT ON event BEGIN UPDATE "case" SET price = 1; END',
    "an endless view": "CREATE VIEW evil AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n",
    "an index": "CREATE INDEX evil ON photo (abs(bytes))",
    "a table": "CREATE TABLE evil (x)",
}


@pytest.mark.parametrize("what", FORGED)
def test_nothing_but_rows_is_taken_from_a_backup(run: Run, packed: Path, home: Path, tmp_path: Path, what: str) -> None:
    forged = with_store(packed, lambda connection: connection.execute(FORGED[what]))
    there = ("--home", tmp_path / "new")
    assert run("restore", forged, *there).exit == 0
    sql = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
    schemas = []
    for each in (home, tmp_path / "new"):
        with closing(sqlite3.connect(each / "cases.db")) as connection:
            schemas.append(connection.execute(sql).fetchall())
    assert schemas[0] == schemas[1]
    assert run("ticket", 1, "--answer", "Ждите.", *there).exit == 0
    assert run("list", "--json", *there).json["cases"][0]["price"] == "1990.00"
    assert run("check", *there).exit == 0


def test_a_view_in_the_place_of_our_own_is_replaced_and_a_table_is_required(run: Run, packed: Path, tmp_path: Path) -> None:
    there = ("--home", tmp_path / "new")
    view = ("DROP VIEW owed", 'CREATE VIEW owed AS SELECT 5 AS "case"')
    assert run("restore", with_store(packed, lambda connection: [connection.execute(each) for each in view]), *there).exit == 0
    assert run("list", "owed:yes", "--json", *there).exit == 0
    moved = ("PRAGMA legacy_alter_table=ON", "ALTER TABLE cost RENAME TO other", "CREATE VIEW cost AS SELECT * FROM other")
    said = run("restore", with_store(packed, lambda connection: [connection.execute(each) for each in moved]), *there, "--json")
    assert (said.exit, said.error["code"]) == (12, "backup_damaged")
    assert run("check", *there).exit == 0


def test_deadlines_that_were_forged_in_a_backup_are_derived_anew(run: Run, packed: Path, tmp_path: Path) -> None:
    there = ("--home", tmp_path / "new")
    told = run("due", "--json", "--within", "90d").json
    run("restore", with_store(packed, lambda connection: connection.execute("DELETE FROM clock")), *there)
    assert run("due", "--json", "--within", "90d", *there).json == told
    assert told["due"]


def test_a_restored_store_keeps_its_journal_beside_it_and_the_highest_number(run: Run, packed: Path, tmp_path: Path) -> None:
    there = ("--home", tmp_path / "new")
    run("inspect", "--product", "Cup")
    run("undo", "--yes")
    run("backup", packed)
    assert run("restore", packed, *there).exit == 0
    with closing(sqlite3.connect(tmp_path / "new" / "cases.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert run("inspect", "--product", "Cup", *there, "--json").case["number"] == 3


@pytest.mark.parametrize("damage", ['UPDATE "case" SET price = 1', "DELETE FROM ticket", "DELETE FROM photo WHERE id = 1"])
def test_a_good_backup_is_not_replaced_by_one_of_damaged_rows(run: Run, packed: Path, home: Path, tmp_path: Path, damage: str) -> None:
    before = packed.read_bytes()
    tampered(home, damage)
    said = run("backup", packed, "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert "outside the program" in said.error["message"]
    assert packed.read_bytes() == before
    assert run("backup", tmp_path / "other.zip").exit == 0


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_neither_read_nor_replaced_as_a_backup(run: Run, kettle: int) -> None:
    assert kettle
    for words in (("backup", "/dev/zero"), ("restore", "/dev/zero")):
        assert run(*words).exit == 5


def test_a_backup_after_an_undo_replaces_the_one_before_it(run: Run, packed: Path) -> None:
    run("inspect", "--product", "Cup")
    assert run("backup", packed, "--json").json["cases"] == 2
    run("undo", "--yes")
    assert run("backup", packed, "--json").json["cases"] == 1


def test_a_number_beyond_all_bounds_in_a_backup_locks_nothing(run: Run, packed: Path, tmp_path: Path) -> None:
    there = ("--home", tmp_path / "new")
    forged = with_store(packed, lambda connection: connection.execute("UPDATE sqlite_sequence SET seq = 9223372036854775807"))
    assert run("restore", forged, *there).exit == 0
    assert run("inspect", "--product", "Cup", *there, "--json").case["number"] == 2

    def endless(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
        manifest["events"] = 2**70

    assert run("backup", rewritten(packed, endless)).exit in (0, 5)


def test_a_full_disk_is_no_damaged_backup(run: Run, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_words: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(rebuild, "_copy_table", full)
    said = run("restore", packed, "--home", tmp_path / "new", "--json")
    assert (said.exit, said.error["code"], "full" in said.error["message"]) == (10, "home_unusable", True)
    assert not (tmp_path / "new").exists()


def test_a_backup_of_another_home_or_of_another_course_is_not_replaced(run: Run, packed: Path, home: Path, tmp_path: Path) -> None:
    before = packed.read_bytes()
    shutil.copytree(home, tmp_path / "older")
    run("inspect", "--product", "Cup")
    run("backup", packed)
    for number in range(9):
        run("inspect", "--product", f"Cup {number}", "--home", tmp_path / "older")
    said = run("backup", packed, "--home", tmp_path / "older", "--json")
    assert (said.exit, "another course of this one (2 cases, 4 photos)" in said.error["message"]) == (5, True)
    assert packed.read_bytes() != before


def test_a_backup_that_notes_no_history_is_compared_by_its_size(run: Run, packed: Path, tmp_path: Path) -> None:
    def older(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
        del manifest["events"], manifest["head"]

    rewritten(packed, older)
    run("inspect", "--product", "Cup", "--home", tmp_path / "other")
    assert run("backup", packed, "--home", tmp_path / "other").exit == 5
    assert run("backup", packed).exit == 0


def test_a_backup_is_never_replaced_by_less(run: Run, packed: Path, tmp_path: Path) -> None:
    before = packed.read_bytes()
    run("inspect", "--product", "Cup", "--home", tmp_path / "other")
    said = run("backup", packed, "--home", tmp_path / "other", "--json")
    assert said.exit == 5
    assert "4 photos" in said.error["message"]
    assert run("backup", packed, "--home", tmp_path / "typo").exit == 10
    assert not (tmp_path / "typo").exists()
    assert packed.read_bytes() == before


def test_an_unreadable_store_is_not_backed_up(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    with (home / "cases.db").open("r+b") as file:
        file.seek(4096 * 6)
        file.write(b"\xff" * 4096 * 4)
    assert run("backup", tmp_path / "b.zip").exit == 12
    assert not (tmp_path / "b.zip").exists()


def test_a_home_without_its_store_is_damaged_not_new(run: Run, kettle: int, home: Path) -> None:
    assert kettle
    for store in home.glob("cases.db*"):
        store.unlink()
    for words in (("list",), ("check",), ("check", "--repair"), ("inspect", "--product", "x")):
        said = run(*words)
        assert said.exit == 12, words
    assert (home / "cases/000001/01-defect.jpg").exists()


def test_a_folder_is_a_place_for_backups(run: Run, kettle: int, tmp_path: Path) -> None:
    assert kettle
    said = run("backup", f"{tmp_path}/new/", "--json")
    assert Path(said.json["file"]).parent == tmp_path / "new"
    assert run("backup", tmp_path / "new").out.count(str(tmp_path / "new/ozon-returns-")) == 2


def test_backups_stay_with_the_home(run: Run, kettle: int, home: Path) -> None:
    assert kettle
    made = Path(run("backup", "--json").json["file"])
    assert run("restore", made).exit == 0
    assert made.exists()
    assert made.parent == home / "backups"


def _absolute(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    entries["/etc/cron.d/x"] = b"x"


def _upwards(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    entries["cases/000001/../../../x"] = b"x"


def _backslash(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    entries["cases\\000001\\x"] = b"x"


def _hidden(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    entries["cases/000001/.bashrc"] = b"x"


def _unlisted(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    entries["cases/000001/x.jpg"] = b"x"


def _missing(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    del entries["cases/000001/01-defect.jpg"]


def _no_store(_manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
    del entries["cases.db"]


def _size(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    manifest["files"][1]["bytes"] = 1


def _format(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    manifest["format"] = "ozon-returns-backup/9"


def _senseless(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    manifest["files"] = {"a": 1}


def _endless(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    manifest["files"][0]["bytes"] = float("inf")


def _unhashed(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    del manifest["files"][0]["sha256"]


def _counted(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    manifest["cases"] = "many"


def _list(manifest: dict[str, Any], _entries: dict[str, bytes]) -> None:
    manifest["files"] = [None, 5]


@pytest.mark.parametrize(
    "change",
    [
        _absolute,
        _upwards,
        _backslash,
        _hidden,
        _unlisted,
        _missing,
        _no_store,
        _size,
        _format,
        _senseless,
        _list,
        _endless,
        _unhashed,
        _counted,
    ],
)
def test_an_unsafe_backup_is_refused(
    run: Run, packed: Path, home: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]
) -> None:
    before = files(home)
    said = run("restore", rewritten(packed, change), "--json")
    assert (said.exit, said.error["code"]) == (5, "backup_refused")
    assert files(home) == before
    assert sorted(each.name for each in home.parent.iterdir()) == ["all.zip", "home"]


def test_a_compressed_bomb_is_refused(run: Run, packed: Path) -> None:
    def swell(manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
        entries["cases/000001/big.jpg"] = bytes(50_000_000)
        manifest["files"].append({"path": "cases/000001/big.jpg", "bytes": 50_000_000, "sha256": ""})

    assert "compressed" in run("restore", rewritten(packed, swell, zipfile.ZIP_DEFLATED)).err


def test_links_and_doubled_names_are_refused(run: Run, packed: Path) -> None:
    whole = packed.read_bytes()
    for name, attributes in (("cases/000001/link.jpg", (stat.S_IFLNK | 0o777) << 16), ("cases/000001/01-defect.jpg", 0)):
        packed.write_bytes(whole)
        with warnings.catch_warnings(), zipfile.ZipFile(packed, "a") as added:
            warnings.simplefilter("ignore")
            entry = zipfile.ZipInfo(name)
            entry.external_attr = attributes
            added.writestr(entry, "/etc/passwd")
        assert run("restore", packed).exit == 5


def test_a_file_that_lies_about_its_size_is_refused(run: Run, packed: Path) -> None:
    content = packed.read_bytes()
    at = content.index(b"PK\x01\x02")
    packed.write_bytes(content[: at + 20] + struct.pack("<II", 1 << 30, 1 << 30) + content[at + 28 :])
    assert run("restore", packed).exit == 5


@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_a_cut_off_backup_is_refused(run: Run, packed: Path, part: float) -> None:
    packed.write_bytes(packed.read_bytes()[: int(packed.stat().st_size * part)])
    assert run("restore", packed, "--json").error["exit"] == 5


def test_a_changed_byte_in_a_backup_is_found(run: Run, packed: Path, home: Path) -> None:
    content = bytearray(packed.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        at = read.getinfo("cases/000001/02-packaging.jpg").header_offset + 1000
    content[at] ^= 1
    packed.write_bytes(content)
    said = run("restore", packed, "--json")
    assert (said.exit, said.error["code"]) == (12, "backup_damaged")
    assert "02-packaging.jpg" in said.error["message"]
    assert sorted(each.name for each in home.parent.iterdir()) == ["all.zip", "home"]


def test_what_another_hand_put_into_the_store_is_told(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    tampered(home, 'UPDATE "case" SET price = 1')
    run("backup", tmp_path / "all.zip")
    said = run("restore", tmp_path / "all.zip", "--home", tmp_path / "new")
    assert said.exit == 3
    assert "case" in said.err


def test_a_backup_of_a_newer_version_is_refused(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    file = tmp_path / "all.zip"
    run("backup", file)
    with zipfile.ZipFile(file) as packed:
        store = tmp_path / "newer.db"
        store.write_bytes(packed.read("cases.db"))
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    def newer(manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
        entries["cases.db"] = store.read_bytes()
        told = next(each for each in manifest["files"] if each["path"] == "cases.db")
        told |= {"bytes": len(entries["cases.db"]), "sha256": hashlib.sha256(entries["cases.db"]).hexdigest()}

    assert run("restore", rewritten(file, newer)).exit == 13
    assert (home / "cases.db").exists()


def test_a_restore_that_was_killed_between_its_two_names_is_finished_by_the_next_command(run: Run, packed: Path, home: Path) -> None:
    assert packed
    home.rename(home.with_name(f".home.999999-{'a' * 32}.restored"))
    assert run("list", "--json").json["total"] == 1
    assert home.exists()


@pytest.mark.parametrize("name", ["shop [1]", *(() if sys.platform == "win32" else ("a*b", "what?"))])
def test_a_home_may_bear_any_name_when_it_is_restored(run: Run, packed: Path, tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    for _time in range(2):
        assert run("restore", packed, "--home", home).exit == 0
        assert run("list", "--json", "--home", home).json["total"] == 1


def test_a_home_takes_no_other_ones_name(run: Run, packed: Path, home: Path) -> None:
    assert packed
    home.rename(home.with_name(f".home.b.999999-{'a' * 32}.restored"))
    assert run("list", "--json").json["total"] == 0


@needs_processes
def test_a_proved_home_that_was_left_over_is_told(run: Run, kettle: int, home: Path) -> None:
    assert kettle
    left = home.with_name(f".home.999999-{'a' * 32}.restored")
    left.mkdir()
    assert run("check", "--json").json["problems"][0]["kind"] == "leftover"
    assert run("check", "--repair").exit == 0
    assert not left.exists()


@needs_links
def test_a_backup_follows_no_link_and_holds_nothing_from_outside(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    (tmp_path / "secret").write_bytes(b"nobody should read this")
    linked, folder = home / "cases/000001/01-defect.jpg", home / "cases/000001/02-packaging.jpg"
    linked.unlink()
    linked.symlink_to(tmp_path / "secret")
    folder.unlink()
    folder.mkdir()
    tampered(home, "UPDATE photo SET file = '../secret' WHERE id = 3")
    said = run("backup", tmp_path / "b.zip", "--json")
    assert (said.exit, len(said.json["damaged"])) == (3, 3)
    assert b"nobody should read this" not in (tmp_path / "b.zip").read_bytes()


def test_many_files_are_restored_in_a_moment(run: Run, packed: Path, tmp_path: Path) -> None:
    def swell(manifest: dict[str, Any], entries: dict[str, bytes]) -> None:
        for number in range(1000):
            entries[f"cases/000001/ticket-1/{number}.jpg"] = b"x"
            manifest["files"].append(
                {"path": f"cases/000001/ticket-1/{number}.jpg", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
            )

    rewritten(packed, swell)
    started = time.perf_counter()
    assert run("restore", packed, "--home", tmp_path / "new").exit == 0
    assert time.perf_counter() - started < (60 if sys.platform == "win32" else 5)  # under Wine


def test_a_backup_that_is_not_there(run: Run, tmp_path: Path) -> None:
    assert run("restore", tmp_path / "none.zip").exit == 4
    assert run("restore", tmp_path).exit == 5


MEMORY = Path("/dev") / "shm"


@pytest.mark.skipif(not MEMORY.is_dir(), reason="no other file system here")
def test_a_home_on_another_file_system_works(run: Run, packed: Path, tmp_path: Path, photo: Callable[..., Path]) -> None:
    top = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        assert top.stat().st_dev != tmp_path.stat().st_dev or pytest.skip("one file system only")
        home = top / "home"
        assert run("inspect", photo(), "--product", "Cup", "--home", home).exit == 0
        assert run("backup", tmp_path / "b.zip", "--home", home).exit == 0
        assert run("restore", packed, "--home", home).exit == 0
        assert run("check", "--home", home).exit == 0
    finally:
        shutil.rmtree(top)
