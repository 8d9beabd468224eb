"""Letters: all of them, in every situation they are offered in, without a gap or a slip; and what must not leave."""

import re
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.buyer.message import fitting
from ozon_returns.errors.case import GapsError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.fields import CASE
from ozon_returns.letters import catalogue, lint, template
from ozon_returns.letters.case_facts import case_facts, ticket_facts
from ozon_returns.letters.draft import Draft, draft_for, known_letter
from ozon_returns.letters.situations import letter_for
from ozon_returns.letters.template import Stationery
from ozon_returns.settings import Settings
from ozon_returns.vocabulary.activity import LONGEST_MESSAGE, Addressee, Channel, OfferKind, Situation
from ozon_returns.vocabulary.case import Cause, Outcome, Scheme, Stage
from tests.conftest import MOSCOW, NOW, TOP, Run

FOLDER = TOP / "ozon_returns/letters"
PRODUCTS = ["Чайник керамический «Лето», 1,2 л", "Набор полотенец «Лён», 3 шт.", 'Лампа "Север"', "Кружка"]
EVERY = list(catalogue.letters())
IN_ENGLISH = [name for name in EVERY if catalogue.letters()[name].to in ("buyer", "supplier")]
VALUES = {
    "city": "Тверь", "paper_number": "7/26", "supplier_inn": "5027123457", "seller_name": "ИП Лебедева А. П.", "seller_inn": "690212345650",
    "contract_number": "14/25", "contract_date": "2025-03-03", "delivery_doc": "УПД № 311", "delivery_date": "2026-10-12", "supplier_article": "KT-12",
    "qty_received": "120", "qty_checked": "120", "qty_delivered": "118", "until": "2026-12-07", "position": "Директор", "signatory": "Лебедева А. П.",
    "finding": "на корпусе царапина около 2 см", "impact": "не влияет", "reject_reason": "дефект на фото не виден, а признаки использования есть",
    "evidence": "фото покупателя и видео сборки", "place": "в пункт выдачи, где получали заказ", "check_days": "3", "status_text": "мы уже вернули деньги",
    "arguments": "упаковка цела на фото; вес совпадает с отправленным", "taken_back": "1500", "taken_back_at": "2026-11-20", "facts": "товар продавцу не передан",
    "approved_at": "2026-11-22", "status": "Заявка одобрена Ozon", "buyer_evidence": "нет", "ticket_date": "2026-11-02", "unit_cost": "640",
    "proof_of_origin": "акт осмотра и фото закрытой коробки", "breach_kind": "не являются существенными", "demands": "вернуть 1 280,00 ₽; вывезти товар за свой счёт",
    "calc": "стоимость товара=1280; хранение=96.50", "bank_details": "р/с 40802810000000000001", "time_start": "10:00", "time_end": "11:30",
    "members": "директор Лебедева А. П.; кладовщик Орлов И. С.", "supplier_rep": "вызван 20.11.2026, не явился", "check_method": "сплошная проверка",
    "packaging_state": "коробка цела, вкладыша нет", "storage": "сухой склад, стеллаж", "conclusion": "партию вернуть поставщику", "rate": "4,2 %",
    "period": "октябрь 2026", "inspector": "Орлов И. С.", "received_place": "ПВЗ Тверь-12", "seal": "не нарушена", "completeness": "полная", "identity": "совпадает",
    "use_signs": "нет", "working": "работает", "confidence": "высокая", "containment": "остаток снят с продажи", "owner": "Лебедева А. П.", "metric": "доля брака",
    "before": "4,2 %", "target": "1 %", "check_date": "2027-01-15", "order_number": "№ 5 от 01.11.2026", "reason": "бой при перевозке",
    "concern": "трещина на носике", "decision_text": "мы решили вернуть деньги полностью", "damage_signs": "смят угол коробки", "sent_item": "чайник", "got_item": "кирпич", "state_before": "новым",
    "shipped_at": "2026-11-10", "last_status": "Передан в доставку", "waybill": "ТК-77", "carrier": "ООО «Путь»", "cost": "640",
    "due": "2026-12-10", "actions": "вкладыш под носик", "why": "удар об угол; нет вкладыша",
}  # fmt: skip
OPTIONAL = {
    "deadline_text": "Ответим в течение дня.", "shop_name": "Магазин «Дом»", "kit_text": "чайник, крышка, ситечко", "alternative": "скидку на ремонт",
    "prevention": "мы усилили упаковку этого товара", "seller_account": "Дом и уют", "client_id": "123456", "return_barcode": "ii5275210303",
    "packing_proof": "видео сборки", "danger_advice": "выньте вилку из розетки", "in_stock": "да",
    "waybill_date": "2026-11-09", "damage_act": "№ 4 от 20.11.2026", "forwarder": "да", "notice_number": "П-1", "notice_date": "2026-11-02", "act_number": "3",
    "act_date": "2026-11-05", "losses": "да", "claim_due": "2026-11-24", "claim_made": "да",
    "serial_got": "нет", "packed_at": "2026-11-09", "weight_sent": "1,4 кг", "weight_got": "2,1 кг",
    "last_status_at": "2026-11-01", "last_place": "Склад Тверь", "previous_answer": "Ожидайте выплату", "accrual_type": "Декомпенсации", "time_left": "5 ч",
    "deadline_note": "Срок выходит 01.12", "made_at": "2026-08-01", "seals": "нет", "done": "2026-11-20", "after": "0,8 %", "effective": "эффективно",
}  # fmt: skip


