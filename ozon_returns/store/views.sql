-- What may be read with any tool. Times are UTC text, money is integer kopecks, one row is one of what the view is named for.
-- These views are made anew whenever the store is brought to a new revision; the tables behind them may change, the views stay.

-- What is to be done in a case and when: the clocks that run. What only is to be known, rests or is met is not among them.
DROP VIEW IF EXISTS duties;
CREATE VIEW duties AS
SELECT k."case", k.rule, k.about, k.started_at, k.due_at
  FROM clock k WHERE k.duty = 1 AND k.met_at IS NULL AND k.paused_at IS NULL AND k.due_at IS NOT NULL;

-- Money that was promised and has not arrived, or that arrived and was taken back: by whom, since when, how much.
DROP VIEW IF EXISTS owed;
CREATE VIEW owed AS
SELECT t."case", t.no, t.number, t.addressee, t.decided_at AS since, t.amount AS promised,
       ifnull(t.paid, 0) AS arrived, t.amount - ifnull(t.paid, 0) AS amount, t.next_check
  FROM ticket t WHERE t.outcome IN ('approved', 'partly') AND t.amount > ifnull(t.paid, CASE WHEN t.paid_at IS NULL THEN 0 ELSE t.amount END)
UNION ALL
SELECT t."case", t.no, t.number, t.addressee, t.taken_back_at, t.taken_back, 0, t.taken_back, t.next_check
  FROM ticket t WHERE t.taken_back_at IS NOT NULL AND t.outcome IS NULL;

-- Cases, with their sums. `due_at` is the nearest of the case's duties, `owed` what is still to come.
DROP VIEW IF EXISTS cases;
CREATE VIEW cases AS
SELECT c.*,
       (SELECT group_concat(kind, ' ') FROM (SELECT d.kind FROM defect d WHERE d."case" = c.number ORDER BY d.position)) AS defects,
       ifnull((SELECT sum(m.amount) FROM cost m WHERE m."case" = c.number), 0) AS cost_sum,
       ifnull((SELECT sum(m.amount) FROM recovery m WHERE m."case" = c.number), 0) AS recovered_sum,
       ifnull((SELECT sum(m.amount) FROM cost m WHERE m."case" = c.number), 0)
       - ifnull((SELECT sum(m.amount) FROM recovery m WHERE m."case" = c.number), 0) AS net_cost,
       (SELECT count(*) FROM photo p WHERE p."case" = c.number) AS photo_count,
       ifnull((SELECT sum(o.amount) FROM owed o WHERE o."case" = c.number), 0) AS owed,
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
