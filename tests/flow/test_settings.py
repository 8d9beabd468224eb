"""`settings`: every path and choice, and what cannot be used is said."""

import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from ozon_returns.errors.file import SettingsError
from ozon_returns.settings import Settings
from ozon_returns.settings_file import keep_letter_values
from tests.conftest import Run, mode_of
from tests.shop.server import KEY, OWNER, opened, seller_of


def test_every_path_is_told_and_the_home_is_made(run: Run, home: Path) -> None:
    told = run("settings", "--json").json
    assert told["paths"]["home"] == str(home)
    assert told["paths"]["settings"] == str(home / "settings.toml")
    assert told["settings"] == {
        "language": "en",
        "timezone": "Europe/Moscow",
        "max_megapixels": 120,
        "attachment_mb": 5.0,
        "attachment_pixels": 3000,
        "photo_brightness": 40.0,
        "photo_sharpness": 10.0,
        "photo_pixels": 800,
        "follow_up_days": 4,
        "labour_rate": 0.0,
        "letter_language": "ru",
        "rules": [],
        "calendar": [],
        "letters": [],
        "offers": [],
        "ozon_key_file": "",
        "ozon_calls_per_second": 2.0,
        "reasons": [],
        "headings": [],
    }
    assert (home / "cases.db").exists()
    assert mode_of(home, 0o700) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks no environment where these are")
def test_without_a_home_named_the_platforms_folders_are_used(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    told = run("settings", "--json", named=False).json["paths"]
    assert told["home"] == str(tmp_path / "data" / "ozon-returns")
    assert told["settings"] == str(tmp_path / "config" / "ozon-returns" / "settings.toml")


def test_the_environment_names_a_home(run: Run, tmp_path: Path) -> None:
    assert run("settings", "--json", named=False, OZON_RETURNS_HOME=str(tmp_path / "env")).json["paths"]["home"] == str(tmp_path / "env")


def test_choices_are_read(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('timezone = "Asia/Vladivostok"\nmax_megapixels = 5\nattachment_mb = 2\n')
    assert run("settings", "--json").json["settings"] == {
        "language": "en",
        "timezone": "Asia/Vladivostok",
        "max_megapixels": 5,
        "attachment_mb": 2.0,
        "attachment_pixels": 3000,
        "photo_brightness": 40.0,
        "photo_sharpness": 10.0,
        "photo_pixels": 800,
        "follow_up_days": 4,
        "labour_rate": 0.0,
        "letter_language": "ru",
        "rules": [],
        "calendar": [],
        "letters": [],
        "offers": [],
        "ozon_key_file": "",
        "ozon_calls_per_second": 2.0,
        "reasons": [],
        "headings": [],
    }
    assert run("inspect", "--product", "x", "--found-at", "2026-11-23", "--json").case["found_at"] == "2026-11-23T00:00:00+10:00"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('langage = "ru"', "language"),
        ('language = "de"', "en, ru"),
        ("timezone = 3", "timezone"),
        ('timezone = "Mars"', "Mars"),
        ("max_megapixels = 0", "max_megapixels"),
        ("= x", "Invalid"),
    ],
)
def test_settings_that_cannot_be_used_are_exit_10(run: Run, home: Path, text: str, part: str) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(text)
    said = run("list", "--json")
    assert (said.exit, said.error["code"]) == (10, "settings_unusable")
    assert part in said.error["message"]


def test_an_answer_that_holds_for_other_letters_is_asked_once_and_the_settings_keep_their_comments(
    run: Run, kettle: int, home: Path
) -> None:
    settings = home / "settings.toml"
    settings.write_text('# mine\nfollow_up_days = 3  # days\n\n[letters]\ncity = "Тверь"\n', encoding="utf-8")
    run("inspect", "--case", kettle, "--suspect", "production", "--supplier", "ООО «Гжель»")
    answers = [
        "--set",
        "seller_name=ИП Лебедева",
        "--set",
        "contract_number=17-П",
        "--set",
        "contract_date=10.01.2026",
        "--set",
        "city=Москва",
    ]
    said = run("show", kettle, "--letter", "supplier.notice", "--by-hand", *answers)
    assert said.exit == 0, said.err
    assert "Kept for other letters" in said.err
    kept = settings.read_text(encoding="utf-8")
    assert kept.startswith('# mine\nfollow_up_days = 3  # days\n\n[letters]\ncity = "Тверь"\n'), (
        "the town of one letter does not replace the usual one"
    )
    told = tomllib.loads(kept)["letters"]
    assert told["seller_name"] == "ИП Лебедева"
    assert told["suppliers"]["ООО «Гжель»"] == {"contract_date": "2026-01-10", "contract_number": "17-П"}
    again = run("show", kettle, "--letter", "supplier.notice", "--by-hand")
    assert "17-П" in again.out
    assert "10.01.2026" in again.out
    assert "Kept for" not in again.err
    assert run("settings").exit == 0