def case(**more: Any) -> Any:  # noqa: ANN401  any field of a case
    """Return a case as it is read from the store."""
    told: dict[str, Any] = {
        **{each.name: None for each in CASE},
        "number": 14, "status": "inspected", "product": PRODUCTS[0], "quantity": 2, "price": Decimal("1990.00"), "posting": "58544282-0057-1",
        "sku": "149123457", "article": "KT-12", "supplier": "ООО «Гжель-Посуда»", "batch": "2026-09", "found_at": NOW, "defects": ["crack", "packaging"],
        "photos": [{"file": "cases/000014/01-defect.jpg", "sha256": "ab" * 32, "role": "defect"}], "why": [],
        **{each: [] for each in ("letters", "demands", "decisions", "fulfillments", "offers", "tickets", "costs", "recovered", "actions", "dates", "feedback", "clocks", "history")},
    }  # fmt: skip
    return {**told, **more}


def paper(told: Any, spoken: str = "ru", values: dict[str, str] | None = None, own: Path = Path("/nowhere")) -> Draft:  # noqa: ANN401
    """Return the draft of a letter about a case, and its last ticket if it has any."""
    made = draft_for(told, Settings(), Stationery(spoken, own / "letters"), now=NOW)
    for placeholder, value in (values or {}).items():
        made.add(placeholder, value, now=NOW)
    return made.about(told["tickets"][-1] if told["tickets"] else None, told, now=NOW)


