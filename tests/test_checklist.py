"""What a claim has to show is said when it is missing, and a ticket without it is refused."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ozon_returns.letters.situations import COUNTERFEIT, SUPPLIER
from ozon_returns.store.tables import CaseRow
from ozon_returns.vocabulary.activity import Situation
from ozon_returns.vocabulary.case import Role
from tests.conftest import SUPPLIER_PAPER, TOP, Run

TABLE = tomllib.loads((TOP / "ozon_returns/cases/checklist.toml").read_text(encoding="utf-8"))
Take = Callable[..., Path]

MUST = {
    "transport": (["packaging", "label", "defect", "overall"], []),
    "swapped": (["serial", "video", "label"], ["--serial", "A1"]),
    "used_return": (["defect", "overall", "inside"], ["--reason", "Не работает"]),
    "not_working": (["video", "serial"], ["--note", "Включили, не греет"]),
    "incomplete": (["inside", "document", "video"], []),
    "lost": (["document"], []),
}
"""For each situation the roles and the facts that a claim must have."""


def test_every_situation_has_its_table_in_both_languages() -> None:
    assert set(TABLE) == {*set(Situation) - {"other"}, SUPPLIER, COUNTERFEIT}
    for items in TABLE.values():
        assert len({item["id"] for item in items}) == len(items)
        for item in items:
            assert set(item) <= {"id", "must", "roles", "facts", "schemes", "say", "en", "ru"}
            assert set(item.get("roles", ())) <= set(Role)
            assert set(item.get("facts", ())) <= set(CaseRow.model_fields)
            assert item.get("roles") or item.get("facts")
            assert all(item[language][part] for language in ("en", "ru") for part in ("what", "how"))


@pytest.mark.parametrize("situation", MUST)
def test_a_ticket_needs_all_that_its_situation_must_show(run: Run, photo: Take, situation: str) -> None:
    roles, facts = MUST[situation]
    run("inspect", "--product", "Cup", "--posting", "1-2-3", "--price", "5", *facts)
    shots = [
        f"{role}={TOP / 'tests/samples/clip.mp4' if role == 'video' else photo(f'{role}.jpg', 'label', seed=number)}"
        for number, role in enumerate(roles)
    ]
    for missing in range(len(shots)):
        said = run("ticket", 1, "--situation", situation, "--json")
        assert (said.exit, said.error["code"]) == (5, "evidence_missing"), missing
        assert roles[missing].split("=")[0] in said.error["hint"] or "FILE" in said.error["hint"]
        run("inspect", shots[missing], "--case", 1)
    gaps = {"transport": ["damage_signs"], "swapped": ["sent_item", "got_item"], "used_return": ["state_before"]}.get(situation, [])
    said = run("ticket", 1, "--situation", situation, *(word for each in gaps for word in ("--set", f"{each}=x")), "--json")
    assert said.exit == 0, said.err


def test_a_supplier_gets_his_own_list(run: Run, kettle: int, photo: Take) -> None:
    said = run("ticket", kettle, "--to", "supplier", "--json")
    assert said.exit == 5
    assert "delivery document" in said.error["message"]
    run("inspect", f"document={photo('upd.jpg', 'label', seed=3)}", "--case", kettle)
    said = run("ticket", kettle, "--to", "supplier", "--json")
    assert (said.exit, said.error["code"]) == (5, "letter_incomplete")
    assert run("ticket", kettle, "--to", "supplier", *SUPPLIER_PAPER).exit == 0


def test_a_ticket_is_forced_with_a_reason_and_told_what_it_lacks(run: Run) -> None:
    run("inspect", "--product", "Cup", "--posting", "1-2-3", "--suspect", "transport")
    assert run("ticket", 1).exit == 5
    assert run("show", 1, "--json").case["tickets"] == []
    said = run("ticket", 1, "--force", "фото у курьера", "--json")
    assert said.exit == 0
    assert "the label of the posting" in said.err
    assert said.case["history"][-1]["facts"]["forced"] == "фото у курьера"


def test_a_draft_is_written_without_and_opened_only_with(run: Run) -> None:
    run("inspect", "--product", "Cup", "--posting", "1-2-3", "--suspect", "transport")
    said = run("ticket", 1, "--draft")
    assert said.exit == 0
    assert "lacks" in said.err
    assert run("ticket", 1, "--number", "77", "--json").error["code"] == "evidence_missing"
    assert run("ticket", 1, "--number", "77", "--force", "x").exit == 0


def test_inspect_and_show_say_what_is_missing_and_how_to_take_it(run: Run, photo: Take) -> None:
    said = run("inspect", f"label={photo('l.jpg', 'label')}", "--product", "Cup", "--posting", "1-2-3", "--suspect", "transport")
    assert "packaging=PHOTO" in said.out
    assert "good to have" not in said.out
    assert "label=PHOTO" not in said.out
    told = run("show", 1, "--json").json["checklist"]
    assert told["situation"] == "transport"
    assert [each["id"] for each in told["missing"] if each["must"]] == ["package", "damage", "overall"]
    page = run("show", 1, "--lang", "ru").out
    assert "товар целиком" in page
    assert "видео сборки (желательно)" in page
    run("resolve", 1, "--dismiss", "ошибка")
    assert run("show", 1, "--json").json["checklist"]["missing"] == []


def test_a_forgotten_role_is_supplied_with_the_same_photo(run: Run, photo: Take) -> None:
    shot = photo("l.jpg", "label")
    run("inspect", shot, "--product", "Cup", "--suspect", "transport")
    said = run("inspect", f"label={shot}", "--case", 1, "--json")
    assert said.case["photos"][0]["role"] == "label"
    assert "now saved as" in said.err
    said = run("inspect", f"defect={shot}", "--case", 1, "--json")
    assert said.case["photos"][0]["role"] == "label"
    assert "needs a separate photo" in said.err
    assert run("check").exit == 0


def test_without_a_cause_it_is_said_how_to_see_what_is_needed(run: Run) -> None:
    assert "--suspect CAUSE" in run("inspect", "--product", "Cup", "--defect", "crack").out
    said = run("ticket", 1)
    assert said.exit == 2
    assert "transport|swapped" in said.err


def test_the_next_step_is_the_missing_photo(run: Run, photo: Take) -> None:
    words = ["--product", "Cup", "--suspect", "transport", "--stage", "warehouse"]
    said = run("inspect", f"label={photo('l.jpg', 'label')}", f"packaging={photo('p.jpg', 'packaging')}", *words)
    assert "Next: ozon-returns inspect --case 1 defect=PHOTO overall=PHOTO" in said.out