def test_without_a_supplier_only_the_sellers_own_answers_are_kept_and_once(run: Run, home: Path) -> None:
    run("inspect", "--product", "Jug", "--stage", "warehouse")
    settings = home / "settings.toml"
    settings.write_text('[letters]\ncity = "Тверь"\n', encoding="utf-8")
    run(
        "show",
        1,
        "--letter",
        "internal.writeoff",
        "--by-hand",
        "--set",
        "city=Москва",
        "--set",
        "contract_number=1",
        "--set",
        "signatory=Я",
    )
    assert tomllib.loads(settings.read_text(encoding="utf-8")) == {"letters": {"city": "Тверь", "signatory": "Я"}}


def test_values_of_a_supplier_go_into_a_table_that_is_written_in_a_line_too(run: Run, kettle: int, home: Path) -> None:
    settings = home / "settings.toml"
    settings.write_text('letters = {city = "Тверь"}\n', encoding="utf-8")
    run("inspect", "--case", kettle, "--suspect", "production", "--supplier", "ООО «Гжель»")
    run("show", kettle, "--letter", "supplier.notice", "--by-hand", "--set", "contract_number=17-П")
    told = tomllib.loads(settings.read_text(encoding="utf-8"))["letters"]
    assert told == {"city": "Тверь", "suppliers": {"ООО «Гжель»": {"contract_number": "17-П"}}}


def test_what_cannot_be_kept_is_told_as_it_has_to_be_written(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('letters = {suppliers = "mine"}\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        keep_letter_values(settings, {"contract_number": '17-"П"'}, "ООО «Гжель»")
    snippet = refused.value.message().partition("yourself: ")[2].rpartition("\n")[0]
    assert tomllib.loads(snippet) == {"letters": {"suppliers": {"ООО «Гжель»": {"contract_number": '17-"П"'}}}}
    assert settings.read_text(encoding="utf-8") == 'letters = {suppliers = "mine"}\n'


@pytest.mark.parametrize("rate", ["inf", "nan", "1e30", "-1"])
def test_a_rate_that_is_no_amount_is_refused(run: Run, kettle: int, home: Path, rate: str) -> None:
    (home / "settings.toml").write_text(f"labour_rate = {rate}\n", encoding="utf-8")
    said = run("resolve", kettle, "--cost", "labour=1.5h")
    assert (said.exit, "labour_rate" in said.err) == (10, True)


def test_every_setting_is_explained(run: Run) -> None:
    told = dict(line.split("\t", 1) for line in run("settings").out.splitlines() if "\t" in line)
    for each in fields(Settings):
        assert len(told[each.name].split(" · ")[-1]) > 10, each.name


def test_whether_the_key_works_is_told(run: Run) -> None:
    assert run("settings", "--json").json["ozon"] is None
    with opened() as shop:
        shop.methods = seller_of("PREMIUM_PLUS")
        keys = {"OZON_CLIENT_ID": OWNER, "OZON_API_KEY": KEY, "OZON_API_URL": shop.url}
        assert run("settings", "--json", **keys).json["ozon"] == {
            "works": True, "shop": "Лебедева", "subscription": "PREMIUM_PLUS", "expires_at": "2027-01-01T00:00:00+00:00",
        }  # fmt: skip
        assert "works · Лебедева · PREMIUM_PLUS · until 2027-01-01" in run("settings", **keys).out
        told = run("settings", "--json", **{**keys, "OZON_API_KEY": "wrong"}).json["ozon"]
        assert (told["works"], "Invalid Api-Key" in told["why"]) == (False, True)
        shop.faults = ["torn"]
        assert run("settings", **keys).exit == 0
        assert len(shop.asked) == 6, "two calls, twice, one that is refused, and one that is torn and not repeated"
