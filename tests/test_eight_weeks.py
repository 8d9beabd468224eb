"""Twenty-five cases over eight weeks: what «Next» and `due` must say at each step was written down by hand before.

Each step is the hours since Monday 23 November 2026, 12:00 in Moscow, what is typed, the next command, and the rules that are due.
"""

from datetime import timedelta

import pytest

from tests.conftest import NOW, SUPPLIER_PAPER, Run

DAY = 24
PAPER = " ".join(f'"{each}"' if " " in each else each for each in SUPPLIER_PAPER)
Step = tuple[float, str, str, str]

BUYER = "--product Чайник --posting 1-1 --price 1000 --stage buyer --found-at '2026-11-23 11:00' --date 'claimed=2026-11-23 11:00'"
ASK = "inspect --case 1 "
TELL = "contact 1 --letter auto"
PAY = "contact 1 --done refund --amount 1000"
NOTHING = ""


def claim(scheme: str) -> str:
    """Return the rule for the claim of a scheme."""
    return f"ozon_claim_decision_{scheme}" + ("_global" if scheme == "rfbs" else "")


CASES: dict[str, list[Step]] = {
    "FBS, production, the supplier pays": [
        (0, f"inspect {BUYER} --scheme fbs --suspect production --supplier Гжель --batch B", "contact 1 --decide approve", f"{claim('fbs')} zzpp_refund gk_supplier_notice"),
        (2, "contact 1 --decide approve", TELL, "zzpp_refund gk_supplier_notice"),
        (3, TELL, PAY, "zzpp_refund gk_supplier_notice"),
        (5 * DAY, "contact 1 --done refund", ASK + "defect=PHOTO overall=PHOTO document=FILE", "gk_supplier_notice"),
        (5 * DAY + 1, "ticket 1 --to supplier --draft", "ticket 1 --ticket 1 --sent", "gk_supplier_notice ticket_draft"),
        (5 * DAY + 2, f"ticket 1 --sent --force photos {PAPER}", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (10 * DAY, "ticket 1 --outcome approved --amount 500", "resolve 1 --outcome refund --cause production", "ticket_money"),
        (10 * DAY + 1, "resolve 1 --outcome refund --cause production --action 'inbound_check: x' --done", "contact 1 --follow-up", "ticket_money follow_up"),
        (15 * DAY, "contact 1 --satisfied yes --score 5", "resolve 1 --close", "ticket_money"),
        (18 * DAY, "contact 1 --comment thanks", 'ticket 1 --ticket 1 --answer "..."', "ticket_money"),
        (19 * DAY, "ticket 1 --paid-at today", "resolve 1 --close", NOTHING),
        (19 * DAY, "resolve 1 --close", NOTHING, NOTHING),
    ],
    "FBO, transport, Ozon refuses, then pays after the appeal": [
        (0, f"inspect {BUYER} --scheme fbo --suspect transport --defect packaging", "contact 1 --decide approve", f"{claim('fbo')} zzpp_refund"),
        (30, "inspect --case 1 --note 'угол смят'", "contact 1 --decide approve --by ozon", f"{claim('fbo')} zzpp_refund"),
        (31, "contact 1 --decide approve --by ozon", TELL, "zzpp_refund"),
        (32, TELL, PAY, "zzpp_refund"),
        (50, "contact 1 --done refund", ASK + "packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO", NOTHING),
        (51, "ticket 1 --ask 1000 --force photos", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (6 * DAY, "inspect --case 1 --note x", "ticket 1 --ticket 1 --letter ozon.reminder", "ticket_look"),
        (6 * DAY, "ticket 1 --letter ozon.reminder", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (8 * DAY, "ticket 1 --answer Нет --outcome refused", 'ticket 1 --ticket 1 --appeal "..."', "ticket_refused"),
        (9 * DAY, "ticket 1 --appeal 'Фото приложены' --force x", "resolve 1 --outcome refund --cause transport", "ticket_look ozon_complaint_answer"),
        (20 * DAY, "ticket 1 --outcome approved --paid-at today", "resolve 1 --outcome refund --cause transport", NOTHING),
    ],
    "FBO, the buyer takes a partial compensation": [
        (0, f"inspect {BUYER} --scheme fbo --suspect listing", "contact 1 --decide approve", f"{claim('fbo')} zzpp_refund"),
        (1, "contact 1 --offer bonus --amount 300", "contact 1 --decide partial", f"{claim('fbo')} zzpp_refund"),
        (2, "contact 1 --choice bonus --reply Да", "contact 1 --decide partial", f"{claim('fbo')} bonus_promised buyer_waits"),
        (3, "contact 1 --decide partial --amount 300 --text 'Спасибо, перечисляем.'", "contact 1 --done bonus --amount 300", "bonus_promised"),
        (4 * DAY, "inspect --case 1 --note x", "contact 1 --done bonus --amount 300", "bonus_promised"),
        (4 * DAY, "contact 1 --done bonus", "resolve 1 --outcome bonus --cause listing", NOTHING),
        (4 * DAY, "resolve 1 --outcome bonus --cause listing", 'resolve 1 --action "fix_listing: ..."', "follow_up"),
    ],
    "rFBS, a replacement is demanded": [
        (0, f"inspect {BUYER} --scheme rfbs --suspect listing", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_refund"),
        (2, "contact 1 --demand replacement --decide approve --why 'замена'", 'contact 1 --text "..."', "zzpp_replace"),
        (3, "contact 1 --demand replacement --text 'Отправим новый.'", "contact 1 --done replacement", "zzpp_replace"),
        (8 * DAY, "inspect --case 1 --note x", "contact 1 --done replacement", "zzpp_replace"),
        (8 * DAY, "contact 1 --done replacement", "resolve 1 --outcome replacement --cause listing", NOTHING),
        (8 * DAY, "resolve 1 --outcome replacement --cause listing --no-action x", "resolve 1 --cost goods=AMOUNT", "follow_up"),
        (8 * DAY, "resolve 1 --cost goods=400", "contact 1 --follow-up", "follow_up"),
    ],
    "rFBS, a price cut": [
        (0, f"inspect {BUYER} --scheme rfbs --suspect listing", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_refund"),
        (1, "contact 1 --demand price_cut --text 'Поняли.'", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_price_reduction"),
        (2, "contact 1 --decide partial --amount 200", "contact 1 --done bonus --amount ...", "zzpp_price_reduction"),
        (12 * DAY, "contact 1 --done bonus", "resolve 1 --outcome bonus --cause listing", NOTHING),
    ],
    "rFBS, a repair agreed in writing": [
        (0, f"inspect {BUYER} --scheme rfbs --suspect listing", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_refund"),
        (1, "contact 1 --decide reject --why 'ремонт' --text 'Отремонтируем.'", "resolve 1 --outcome rejected --cause listing", NOTHING),
        (2, "contact 1 --demand repair --until 2026-12-20", "contact 1 --done repair", "zzpp_repair"),
        (20 * DAY, "contact 1 --done repair", "resolve 1 --outcome repair --cause listing", NOTHING),
    ],
    "a swapped return": [
        (0, "inspect --product Чайник --return-id R1 --price 1000 --scheme fbs --stage return --suspect swap --serial S1", ASK + "serial=PHOTO video=FILE label=PHOTO", NOTHING),
        (1, "ticket 1 --ask 1000 --set got_item=кирпич --force photos", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (4 * DAY, "ticket 1 --outcome refused", 'ticket 1 --ticket 1 --appeal "..."', "ticket_refused"),
        (5 * DAY, "ticket 1 --withdraw 'нет видео'", "resolve 1 --outcome rejected --cause swap", NOTHING),
        (5 * DAY, "resolve 1 --outcome rejected --cause swap --no-action x", "resolve 1 --close", NOTHING),
        (5 * DAY, "resolve 1 --close", NOTHING, NOTHING),
    ],
    "a used item is claimed as broken": [
        (0, f"inspect {BUYER} --scheme fbs --suspect wear --defect used", 'contact 1 --decide reject --why "..."', claim("fbs")),
        (1, "contact 1 --decide reject --why износ", ASK + 'defect=PHOTO overall=PHOTO inside=PHOTO --reason "..."', NOTHING),
        (2, "inspect --case 1 --date dispute_opened=today", ASK + 'defect=PHOTO overall=PHOTO inside=PHOTO --reason "..."', "ozon_dispute_decision"),
        (60, "contact 1 --decide approve --by ozon", ASK + 'defect=PHOTO overall=PHOTO inside=PHOTO --reason "..."', "ozon_dispute_decision zzpp_refund"),
    ],
    "a parcel lost on the way": [
        (0, "inspect --product Чайник --posting 1-1 --price 1000 --scheme fbs --stage shipping --suspect transport --note 'Скан 20.11, Тверь'", "contact 1 --letter buyer.proactive", NOTHING),
        (1, "contact 1 --text 'Посылка задержалась, ищем её.'", ASK + "packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO", NOTHING),
        (2, "ticket 1 --situation lost --ask 1000 --set shipped_at=2026-11-20 --set 'last_status=В пути'", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (9 * DAY, "ticket 1 --outcome approved --paid-at today", "resolve 1 --outcome lost --cause transport", NOTHING),
    ],
    "a dangerous item at a buyer's": [
        (0, f"inspect {BUYER} --scheme fbs --severity dangerous --suspect production", "contact 1 --decide approve", f"{claim('fbs')} danger_warning danger_stop_sale danger_batch zzpp_refund gk_supplier_notice"),
        (1, "contact 1 --decide approve", "contact 1 --letter buyer.danger", "danger_warning danger_stop_sale danger_batch zzpp_refund gk_supplier_notice"),
        (2, "contact 1 --letter buyer.danger --set concern='бьёт током'", 'resolve 1 --action "stop_selling: ..." --done', "danger_stop_sale danger_batch zzpp_refund gk_supplier_notice"),
        (3, "resolve 1 --action 'stop_selling: снят' --done", 'resolve 1 --action "inbound_check: ..." --done', "danger_batch zzpp_refund gk_supplier_notice"),
        (4, "resolve 1 --action 'inbound_check: 40 штук' --done", PAY, "zzpp_refund gk_supplier_notice"),
        (9 * DAY, "contact 1 --done refund", "resolve 1 --outcome refund --cause production", "gk_supplier_notice"),
    ],
    "a counterfeit is claimed": [
        (0, f"inspect {BUYER} --scheme fbs --defect counterfeit", "contact 1 --decide approve", f"{claim('fbs')} zzpp_refund"),
        (1, "contact 1 --decide reject --why 'товар оригинальный' --text 'Мы проверили документы на этот товар.'", "resolve 1 --outcome rejected", NOTHING),
    ],
    "rFBS, broken by the seller's own carrier": [
        (0, f"inspect {BUYER} --scheme rfbs --suspect transport", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_refund"),
        (1, "contact 1 --decide keep --text 'Вернём деньги.'", PAY, "zzpp_refund"),
        (2, "contact 1 --done refund", ASK + "packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO", NOTHING),
        (3, "ticket 1 --to carrier --ask 1000 --force photos", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (9 * DAY, "ticket 1 --answer ждите --next-check 2026-12-10", "resolve 1 --outcome refund --cause transport", "ticket_check"),
    ],
    "a change of mind": [
        (0, f"inspect {BUYER} --scheme fbs --date refused=2026-11-23", "contact 1 --decide approve", f"{claim('fbs')} zzpp_distance_refund"),
        (1, "contact 1 --decide approve --text 'Одобрили.'", PAY, "zzpp_distance_refund"),
        (12 * DAY, "contact 1 --done refund", "resolve 1 --outcome refund", NOTHING),
    ],
    "found in the warehouse, written off": [
        (0, "inspect --product Кружка --stage warehouse --price 500 --suspect own_storage", "resolve 1 --outcome written_off --cause own_storage", NOTHING),
        (1, "resolve 1 --outcome written_off --cause own_storage --cost goods=200", 'resolve 1 --action "improve_storage: ..."', NOTHING),
        (2, "resolve 1 --action 'improve_storage: полка' --due 2026-12-01", "resolve 1 --close", "action_due"),
        (3, "resolve 1 --close", NOTHING, "action_due"),
        (9 * DAY, "resolve 1 --done", NOTHING, NOTHING),
    ],
    "the buyer writes and nobody answers": [
        (0, f"inspect {BUYER} --scheme fbo", "contact 1 --decide approve", f"{claim('fbo')} zzpp_refund"),
        (1, "contact 1 --decide keep --text 'Вернём.'", PAY, "zzpp_refund"),
        (2, "contact 1 --done refund", "resolve 1 --outcome refund", NOTHING),
        (30, "contact 1 --reply 'Где деньги?'", 'contact 1 --text "..."', "buyer_waits"),
        (31, "contact 1 --text 'Сегодня.'", "resolve 1 --outcome refund", NOTHING),
    ],
    "a buyer who is not content is won back": [
        (0, f"inspect {BUYER} --scheme fbo --suspect listing", "contact 1 --decide approve", f"{claim('fbo')} zzpp_refund"),
        (1, "contact 1 --decide keep --done refund --text 'Вернули.'", "resolve 1 --outcome refund --cause listing", NOTHING),
        (2, "resolve 1 --outcome refund --cause listing --action 'fix_listing: x'", "contact 1 --follow-up", "follow_up"),
        (5 * DAY, "contact 1 --satisfied no --score 2", 'contact 1 --text "..."', NOTHING),
        (6 * DAY, "contact 1 --text 'Чем помочь?'", "contact 1 --follow-up", NOTHING),
        (7 * DAY - 1, "contact 1 --follow-up", "contact 1 --satisfied ...", NOTHING),
        (7 * DAY, "contact 1 --satisfied yes", "resolve 1 --close", NOTHING),
    ],
    "compensation is taken back": [
        (0, "inspect --product Лампа --posting 2-2 --price 1000 --scheme fbo --stage warehouse --suspect ozon_storage", ASK + "packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO", NOTHING),
        (1, "ticket 1 --ask 1000 --set damage_signs=вмятина --force photos", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (5 * DAY, "ticket 1 --outcome approved --paid-at today", "resolve 1 --outcome written_off --cause ozon_storage", NOTHING),
        (6 * DAY, "resolve 1 --outcome written_off --cause ozon_storage --no-action x --cost goods=300 --close", NOTHING, NOTHING),
        (30 * DAY, "ticket 1 --taken-back today", "ticket 1 --ticket 1 --letter ozon.decompensation", "ticket_taken_back ticket_money"),
    ],
    "money that the supplier takes back": [
        (0, "inspect --product Лампа --price 1000 --stage warehouse --suspect production", "resolve 1 --outcome written_off --cause production", "gk_supplier_notice"),
        (1, f"ticket 1 --to supplier --force papers {PAPER}", 'ticket 1 --ticket 1 --answer "..."', "ticket_answer"),
        (5 * DAY, "ticket 1 --outcome partly --amount 400 --paid-at today", "resolve 1 --outcome written_off --cause production", NOTHING),
        (9 * DAY, "ticket 1 --taken-back today", 'ticket 1 --ticket 1 --appeal "..."', "partner_took_back ticket_money"),
    ],
    "a return waits and is disposed of": [
        (0, "inspect --product Лампа --return-id R2 --price 1000 --scheme fbs --stage return --suspect own_packaging --date free_until=2026-11-27 --date disposal=2026-12-10", "resolve 1 --outcome refund --cause own_packaging", "ozon_free_storage_last_day ozon_utilization_forecast"),
        (3 * DAY, "inspect --case 1 --date picked_up=today", "resolve 1 --outcome refund --cause own_packaging", NOTHING),
    ],
    "a return that never comes": [
        (0, "inspect --product Лампа --return-id R3 --price 1000 --scheme fbs --date return_created=2026-09-24 --stage return --note 'Скан 30.09'", "resolve 1 --outcome refund", "ozon_fbs_return_lost"),
        (1, "ticket 1 --situation lost --ask 1000", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
    ],
    "a draft of a letter and a ticket are not forgotten": [
        (0, f"inspect {BUYER} --scheme fbs --suspect transport", "contact 1 --decide approve", f"{claim('fbs')} zzpp_refund"),
        (1, "contact 1 --decide keep --done refund --text Вернули.", ASK + "packaging=PHOTO label=PHOTO defect=PHOTO overall=PHOTO", NOTHING),
        (2, "ticket 1 --ask 1000 --draft", "ticket 1 --ticket 1 --sent", "ticket_draft"),
        (3, "ticket 1 --withdraw 'не нужно'", "resolve 1 --outcome refund --cause transport", NOTHING),
    ],
    "the buyer refuses the compensation": [
        (0, f"inspect {BUYER} --scheme rfbs --suspect listing", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_refund"),
        (1, "contact 1 --offer bonus --amount 100", "contact 1 --decide partial", f"{claim('rfbs')} zzpp_refund"),
        (5, "contact 1 --refused bonus --reply Нет --text Поняли.", "contact 1 --decide approve", f"{claim('rfbs')} zzpp_refund ozon_rfbs_after_partial_refused"),
        (6, "contact 1 --decide approve", PAY, "zzpp_refund"),
    ],
    "losses beside the refund": [
        (0, f"inspect {BUYER} --scheme fbs", "contact 1 --decide approve", f"{claim('fbs')} zzpp_refund"),
        (1, "contact 1 --demand losses --decide approve --done refund --text Вернули.", "resolve 1 --cost other=...", "zzpp_losses"),
        (3 * DAY, "resolve 1 --cost other=150", "resolve 1 --outcome refund", NOTHING),
    ],
    "marked goods come back": [
        (0, "inspect --product Духи --return-id R4 --price 3000 --scheme fbs --stage return --marking 0104 --defect used --reason 'Не подошёл'", ASK + "defect=PHOTO overall=PHOTO inside=PHOTO", NOTHING),
        (1, "ticket 1 --situation used_return --ask 3000 --set state_before=новым --force photos", 'ticket 1 --ticket 1 --answer "..."', "ticket_look"),
        (9 * DAY, "ticket 1 --outcome partly --amount 1000", "resolve 1 --outcome refund", "ticket_money"),
        (17 * DAY, "inspect --case 1 --note x", "ticket 1 --ticket 1 --letter ozon.reminder", "ticket_money"),
        (18 * DAY, "ticket 1 --paid-at today", "resolve 1 --outcome refund", NOTHING),
    ],
    "a claim that Ozon decided unseen, and a demand after the rejection": [
        (0, f"inspect {BUYER} --scheme fbs", "contact 1 --decide approve", f"{claim('fbs')} zzpp_refund"),
        (1, "contact 1 --decide reject --why 'нет фото' --text 'Не можем одобрить.'", "resolve 1 --outcome rejected", NOTHING),
        (10 * DAY, "contact 1 --demand refund --reply 'Требую вернуть деньги'", PAY, "zzpp_refund buyer_waits"),
        (11 * DAY, "contact 1 --text 'Вернём.' --done refund", "resolve 1 --outcome refund", NOTHING),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_at_each_step_the_desk_says_what_was_written_down_before(run: Run, name: str) -> None:
    import shlex  # noqa: PLC0415  only here

    for hours, words, following, due in CASES[name]:
        now = NOW + timedelta(hours=hours)
        said = run(*shlex.split(words), now=now)
        assert said.exit == 0, (words, said.err)
        shown = run("show", 1, "--json", now=now).json
        expected = f"ozon-returns {following}" if following else None
        assert shown["next"] == expected, words
        assert (f": {expected}\n" in said.out) == bool(expected), "«Next» is what `show` says"
        found = run("due", "--json", now=now).json["due"]
        assert sorted(each["rule"] for each in found) == sorted(due.split()), words
        assert run("check", now=now).out == ""


def test_there_are_twenty_five_of_them() -> None:
    assert len(CASES) == 25
    assert max(step[0] for steps in CASES.values() for step in steps) >= 28 * DAY