TICKET = {
    "no": 1, "number": "A-77", "to": "ozon", "situation": "transport", "asked": Decimal("1990.00"), "opened_at": datetime(2026, 11, 2, tzinfo=MOSCOW),
    "outcome": "refused", "decided_at": datetime(2026, 11, 12, tzinfo=MOSCOW), "taken_back": None, "taken_back_at": None, "paid_at": None, "amount": None, "payments": [], "written_at": datetime(2026, 11, 2, tzinfo=MOSCOW),
    "answers": [{"kind": "answer", "at": datetime(2026, 11, 12, tzinfo=MOSCOW), "text": "Оснований нет."}],
}  # fmt: skip
SITUATIONS: dict[str, dict[str, Any]] = {
    "bare": {"price": None, "posting": None, "sku": None, "article": None, "batch": None, "supplier": None, "defects": [], "photos": [], "product": "Кружка", "quantity": 1},
    "transport": {"suspected_cause": Cause.TRANSPORT, "stage": Stage.BUYER, "scheme": Scheme.FBS, "note": "угол коробки смят"},
    "not working": {"defects": ["not_working"], "stage": Stage.BUYER, "product": PRODUCTS[2], "serial": "SN-1"},
    "incomplete": {"defects": ["incomplete"], "stage": Stage.BUYER, "product": PRODUCTS[1]},
    "swapped": {"suspected_cause": Cause.SWAP, "stage": Stage.RETURN, "serial": "SN-1", "return_id": "777"},
    "used return": {"cause": Cause.WEAR, "stage": Stage.RETURN, "claimed_reason": "Товар не работает / брак", "note": "Следы накипи."},
    "supplier": {"cause": Cause.PRODUCTION, "stage": Stage.WAREHOUSE, "outcome": Outcome.WRITTEN_OFF, "liable": "supplier"},
    "refused ticket": {"tickets": [TICKET], "recovered": [{"from": "ozon", "amount": Decimal(1500), "at": NOW}], "claimed_reason": "Брак"},
    **{f"resolved {each}": {"outcome": each, "stage": Stage.BUYER, "status": "resolved", "claimed_reason": "Брак"} for each in Outcome},
}  # fmt: skip
SLIPS = re.compile(
    r"\bNone\b|\{\{|\}\}|\{%|undefined|[^\S\n\u00a0]{2}|\n\n\n| [.,;:!?)]|\( |\.\.(?!\.)|,,|;;|:\s*[.,;]|\(\)|«»|№ *(?:от|о)\b|\bот\s+[.,]|_{9,}(?!_)|[^\S\n]\n"
)
"""What no letter may hold: gaps, double blanks or marks, marks that stand alone."""


@pytest.mark.parametrize("optional", [False, True], ids=["least", "all"])
@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize(("spoken", "letter"), [("ru", each) for each in EVERY] + [("en", each) for each in IN_ENGLISH])
def test_every_letter_in_every_situation_has_no_slip(spoken: str, letter: str, name: str, optional: bool) -> None:
    told = case(**SITUATIONS[name])
    values = {**VALUES, **(OPTIONAL if optional else {})}
    made = paper(told, spoken, {key: value for key, value in values.items() if key not in told or not told[key]})
    more: dict[str, Any] = {
        "offers": ["Полный возврат денег."] * (2 if optional else 1),
        "amount": Decimal(500),
        "until": date(2026, 12, 7),
    }
    filled = {each: VALUES.get(each, "Гжель") for each in made.missing(letter, **more)}
    for gap, value in filled.items():
        made.add(gap, {"cost": "640", "price": "1990", "claim_date": "2026-11-20"}.get(gap, value), now=NOW)
    text = made.text(letter, **more)
    assert not SLIPS.search(text.replace("____________", "")), text
    assert text[0].isupper() or text[0].isdigit()
    if letter.startswith("buyer."):
        assert len(text) <= LONGEST_MESSAGE
        known = [str(told[each]) for each in ("product", "posting", "sku", "article") if told[each]]
        assert lint.violations(text, known=known) == []


def test_every_letter_is_there_in_its_languages_and_uses_only_gaps_that_are_known() -> None:
    known = {
        *catalogue.gaps(),
        *case_facts(case(), now=NOW, language="ru"),
        *ticket_facts(case(tickets=[TICKET])["tickets"][0], case(), now=NOW),
        "offers",
        "kind",
        "how",
        "delivery_sum",
    }
    for language in ("ru", "en"):
        files = {each.stem for each in (FOLDER / language).glob("*.txt") if not each.name.startswith("_")} - {"offer"}
        assert files == set(EVERY if language == "ru" else IN_ENGLISH)
        for name in [*files, "offer"]:
            used = template._named(Stationery(language).environment, f"{name}.txt")  # noqa: SLF001  what only a test asks
            assert used <= known, name
            assert set(catalogue.letters()[name].needs if name != "offer" else ()) <= used, name
    assert [sum(name.startswith(kind) for name in EVERY) for kind in ("buyer.", "ozon.", "supplier.", "internal.")] == [11, 10, 4, 3]
    for name in catalogue.gaps():
        assert catalogue.gap(name).question != name


