-- Demands, decisions and fulfillments as rows of their own; tickets that can be withdrawn; what is at stake in a deadline; photos of papers.

DROP VIEW IF EXISTS cases;
DROP VIEW IF EXISTS owed;
DROP VIEW IF EXISTS tickets;
DROP VIEW IF EXISTS duties;
DROP VIEW IF EXISTS occurrences;

ALTER TABLE "case" ADD COLUMN technically_complex BOOLEAN;
ALTER TABLE ticket ADD COLUMN withdrawn_at VARCHAR;
ALTER TABLE ticket ADD COLUMN withdrawn VARCHAR;
CREATE TABLE clock_old AS SELECT * FROM clock;
DROP TABLE clock;
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
    assumed BOOLEAN DEFAULT '0' NOT NULL,
    stake INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO clock (id, "case", rule, about, started_at, due_at, paused_at, met_at, duty)
SELECT id, "case", rule, about, started_at, due_at, paused_at, met_at, duty FROM clock_old ORDER BY id;
DROP TABLE clock_old;
CREATE INDEX ix_clock_case ON clock ("case");
CREATE INDEX ix_clock_rule ON clock (rule) WHERE due_at IS NULL AND met_at IS NULL;
CREATE INDEX ix_clock_running ON clock (due_at, stake) WHERE duty = 1 AND met_at IS NULL AND paused_at IS NULL;

CREATE TABLE demand (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    until VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'replacement', 'price_cut', 'repair', 'repair_cost', 'losses')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE INDEX ix_demand_case ON demand ("case");

CREATE TABLE decision (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    decider VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    why VARCHAR,
    amount INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('approve', 'reject', 'keep', 'partial')),
    CONSTRAINT decider_is_known CHECK (decider IN ('seller', 'ozon')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE INDEX ix_decision_case ON decision ("case");

CREATE TABLE fulfillment (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    amount INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'replacement', 'bonus', 'repair', 'parts')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
CREATE INDEX ix_fulfillment_case ON fulfillment ("case");

CREATE TABLE photo_old AS SELECT * FROM photo;
DROP TABLE photo;
CREATE TABLE photo (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    original_name VARCHAR NOT NULL,
    role VARCHAR,
    sha256 VARCHAR NOT NULL,
    bytes INTEGER NOT NULL,
    mime VARCHAR NOT NULL,
    width INTEGER,
    height INTEGER,
    taken_at VARCHAR,
    added_at VARCHAR NOT NULL,
    look INTEGER,
    look_fine VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT role_is_known CHECK (role IN ('packaging', 'label', 'overall', 'defect', 'serial', 'inside', 'video', 'document', 'invoice', 'certificate', 'brand')),
    CONSTRAINT bytes_is_positive CHECK (bytes > 0),
    UNIQUE ("case", sha256),
    FOREIGN KEY("case") REFERENCES "case" (number),
    UNIQUE (file)
);
INSERT INTO photo (id, "case", file, original_name, role, sha256, bytes, mime, width, height, taken_at, added_at, look, look_fine)
SELECT id, "case", file, original_name, role, sha256, bytes, mime, width, height, taken_at, added_at, look, look_fine FROM photo_old ORDER BY id;
DROP TABLE photo_old;
CREATE INDEX ix_photo_case ON photo ("case");
CREATE INDEX ix_photo_sha256 ON photo (sha256);
CREATE INDEX ix_photo_look_0 ON photo ((look >> 0) & 65535);
CREATE INDEX ix_photo_look_16 ON photo ((look >> 16) & 65535);
CREATE INDEX ix_photo_look_32 ON photo ((look >> 32) & 65535);
CREATE INDEX ix_photo_look_48 ON photo ((look >> 48) & 65535);

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
    CONSTRAINT kind_is_known CHECK (kind IN ('case_opened', 'case_inspected', 'case_imported', 'case_updated', 'letter_written', 'letter_drafted', 'reply_received', 'offer_chosen', 'offer_refused', 'demand_made', 'claim_decided', 'obligation_fulfilled', 'feedback_received', 'buyer_unreachable', 'ticket_opened', 'ticket_drafted', 'ticket_updated', 'ticket_answered', 'ticket_decided', 'ticket_paid', 'ticket_appealed', 'ticket_reminded', 'ticket_taken_back', 'ticket_withdrawn', 'case_noted', 'case_resolved', 'case_closed', 'case_reopened', 'case_dismissed', 'deliveries_imported', 'case_fixed', 'case_deleted', 'case_merged', 'case_split', 'products_changed', 'change_undone', 'change_redone', 'case_migrated')),
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed'))
);
INSERT INTO event (id, "case", at, kind, status, facts, state, previous, hash, change, "rows")
SELECT id, "case", at, kind, status, facts, state, previous, hash, change, "rows" FROM event_old ORDER BY id;
DROP TABLE event_old;
CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_case ON event ("case");
CREATE INDEX ix_event_change ON event (change);
