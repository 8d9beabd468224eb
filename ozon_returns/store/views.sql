-- Views for reading with any SQLite tool. Times are UTC text, money is integer kopecks, each row is one of what the view is named for.
-- They are recreated whenever the store is migrated to a new revision; the underlying tables may change, the views stay the same.

-- Open duties and their deadlines: running clocks, except those that are informational, paused or met.
DROP VIEW IF EXISTS duties;
CREATE VIEW duties AS
SELECT k."case", k.rule, k.about, k.started_at, k.due_at
  FROM clock k WHERE k.duty = 1 AND k.met_at IS NULL AND k.paused_at IS NULL AND k.due_at IS NOT NULL;

-- Tickets with their money: `amount` was granted, `paid` has come in, `taken_back` was taken back; `outstanding` is still to come:
-- what was granted, less what came in, plus what was taken back, never below zero; nothing of a ticket that was withdrawn. `paid_at` is the day on which nothing was
-- outstanding any more, `since` that of the decision or, later, of the last taking back.
DROP VIEW IF EXISTS tickets;
CREATE VIEW tickets AS
SELECT x.*, iif(x.withdrawn_at IS NULL, max(0, x.due - ifnull(x.paid, 0) + ifnull(x.taken_back, 0)), 0) AS outstanding,
       CASE WHEN x.paid > 0 AND x.due - x.paid + ifnull(x.taken_back, 0) <= 0 THEN x.last_paid_at END AS paid_at,
       max(ifnull(x.decided_at, x.written_at), ifnull(x.taken_back_at, '')) AS since
  FROM (SELECT y.*, ifnull(y.amount, CASE WHEN y.outcome = 'refused' THEN 0 ELSE ifnull(y.paid, 0) END) AS due
          FROM (SELECT t.*, (SELECT sum(p.amount) FROM payment p WHERE p.ticket = t.id AND p.kind = 'paid') AS paid,
                       (SELECT max(p.at) FROM payment p WHERE p.ticket = t.id AND p.kind = 'paid') AS last_paid_at,
                       (SELECT sum(p.amount) FROM payment p WHERE p.ticket = t.id AND p.kind = 'taken_back') AS taken_back,
                       (SELECT max(p.at) FROM payment p WHERE p.ticket = t.id AND p.kind = 'taken_back') AS taken_back_at
                  FROM ticket t) y) x;

-- Money that is still to come from a ticket: from whom, since when, how much of what.
DROP VIEW IF EXISTS owed;
CREATE VIEW owed AS
SELECT t."case", t.no, t.number, t.addressee, t.since, t.due AS promised,
       max(0, ifnull(t.paid, 0) - ifnull(t.taken_back, 0)) AS arrived, t.outstanding AS amount, t.next_check
  FROM tickets t WHERE t.outstanding > 0;

-- Cases with their totals. `due_at` is the earliest deadline among the open duties, `owed` the amount still to be received.
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

-- Dated entries from which figures are summed: a case found, money spent, money recovered.
DROP VIEW IF EXISTS occurrences;
CREATE VIEW occurrences AS
SELECT c.number AS "case", c.found_at AS at, 1 AS cases, c.quantity AS units, 0 AS cost, 0 AS recovered
  FROM "case" c WHERE c.status <> 'dismissed'
UNION ALL
SELECT m."case", m.at, 0, 0, m.amount, 0 FROM cost m
UNION ALL
SELECT m."case", m.at, 0, 0, 0, m.amount FROM recovery m;
