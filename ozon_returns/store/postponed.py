"""Tasks that were postponed: until when, and why; kept in the history of their cases."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ozon_returns.period import restored, stored
from ozon_returns.store.reading import Reading

_POSTPONED = """SELECT "case", facts
  FROM event e
 WHERE kind = 'case_noted' AND "case" IN (SELECT value FROM json_each(?)) AND json_extract(facts, '$.until') > ?
   AND NOT EXISTS (SELECT 1 FROM event u WHERE u."case" = e."case" AND u.kind = 'change_undone' AND json_extract(u.facts, '$.event') = e.id
                      AND NOT EXISTS (SELECT 1 FROM event r WHERE r."case" = e."case" AND r.kind = 'change_redone'
                                         AND json_extract(r.facts, '$.event') = u.id))
 ORDER BY id"""


class Postponed(NamedTuple):
    """Until when a task was postponed, and why."""

    until: datetime
    why: str


def postponed(reading: Reading, cases: Iterable[int]) -> dict[tuple[int, str, str], Postponed]:
    """Return the tasks of cases that are postponed beyond the moment of reading, by case, rule and what the rule is about."""
    rows = reading.rows(_POSTPONED, json.dumps(sorted(set(cases))), stored(reading.now))
    found = {}
    for case, told in rows:
        facts = json.loads(told)
        for rule, about in facts.get("postponed", ()):
            found[case, rule, about] = Postponed(restored(facts["until"], reading.zone), facts["why"])
    return found
