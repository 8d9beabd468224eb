"""Tasks that were postponed: until when, and why; kept in the history of their cases."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ozon_returns.clocks.duty import Duty
from ozon_returns.period import restored, stored
from ozon_returns.store.reading import Reading

_POSTPONED = """SELECT "case", facts
  FROM event e
 WHERE kind = 'case_noted' AND "case" IN (SELECT value FROM json_each(?)) AND json_extract(facts, '$.postponed') IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM event u WHERE u."case" = e."case" AND u.kind = 'change_undone' AND json_extract(u.facts, '$.event') = e.id
                      AND NOT EXISTS (SELECT 1 FROM event r WHERE r."case" = e."case" AND r.kind = 'change_redone'
                                         AND json_extract(r.facts, '$.event') = u.id))
 ORDER BY id"""


Task = tuple[int, str, str, str]
"""A task: its case, its rule, what the rule is about, and when its deadline began, as in the store: a later one is another task."""


class Postponed(NamedTuple):
    """Until when a task was postponed, and why."""

    until: datetime
    why: str


def task_of(each: Duty) -> Task:
    """Return what tells a task from others."""
    return each.case, each.rule, each.about or "", stored(each.started_at)


def postponed(reading: Reading, cases: Iterable[int]) -> dict[Task, Postponed]:
    """Return the tasks of cases that are postponed beyond the moment of reading; what was said last of a task holds."""
    found: dict[Task, Postponed] = {}
    for case, told in reading.rows(_POSTPONED, json.dumps(sorted(set(cases)))):
        facts = json.loads(told)
        for rule, about, started_at in facts["postponed"]:
            found[case, rule, about, started_at] = Postponed(restored(facts["until"], reading.zone), facts["why"])
    return {task: each for task, each in found.items() if each.until > reading.now}
