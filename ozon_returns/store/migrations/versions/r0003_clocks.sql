-- Terms that run, milestones they count from, what a change found before it (so that it can be undone), tickets with a life.

ALTER TABLE ticket ADD COLUMN letter VARCHAR;
ALTER TABLE ticket ADD COLUMN paid INTEGER;
ALTER TABLE ticket ADD COLUMN taken_back INTEGER;
ALTER TABLE ticket ADD COLUMN taken_back_at VARCHAR;

CREATE TABLE milestone (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('claimed', 'decided', 'rejected', 'partial_refused', 'dispute_opened', 'dispute_decided', 'demand_refund', 'demand_price_cut', 'demand_losses', 'demand_repair_cost', 'demand_replacement', 'demand_replacement_check', 'demand_replacement_no_stock', 'demand_repair', 'demand_loaner', 'loaner_given', 'delivered', 'delivered_uninformed', 'refused', 'warranty_until', 'return_created', 'return_sent', 'return_received', 'picked_up', 'free_until', 'disposal', 'compensation_offered', 'compensation_answered', 'supplied', 'replacement_sent', 'replacement_delivered')),
    UNIQUE ("case", kind),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE INDEX ix_milestone_case ON milestone ("case");

CREATE TABLE clock (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    started_at VARCHAR NOT NULL,
    due_at VARCHAR,
    paused_at VARCHAR,
    met_at VARCHAR,
    duty BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE INDEX ix_clock_case ON clock ("case");
CREATE INDEX ix_clock_rule ON clock (rule) WHERE due_at IS NULL AND met_at IS NULL;
CREATE INDEX ix_clock_running ON clock (due_at) WHERE duty = 1 AND met_at IS NULL AND paused_at IS NULL;

CREATE TABLE event_old AS SELECT * FROM event;
DROP TABLE event;
CREATE TABLE event (
    id INTEGER NOT NULL,
    "case" INTEGER,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR,
    facts JSON NOT NULL,
    state JSON NOT NULL,
    previous VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    change INTEGER NOT NULL,
    rows VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('case_opened', 'case_inspected', 'case_imported', 'case_updated', 'letter_written', 'letter_drafted', 'reply_received', 'offer_chosen', 'offer_refused', 'feedback_received', 'buyer_unreachable', 'ticket_opened', 'ticket_drafted', 'ticket_updated', 'ticket_answered', 'ticket_decided', 'ticket_paid', 'ticket_appealed', 'ticket_reminded', 'ticket_taken_back', 'case_noted', 'case_resolved', 'case_closed', 'case_reopened', 'case_dismissed', 'deliveries_imported', 'change_undone')),
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed'))
);
INSERT INTO event (id, "case", at, kind, status, facts, state, previous, hash, change, "rows")
SELECT id, "case", at, kind, status, facts, state, previous, hash, id, '' FROM event_old ORDER BY id;
DROP TABLE event_old;
CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_case ON event ("case");
CREATE INDEX ix_event_change ON event (change);

CREATE TABLE offer_old AS SELECT * FROM offer;
DROP TABLE offer;
CREATE TABLE offer (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER,
    until VARCHAR,
    at VARCHAR NOT NULL,
    chosen_at VARCHAR,
    how VARCHAR,
    refused_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'refund_keep', 'replacement', 'bonus', 'repair', 'parts')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    CONSTRAINT how_is_known CHECK (how IN ('post', 'reorder')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO offer (id, "case", kind, amount, until, at, chosen_at)
SELECT id, "case", kind, amount, until, at, chosen_at FROM offer_old ORDER BY id;
DROP TABLE offer_old;
CREATE INDEX ix_offer_case ON offer ("case");

CREATE TABLE cost_old AS SELECT * FROM cost;
DROP TABLE cost;
CREATE TABLE cost (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'goods', 'delivery', 'return_delivery', 'processing', 'storage', 'disposal', 'bonus', 'repair', 'examination', 'labour', 'decompensation', 'other')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO cost (id, "case", kind, amount, at)
SELECT id, "case", kind, amount, at FROM cost_old ORDER BY id;
DROP TABLE cost_old;
CREATE INDEX ix_cost_at ON cost (at);
CREATE INDEX ix_cost_case ON cost ("case");

CREATE TABLE answer_old AS SELECT * FROM answer;
DROP TABLE answer;
CREATE TABLE answer (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('answer', 'appeal', 'reminder')),
    FOREIGN KEY(ticket) REFERENCES ticket (id)
);
INSERT INTO answer (id, ticket, at, kind, text)
SELECT id, ticket, at, kind, text FROM answer_old ORDER BY id;
DROP TABLE answer_old;
CREATE INDEX ix_answer_ticket ON answer (ticket);