PAPERS = {
    "supplier.notice": ["Тверь", "23.11.2026", "ООО «Гжель-Посуда», ИНН 5027123457", "ИП Лебедева А. П., ИНН 690212345650", "№ 7/26", "№ 14/25 от 03.03.2025",
                        "УПД № 311 от 12.10.2026", "артикул KT-12", "партия 2026-09", "120 шт.", "по возвратам покупателей", "трещина", "2 шт.", "483 и 513", "до 07.12.2026",
                        "01-defect.jpg", "Директор Лебедева А. П."],
    "supplier.claim": ["Претензия № 7/26 от 23.11.2026", "(поставщик — ООО «Гжель-Посуда», покупатель — ИП Лебедева А. П.)", "№ 14/25 от 03.03.2025", "УПД № 311 от 12.10.2026", "120 шт. по цене 640,00", "76\u00a0800,00",
                       "1. KT-12, партия 2026-09, 2 шт.: трещина, повреждена упаковка. Выявлено 23.11.2026, основание: по возвратам покупателей", "акт осмотра", "не являются существенными",
                       "(2 шт.)", "п. 2 ст. 518", "статей 475 и 518", "до 07.12.2026", "1. вернуть", "2. вывезти", "стоимость товара: 1\u00a0280,00", "хранение: 96,50", "Итого: 1\u00a0376,50",
                       "р/с 40802810000000000001", "Приложения (1)", "Директор Лебедева А. П."],
    "supplier.act": ["Акт № 7/26", "10:00–11:30", "пункт выдачи", "директор Лебедева А. П.; кладовщик Орлов И. С.", "не явился", "артикул KT-12, партия 2026-09", "ООО «Гжель-Посуда»",
                     "УПД № 311 от 12.10.2026", "Получено 120 шт., проверено 120 шт. (сплошная проверка), с недостатками 2 шт.", "вкладыша нет", "трещина", "Вероятная причина: производство", "сухой склад",
                     "партию вернуть", "01-defect.jpg, " + "ab" * 32, "Подписи"],
    "supplier.corrective": ["ООО «Гжель-Посуда»", "партия 2026-09", "4,2 % (2 из 118 за октябрь 2026)", "до 07.12.2026", "анализ причины", "результативность"],
}  # fmt: skip


@pytest.mark.parametrize("letter", PAPERS)
def test_the_papers_to_a_supplier_carry_every_field(letter: str) -> None:
    told = case(cause=Cause.PRODUCTION, stage=Stage.RETURN)
    text = paper(told, "ru", VALUES).text(letter, until=datetime(2026, 12, 7, tzinfo=MOSCOW))
    for each in PAPERS[letter]:
        assert each in text, (each, text)


