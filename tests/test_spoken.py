"""Commands are proposed in the words of the language of the run, and those words are understood."""

import inspect
from enum import StrEnum
from importlib import import_module

import pytest

from ozon_returns.cases.line_name import INSIDE, LINES, as_typed, may_be_corrected
from ozon_returns.fields import CASE
from ozon_returns.line_fields import LISTS, TICKET_LISTS
from ozon_returns.typed import _others, meant, name_for, word_for
from ozon_returns.typer_words import command_of, vocabulary_of
from ozon_returns.views import spoken
from ozon_returns.words import speaking
from tests.conftest import Run


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("contact 1 --decide approve --by ozon", "contact 1 --decide одобрить --by Ozon"),
        ("contact 1 --done refund --amount 1990", "contact 1 --done возврат --amount 1990"),
        ("contact 1 --offer refund_keep", 'contact 1 --offer "деньги без возврата товара"'),
        ('resolve 1 --cause transport --action "improve_packaging: ..."', 'resolve 1 --cause перевозка --action "упаковка: ..."'),
        ("ticket 1 --outcome refused --paid-at today", "ticket 1 --outcome отказано --paid-at сегодня"),
        ("inspect --case 1 --suspect CAUSE", "inspect --case 1 --suspect ПРИЧИНА"),
        ("inspect --case 1 --date claimed=WHEN", "inspect --case 1 --date заявка=КОГДА"),
        ("list status:open", "list статус:открыт"),
        ("fix 1 price=1990 cost:2=500", "fix 1 цена=1990 расход:2=500"),
        ('ticket 1 --answer "refused"', 'ticket 1 --answer "refused"'),
        ("due --within 2d", "due --within 2d"),
        ("backup D:\\a.zip", "backup D:\\a.zip"),
        ('contact 1 --text "We --decide reject the CASE; price=5"', 'contact 1 --text "We --decide reject the CASE; price=5"'),
        ('inspect a.jpg --product "PHONE CASE BLACK" --stage buyer', 'inspect a.jpg --product "PHONE CASE BLACK" --stage покупатель'),
        ('analyze product "PHONE CASE BLACK"', 'analyze товар "PHONE CASE BLACK"'),
        ('fix 1 note="see price=5" letter:1.sent_at=', 'fix 1 заметка="see price=5" письмо:1.отправлено='),
        ("fix 1 --split quantity=1 defects=crack", "fix 1 --split количество=1 дефекты=crack"),
        ("resolve 1 --cost return_delivery=500 --why today", "resolve 1 --cost return_delivery=500 --why today"),
        ("inspect a.jpg --defect crack,dent", "inspect a.jpg --defect трещина,вмятина"),
        ("--home X contact 1 --by ozon", "--home X contact 1 --by Ozon"),
        ("inspect --case 1 overall=PHOTO", "inspect --case 1 общее=ФОТО"),
        ("ticket 1 --to supplier --situation lost_return", "ticket 1 --to поставщик --situation lost_return"),
    ],
)
def test_a_proposed_command_is_in_the_words_of_the_run(english: str, russian: str) -> None:
    assert spoken.spoken(f"Next: ozon-returns {english}") == f"Next: ozon-returns {english}"
    with speaking("ru"):
        assert spoken.spoken(f"Дальше: ozon-returns {english}") == f"Дальше: ozon-returns {russian}"


def test_two_commands_in_one_text_are_both_put_so() -> None:
    with speaking("ru"):
        assert spoken.spoken("a: ozon-returns resolve 1 --outcome refund; ozon-returns ticket 1 --outcome refused").count("возврат") == 1
        assert "--outcome отказано" in spoken.spoken("ozon-returns resolve 1 --outcome refund; ozon-returns ticket 1 --outcome refused")


@pytest.mark.parametrize("vocabulary", sorted({each for told in spoken.COMMANDS.values() for each in told.values()}, key=repr))
def test_every_word_that_is_proposed_is_understood(vocabulary: type[StrEnum]) -> None:
    with speaking("ru"):
        assert [each for each in vocabulary if meant(word_for(each), vocabulary) is not each] == []


@pytest.mark.parametrize("command", spoken.COMMANDS)
def test_every_vocabulary_of_a_command_is_known(command: str) -> None:
    function = getattr(import_module(f"ozon_returns.commands.{command}"), command)
    made = command_of(function, command, "")
    for parameter in made.params:
        vocabulary = vocabulary_of(function, parameter.name) if parameter.name in inspect.signature(function).parameters else None
        if vocabulary:
            assert [spoken.COMMANDS[command][option] for option in parameter.opts] == [vocabulary]


def test_the_names_of_lines_and_fields_are_told_apart() -> None:
    for table in ("field", "line", "filter", "word"):
        words = [word.lower() for each in _others()[table].values() for word in each[:1]]
        assert len(words) == len(set(words)), table


