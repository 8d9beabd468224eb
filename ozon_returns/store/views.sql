-- What may be read with any tool. Times are UTC text, money is integer kopecks, one row is one of what the view is named for.
-- These views are made anew whenever the store is brought to a new revision; the tables behind them may change, the views stay.

-- What falls due in a case: an offer that runs out, an answer or a look that a ticket wants, an action that was promised.
DROP VIEW IF EXISTS duties;
CREATE VIEW duties AS
SELECT o."case", 'offer' AS what, o.kind AS about, o.until AS due_at
  FROM offer o WHERE o.until IS NOT NULL AND o.chosen_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM offer other WHERE other."case" = o."case" AND other.chosen_at IS NOT NULL)
   AND (SELECT c.status FROM "case" c WHERE c.number = o."case") NOT IN ('resolved', 'closed', 'dismissed')
UNION ALL
SELECT t."case", 'ticket', t.addressee, min(ifnull(t.until, t.next_check), ifnull(t.next_check, t.until))
  FROM ticket t WHERE ifnull(t.until, t.next_check) IS NOT NULL AND t.opened_at IS NOT NULL AND t.paid_at IS NULL
   AND (SELECT c.status FROM "case" c WHERE c.number = t."case") <> 'dismissed'
   AND (t.outcome IS NULL OR EXISTS (SELECT 1 FROM answer a WHERE a.ticket = t.id AND a.kind = 'appeal' AND a.at >= t.decided_at))
UNION ALL
SELECT t."case", 'money', t.addressee, t.next_check
  FROM ticket t WHERE t.next_check IS NOT NULL AND t.outcome IN ('approved', 'partly') AND t.paid_at IS NULL
UNION ALL
SELECT a."case", 'action', a.kind, a.due
  FROM action a WHERE a.due IS NOT NULL AND a.done_at IS NULL
   AND (SELECT c.status FROM "case" c WHERE c.number = a."case") <> 'dismissed';

-- Cases, with their sums. `due_at` is the nearest of the case's duties.
DROP VIEW IF EXISTS cases;
CREATE VIEW cases AS
SELECT c.*,
       (SELECT group_concat(kind, ' ') FROM (SELECT d.kind FROM defect d WHERE d."case" = c.number ORDER BY d.position)) AS defects,
       ifnull((SELECT sum(m.amount) FROM cost m WHERE m."case" = c.number), 0) AS cost_sum,
       ifnull((SELECT sum(m.amount) FROM recovery m WHERE m."case" = c.number), 0) AS recovered_sum,
       ifnull((SELECT sum(m.amount) FROM cost m WHERE m."case" = c.number), 0)
       - ifnull((SELECT sum(m.amount) FROM recovery m WHERE m."case" = c.number), 0) AS net_cost,
       (SELECT count(*) FROM photo p WHERE p."case" = c.number) AS photo_count,
       (SELECT min(d.due_at) FROM duties d WHERE d."case" = c.number) AS due_at
  FROM "case" c;

-- What figures are added up from, each on its day: a case found, money that went, money that came back.
DROP VIEW IF EXISTS occurrences;
CREATE VIEW occurrences AS
SELECT c.number AS "case", c.found_at AS at, 1 AS cases, c.quantity AS units, 0 AS cost, 0 AS recovered
  FROM "case" c WHERE c.status <> 'dismissed'
UNION ALL
SELECT m."case", m.at, 0, 0, m.amount, 0 FROM cost m
UNION ALL
SELECT m."case", m.at, 0, 0, 0, m.amount FROM recovery m;