@pytest.mark.parametrize(
    ("number", "ru", "en"),
    [
        (1, "1 день", "1 day"),
        (2, "2 дня", "2 days"),
        (5, "5 дней", "5 days"),
        (11, "11 дней", "11 days"),
        (21, "21 день", "21 days"),
        (112, "112 дней", "112 days"),
        (0, "0 дней", "0 days"),
    ],
)
def test_counts_are_declined(number: int, ru: str, en: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text('{{ n|count("день", "дня", "дней") }}')
    assert template.write("x", {"n": number}, Stationery("ru", tmp_path)) == ru
    (tmp_path / "x.txt").write_text('{{ n|count("day", "days", "days") }}')
    assert template.write("x", {"n": number}, Stationery("en", tmp_path)) == en


def test_a_gap_that_lacks_is_refused_by_name_or_left_to_the_hand() -> None:
    with pytest.raises(GapsError, match=r"reject_reason .*evidence"):
        paper(case()).text("buyer.reject")
    assert "Причина: ________." in paper(case()).text("buyer.reject", by_hand=True)
    text = paper(case(price=None, article=None)).text("supplier.claim", by_hand=True)
    assert "по цене ________, всего на ________" in text
    assert "None" not in text


def test_a_cause_that_is_only_suspected_is_not_called_established() -> None:
    told = case(suspected_cause=Cause.WEAR)
    assert "Установленная причина: не установлена" in paper(told).text("internal.inspection", by_hand=True)
    assert "Установленная причина: износ" in paper(case(cause=Cause.WEAR)).text("internal.inspection", by_hand=True)


def test_a_paper_whose_figures_contradict_is_refused() -> None:
    with pytest.raises(InvalidError, match="adds up to"):
        paper(case(), values={**VALUES, "total": "1"}).text("supplier.claim")
    with pytest.raises(InvalidError, match="only 1 were received"):
        paper(case(), values={**VALUES, "qty_received": "1"}).text("supplier.claim")


def test_the_sellers_own_letter_goes_before_ours_and_stays_in_its_sandbox(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    (folder / "ru").mkdir(parents=True)
    own = folder / "ru/buyer.approve.txt"
    own.write_text("Одобрено: {{ product|quoted }}, {{ my_word }}.", encoding="utf-8")
    made = paper(case(), own=tmp_path)
    with pytest.raises(GapsError, match="my_word"):
        made.text("buyer.approve")
    made.add("my_word", "спасибо", now=NOW)
    assert made.text("buyer.approve") == "Одобрено: «Чайник керамический „Лето“, 1,2 л», спасибо."
    for text in (
        "{{ product.__class__.__mro__ }}",
        "{% for",
        "{{ 1/0 }}",
        "{{ product|nothing }}",
        "{% include 'no.txt' %}",
        "{% include 'buyer.approve.txt' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidError, match=r"buyer\.approve"):
            made.text("buyer.approve")
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidError):
        made.text("buyer.approve")
    assert "Здравствуйте" in paper(case(), own=tmp_path / "elsewhere").text("buyer.approve")


def test_settings_fill_gaps_for_all_and_for_a_supplier() -> None:
    chosen = {
        "shop_name": "Дом",
        "city": "Тверь",
        "contract_date": date(2025, 3, 3),
        "suppliers": {"ООО «Гжель-Посуда»": {"supplier_inn": "5027", "city": "Гжель"}},
    }
    made = draft_for(case(), Settings(letters=chosen), Stationery(), now=NOW)
    assert (made.facts["city"], made.facts["supplier_inn"], made.facts["contract_date"]) == (
        "Гжель",
        "5027",
        datetime(2025, 3, 3, tzinfo=MOSCOW),
    )
    other = draft_for(case(supplier="ИП Орлов"), Settings(letters=chosen), Stationery(), now=NOW)
    assert (other.facts["city"], other.facts.get("supplier_inn")) == ("Тверь", None)


@pytest.mark.parametrize("value", ['calc = ["x"]', 'calc = "x"', "unit_cost = true", 'contract_date = "x"', "qty_received = -1"])
def test_settings_that_no_gap_takes_are_refused_by_name(run: Run, kettle: int, home: Path, value: str) -> None:
    (home / "settings.toml").write_text(f"[letters]\n{value}\n")
    said = run("show", kettle, "--letter", "supplier.claim", "--by-hand", "--json")
    assert (said.exit, said.error["code"]) == (10, "settings_unusable")
    assert value.split(" ", maxsplit=1)[0] in said.error["message"]


def test_a_gap_that_no_letter_has_is_named(run: Run, kettle: int) -> None:
    said = run("show", kettle, "--letter", "buyer.approve", "--set", "kit_txt=x", "--json")
    assert (said.exit, said.error["hint"]) == (2, "Did you mean “kit_text”?")


SENT = {"direction": "out", "sent_at": NOW, "name": "buyer.ask_evidence"}


@pytest.mark.parametrize(
    ("told", "offers", "channel", "follow_up", "letter"),
    [
        ({}, [OfferKind.REFUND], None, False, "buyer.first_answer"),
        ({}, [OfferKind.BONUS], None, False, "buyer.first_answer"),
        ({"letters": [SENT]}, [OfferKind.BONUS], None, False, "buyer.partial_offer"),
        ({"letters": [SENT]}, [OfferKind.BONUS, OfferKind.REFUND], None, False, "buyer.first_answer"),
        ({}, [], None, False, "buyer.ask_evidence"),
        ({"outcome": "rejected"}, [], None, False, "buyer.reject"),
        ({"offers": [{"kind": "refund", "chosen_at": NOW}]}, [], None, False, "buyer.approve"),
        (
            {"letters": [SENT, {"direction": "in", "sent_at": NOW, "name": None}], "defects": ["not_working"]},
            [],
            None,
            False,
            "buyer.need_item_for_check",
        ),
        ({"outcome": "refund"}, [], None, True, "buyer.followup"),
        ({}, [], Channel.REVIEW, False, "buyer.review_reply"),
    ],
)
def test_the_letter_that_fits_is_chosen(
    told: dict[str, Any], offers: list[OfferKind], channel: Channel | None, follow_up: bool, letter: str
) -> None:
    assert fitting(case(**told), offers, channel=channel, follow_up=follow_up) == letter


def test_every_situation_of_a_ticket_has_a_letter() -> None:
    for to in Addressee:
        for situation in Situation:
            assert known_letter(letter_for(to, situation)).to == to


GUILTY = [
    ("Позвоните: 8 (912) 345-67-89", "phone"),
    ("наш номер +7 912 345 67 89", "phone"),
    ("пишите 89123456789", "phone"),
    ("8-912-345-67-89", "phone"),
    ("8.912.345.67.89", "phone"),
    ("номер телефона 84951234567", "phone"),
    ("\uff18\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19", "phone"),
    ("8\u200b912\u200b3456789", "phone"),
    ("+375 29 123-45-67", "phone"),
    ("shop@mail.ru", "email"),
    ("пишите на shop собака mail точка ru", "email"),
    ("https://example.org/x", "link"),
    ("смотрите наш-сайт.рф", "link"),
    ("dom-uyut.ru", "link"),
    ("t.me/dom", "link"),
    ("bit.ly/3xYz", "link"),
    ("видео на youtu.be/abc", "link"),
    ("магазин dom.kz", "link"),
    ("наш сайт uyut.by", "link"),
    ("ищите @dom_uyut", "nick"),
    ("напишите в WhatsApp", "messenger"),
    ("в ватсап", "messenger"),
    ("наш Телеграм", "messenger"),
    ("напишите нам в MAX", "messenger"),
    ("перезвоните нам", "call"),
    ("Отмените, пожалуйста, заказ", "cancel"),
    ("заказ лучше отменить", "cancel"),
    ("please cancel your order", "cancel"),
    ("Удалите отзыв", "review"),
    ("Просим вас исправить вашу оценку", "review"),
    ("отзыв можно убрать", "review"),
    ("remove the review", "review"),
    ("Поставьте, пожалуйста, пять звёзд", "stars"),
    ("Вернём 300 рублей за хороший отзыв", "bought_review"),
    ("Поставьте 5 звёзд, и мы начислим бонус", "bought_review"),
    ("Скидка, если измените отзыв", "bought_review"),
    ("Оставьте отзыв, тогда вернём деньги", "bought_review"),
    ("a bonus in exchange for a good review", "bought_review"),
    ("Закройте, пожалуйста, спор", "withdraw"),
    ("Здравствуйте, {{ name }}!", "gap"),
    ("Здравствуйте, {name}!", "gap"),
    ("до [дата]", "gap"),
    ("сумма ____", "gap"),
    ("Для возврата: 89123456789", "phone"),
    ("По вопросам возврата 8-912-345-67-89", "phone"),
    ("Наш номер 89123456789, пишите.", "phone"),
    ("8912 345 67 89", "phone"),
    ("Напишите нам в MAX.", "messenger"),
    ("x" * 1001, "length"),
]
INNOCENT = [
    "Здравствуйте! Отправление 58544282-0057-1, сумма 1 990,00 ₽, до 07.12.2026, 10:30 (МСК).",
    "Штрихкод 4601234567890, артикул KT-12, 89 шт.",
    "Спасибо за отзыв и за подробности. Мы уже вернули деньги. Возврат одобрен.",
    "Спасибо за отзыв, вернём деньги сегодня.",
    "Благодарим за отзыв: возврат уже оформлен.",
    "Компенсация 300 ₽ в пути, спасибо за отзыв.",
    "Благодарим вас за отзыв, деньги вернём сегодня.",
    "Рады, что ваша собака довольна. Лежанка ей подошла.",
    "Если собака порвёт игрушку. Мы её заменим.",
    "Номер возврата 81234567890, он нужен в пункте выдачи.",
    "Номер обращения 89123456789 уже у поддержки.",
    "Артикул 79161234567 закончился, предложим похожий.",
    "Серийный номер 84951112233 совпадает с вашим.",
    "Вес 12345678901 мг указан на упаковке.",
    "Если вопрос не решён, оформите возврат в разделе «Мои заказы».",
    "Полный возврат денег и новый заказ: проверенный экземпляр есть в наличии.",
    "Заявку закроет Ozon, спор вы вправе открыть.",
    "Чайник с фильтром, макс. температура 100 °C, объём 1,2 л.",
    "В максимальном режиме он шумит, это нормально.",
    "Мы видим вашу оценку и хотим разобраться в причине.",
    "В отзыве вы пишете о трещине; пришлите, пожалуйста, фото в заявку.",
    "Наша мастерская проверит товар за 3 дня.",
    "Выберите удобный вариант: возврат, замена или бонус 300 ₽.",
    "Отправим новый экземпляр 24.11.2026 с 10:00 до 18:00.",
    "Размер 20.5 x 30.2 см, вес 1.4 кг.",
    "Пять дней на возврат ещё не прошли.",
    "Звёзды на гирлянде не горят? Проверьте, пожалуйста, блок питания.",
    "Заказ 12345678-0001 отменять не нужно: мы его уже заменили.",
    "Ответ поддержки Ozon приходит в чат в течение суток.",
    "Замена будет у вас к пятнице, деньги возвращать не понадобится.",
    "Инструкция лежит в коробке, страница 5.",
    "x" * 1000,
]


@pytest.mark.parametrize(("text", "rule"), GUILTY)
def test_what_must_not_leave_is_found_and_quoted(text: str, rule: str) -> None:
    found = {each.rule: each for each in lint.violations(text)}
    assert rule in found, found
    assert found[rule].words


@pytest.mark.parametrize("text", INNOCENT)
def test_what_may_leave_is_left_alone(text: str) -> None:
    assert lint.violations(text) == []


def test_a_letter_that_breaks_the_rules_is_refused_unless_forced(run: Run, kettle: int) -> None:
    text = "Напишите в телеграм @dom_uyut"
    said = run("contact", kettle, "--text", text, "--json")
    assert (said.exit, said.error["code"]) == (5, "letter_refused")
    assert "телеграм" in said.error["message"]
    assert "@dom_uyut" in said.error["message"]
    assert run("show", kettle, "--json").case["letters"] == []
    assert "телеграм" in run("contact", kettle, "--text", text, "--draft").err
    assert run("contact", kettle, "--text", text, "--force", "asked by Ozon").exit == 0
    assert run("show", kettle, "--json").case["history"][-1]["facts"]["forced"] == "asked by Ozon"
    assert "No. 5854-0057-1" not in run("contact", kettle, "--text", "Отправление 5854-0057-1", "--channel", "review").out
    assert run("contact", kettle, "--text", "Отправление 5854-0057-1", "--channel", "review").exit == 5
    said = run("contact", kettle, "--text", "ж" * 1000, "--json")
    assert (said.exit, said.json["characters"]) == (0, 1000)
    assert run("contact", kettle, "--text", "ж" * 1001).exit == 5
    assert run("contact", kettle, "--text", "ж" * 1001, "--channel", "claim").exit == 0


def test_letters_are_listed_with_when_to_use_each(run: Run, kettle: int) -> None:
    told = run("contact", "--letters", "--json").json
    assert [each["name"] for each in told["letters"]] == EVERY
    assert told["fits"] is None
    assert run("contact", kettle, "--letters", "--json").json["fits"] == "buyer.ask_evidence"
    assert "* buyer.ask_evidence\t" in run("contact", kettle, "--letters").out
    assert "ozon-returns show 1 --letter internal.capa" in run("contact", kettle, "--letters").out


def test_what_a_letter_lacks_is_asked_for_on_a_terminal(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--letter", "buyer.reject", "--json")
    assert (said.exit, said.error["code"]) == (5, "letter_incomplete")
    assert "reject_reason" in said.error["message"]
    assert "evidence" in said.error["message"]
    said = run("contact", kettle, "--letter", "buyer.reject", person=True, typed="дефект не виден\n\nвидео сборки\n")
    assert said.exit == 0
    assert "Причина: дефект не виден." in said.out
    case = run("show", kettle, "--json").case
    assert case["letters"][0]["name"] == "buyer.reject"
    assert "ozon_buyer_may_open_dispute" not in {each["rule"] for each in case["clocks"]}, "a letter decides nothing"
    case = run("contact", kettle, "--decide", "reject", "--why", "дефект не виден", "--json").case
    assert {each["rule"]: each["state"] for each in case["clocks"]}["ozon_buyer_may_open_dispute"] == "running"


def test_letters_are_written_in_english_too(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--offer", "bonus", "--amount", "500", "--letter-language", "en")
    assert 'You wrote to us about "Чайник «Лето»"' in said.out
    assert "a partial compensation of 500.00\u00a0₽" in said.out


def test_a_paper_is_shown_and_nothing_is_kept(run: Run, kettle: int) -> None:
    before = run("show", kettle, "--json").case
    said = run("show", kettle, "--letter", "internal.inspection", "--by-hand", "--json")
    assert "Осмотр возврата 1" in said.json["text"]
    assert run("show", kettle, "--letter", "internal.writeoff", "--json").error["code"] == "letter_incomplete"
    assert run("show", kettle, "--letter", "internal.nothing", "--json").error["code"] == "invalid"
    assert (
        run("contact", kettle, "--letter", "internal.capa", "--json")
        .error["hint"]
        .endswith("ozon-returns show CASE --letter internal.capa")
    )
    assert run("show", kettle, "--json").case == before


def test_the_follow_up_is_one_however_it_is_named(run: Run, kettle: int) -> None:
    assert run("contact", kettle, "--letter", "buyer.followup", "--json").error["code"] == "not_allowed_now"
    run("resolve", kettle, "--outcome", "refund")
    owed = run("contact", kettle, "--letter", "buyer.followup", "--json")
    assert (owed.exit, "still owed" in owed.error["message"]) == (5, True)
    run("contact", kettle, "--done", "refund")
    assert "деньги возвращены" in run("contact", kettle, "--letter", "buyer.followup").out
    assert run("show", kettle, "--json").case["status"] == "resolved"


SHAPES = ["а", "a", "слово ", "1", "a.", "a@", "8-", "(", "/", " ", "\n", "+7", "www.", "t.me ", "отмените ", "-9", "собака "]


@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_the_time_to_search_a_text_does_not_grow_faster_than_the_text(shape: str) -> None:
    begun = time.monotonic()
    lint.violations(shape * 30_000)
    assert time.monotonic() - begun < 2