def test_a_case_is_corrected_in_russian(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--cost", "возврат=100", "--lang", "ru")
    said = run("fix", kettle, "расход:1=120", "фото:1.роль=этикетка", "цена=1000", "--lang", "ru")
    assert said.exit == 0
    assert "цена: 1\xa0990,00\xa0₽ → 1\xa0000,00\xa0₽" in said.out
    assert "расход:1.сумма: 100,00\xa0₽ → 120,00\xa0₽" in said.out
    assert "фото:1.роль: дефект → этикетка" in said.out
    form = run("fix", kettle, "--lang", "ru")
    assert "расход:1\tсумма 120,00\xa0₽, вид возврат" in form.out
    assert "price" not in form.out
    assert run("fix", kettle, "--remove", "расход:1", "--lang", "ru").exit == 0
    assert run("fix", kettle, "--remove", "дефект:трещина", "--lang", "ru").exit == 0
    wrong = run("fix", kettle, "росход:1=5", "--lang", "ru")
    assert "Может быть, «расход:1»?" in wrong.err


def test_everything_that_can_be_corrected_has_a_russian_word_without_blanks() -> None:
    with speaking("ru"):
        names = [each.name for each in CASE if each.label and not each.derived and each.name not in ("number", "key")]
        assert [each for each in names if as_typed(each) == each] == []
        lines = {**LISTS, **TICKET_LISTS}
        inside = [each.name for kind in {*LINES.values(), *INSIDE.values()} for each in lines[kind].fields if may_be_corrected(each)]
        assert [each for each in inside if name_for(each, "field") == each] == []


def test_the_form_tells_what_was_granted_and_nothing_that_cannot_be_corrected(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    run("ticket", kettle, "--outcome", "partly", "--amount", "1200", "--answer", "Часть.")
    told = run("fix", kettle, "--lang", "ru").out
    ticket = next(line for line in told.splitlines() if line.startswith("обращение:1\t"))
    assert "исход одобрено частично, сумма 1\xa0200,00\xa0₽" in ticket
    assert "sha256" not in told
    assert run("fix", kettle, "фото:1.исходное-имя=короб.jpg", "--lang", "ru").exit == 0
    assert "исходное-имя короб.jpg" in run("fix", kettle, "--lang", "ru").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("расход:1.сумма=", "«расход:1.сумма» не может быть пустым"),
        ("расход:1.сумма=", "--remove расход:1"),
        ("обращение:1.исход=абв", "Пишите так: обращение:1.исход=одобрено"),
        ("обращение:1.исход=частично", "Пишите так: обращение:1.сумма=1000"),
        ("расход:1.когда=2030-01-01", "расход:1.когда 2030-01-01 — в будущем"),
        ("количество=", "«количество» не может быть пустым"),
    ],
)
def test_a_refused_correction_is_told_in_russian_words(run: Run, kettle: int, typed: str, said: str) -> None:
    run("resolve", kettle, "--cost", "refund=100")
    run("ticket", kettle, "--ask", "1990")
    assert said in run("fix", kettle, typed, "--lang", "ru").err


def test_a_defect_that_is_not_there_and_those_that_are_have_russian_names(run: Run, kettle: int) -> None:
    said = run("fix", kettle, "--remove", "дефект:царапина", "--lang", "ru").err
    assert "нет дефекта «царапина»" in said
    assert "трещина" in said


def test_cases_are_sorted_by_russian_names(run: Run, kettle: int) -> None:
    assert kettle
    assert run("list", "--sort", "-цена", "--lang", "ru").exit == 0
    said = run("list", "--sort", "вес", "--lang", "ru")
    assert said.exit == 2
    assert "Сортировать по «вес» нельзя." in said.err
    assert "номер" in said.err


@pytest.mark.parametrize(
    "typed", ["номер=5", "Number=5", "Status=new", "Key=z", "фото:1.файл=a.jpg", "фото:1.Sha256=ab", "обращение:1.no=7", "Net_cost=1"]
)
def test_what_follows_from_the_rest_is_corrected_under_no_name(run: Run, kettle: int, typed: str) -> None:
    run("ticket", kettle, "--ask", "1990")
    said = run("fix", kettle, typed, "--lang", "ru")
    assert said.exit == 2
    assert run("check").out == ""


def test_yes_and_no_and_times_are_told_as_they_are(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund")
    run("contact", kettle, "--satisfied", "yes")
    told = run("fix", kettle, "отзыв:1.доволен=нет", "отзыв:1.когда=2026-11-23 11:30", "--lang", "ru")
    assert "отзыв:1.доволен: да → нет" in told.out, told.err
    assert "→ 23.11.2026 11:30" in told.out
    assert "доволен нет" in run("fix", kettle, "--lang", "ru").out


def test_a_case_is_divided_in_russian_words(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--quantity", "2")
    assert run("fix", kettle, "--split", "количество=1", "фото=2", "--lang", "ru").exit == 0


def test_tables_and_facts_have_commands_in_the_words_of_the_run(run: Run, kettle: int) -> None:
    assert "--decide одобрить" in run("due", "--lang", "ru").out
    assert (
        "ozon-returns ticket СЛУЧАЙ" in run("contact", "--letters", "--lang", "ru").out
        or "ticket СЛУЧАЙ" in run("contact", "--letters", "--lang", "ru").out
    )
    assert kettle


def test_what_stands_for_own_words_is_not_taken_for_them(run: Run, kettle: int) -> None:
    for words in (("ticket", kettle, "--set", "damage_signs=..."), ("fix", kettle, "sku=..."), ("products", "1", "cost=...")):
        said = run(*words)
        assert said.exit == 2
        assert "is a placeholder for your own words" in said.err


def test_evidence_that_lacks_is_named_in_the_words_of_the_language(run: Run, kettle: int) -> None:
    del kettle
    run("inspect", "--product", "Cup", "--price", "500", "--suspect", "transport", "--found-at", "2026-11-20")
    said = run("show", 2, "--lang", "ru")
    assert "общее=ФОТО" in said.out
    assert "overall=" not in said.out
    assert run("show", 2, "--lang", "ru", "--json").json["checklist"]["missing"][0]["say"].startswith("packaging=")
