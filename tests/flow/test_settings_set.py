"""`settings set NAME VALUE`: checked before it is written; what else is in the file stays as it is."""

from pathlib import Path

import pytest

from tests.conftest import Run


def test_a_setting_is_set_and_taken_back(run: Run, home: Path) -> None:
    file = home / "settings.toml"
    home.mkdir()
    file.write_text("# my own words\ntimezone = 'Europe/Samara' # here\n")
    assert run("settings", "set", "labour_rate", "500,50").exit == 0
    assert run("settings", "--json").json["settings"]["labour_rate"] == 500.5
    assert file.read_text().startswith("# my own words\ntimezone = 'Europe/Samara' # here\n")
    assert "labour_rate" in run("settings", "set", "labour_rate", "").out
    assert run("settings", "--json").json["settings"]["labour_rate"] == 0
    assert "labour_rate" not in file.read_text()


def test_the_language_is_set_for_the_next_run(run: Run, home: Path) -> None:
    assert run("settings", "set", "language", "ru").exit == 0
    assert not (home / "cases.db").exists()
    assert "Папка данных" in run("settings").out


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("letters.seller_name", "ИП Лебедева", 'seller_name = "ИП Лебедева"'),
        ("rules.zzpp_refund.days", "5", "days = 5"),
        ("follow_up_days", "7", "follow_up_days = 7"),
    ],
)
def test_tables_are_reached_by_dots(run: Run, home: Path, name: str, value: str, kept: str) -> None:
    said = run("settings", "set", name, value, "--json")
    assert said.exit == 0
    assert said.json == {"schema": "ozon-returns/1", "name": name, "value": int(value) if value.isdigit() else value}
    assert kept in (home / "settings.toml").read_text(encoding="utf-8")
    assert run("settings").exit == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("set", "labour_rat", "5"), "Did you mean “labour_rate”?"),
        (("set", "timezone", "Mars/Olympus"), "there is no time zone “Mars/Olympus”"),
        (("set", "follow_up_days", "soon"), "is not a number"),
        (("set", "follow_up_days", "7.5"), "is not a whole number"),
        (("set", "follow_up_days", "2000000"), "a number from 0"),
        (("set", "language", "de"), "must be one of en, ru"),
        (("set", "rules.nope.days", "5"), "nope"),
        (("set", "rules.zzpp_refund.dayz", "5"), "days"),
        (("set", "rules", "5"), "rules.zzpp_refund.days"),
        (("set", "rules", ""), "rules.zzpp_refund.days"),
        (("set", "rules.zzpp_refund", ""), "rules.zzpp_refund.days"),
        (("set", "letters", ""), "letters."),
        (("set", "letters.", "x"), "letters."),
        (("set", "letters.suppliers", "x"), "letters."),
        (("set", "letters.suppliers", ""), "letters."),
        (("set", "offers", ""), "settings.toml"),
        (("set", "labour_rat", ""), "Did you mean “labour_rate”?"),
        (("set", "follow_up_days", "inf"), "is not a number"),
        (("set", "follow_up_days", "sNaN"), "is not a number"),
        (("set", "follow_up_days", "1e777777777"), "is not a number"),
        (("set", "offers.fbs", "bonus"), "settings.toml"),
        (("set", "letters", "x"), "letters."),
        (("set", "language"), "ozon-returns settings set"),
        (("set",), "ozon-returns settings set"),
        (("unset", "language"), "ozon-returns settings set"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_written(run: Run, home: Path, words: tuple[str, ...], why: str) -> None:
    said = run("settings", *words, "--json")
    assert said.exit == 2
    assert why in said.error["message"] + " " + said.error["hint"]
    assert not (home / "settings.toml").exists()


def test_an_amount_may_bear_its_currency(run: Run) -> None:
    assert run("settings", "set", "labour_rate", "500 руб", "--json").json["value"] == 500


@pytest.mark.parametrize(
    ("written", "words", "code"),
    [
        ("letters = 5", ("letters.seller_name", "x"), 10),
        ('letters = "x"', ("letters.a", ""), 10),
        ("[rules]\nzzpp_refund = 5", ("rules.zzpp_refund.days", "7"), 10),
        ("rules = {zzpp_refund = {days = 5}}", ("rules.zzpp_losses.days", "7"), 0),
        ("labour_rate = ", ("labour_rate", "5"), 10),
    ],
)
def test_a_file_of_another_form_is_left_alone_or_kept_whole(run: Run, home: Path, written: str, words: tuple[str, ...], code: int) -> None:
    home.mkdir()
    file = home / "settings.toml"
    file.write_text(written)
    said = run("settings", "set", *words)
    assert said.exit == code, said.err
    assert code == 0 or file.read_text() == written
    assert code or "days = 5" in file.read_text()
