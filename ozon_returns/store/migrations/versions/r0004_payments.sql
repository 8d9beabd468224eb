-- Payments of tickets as rows of their own; carrier and FBO supply of a case; the event that tells of a migration.

DROP VIEW IF EXISTS cases;
DROP VIEW IF EXISTS owed;
DROP VIEW IF EXISTS duties;
DROP VIEW IF EXISTS occurrences;

ALTER TABLE "case" ADD COLUMN carrier VARCHAR;
ALTER TABLE "case" ADD COLUMN supply VARCHAR;

CREATE TABLE payment (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('paid', 'taken_back')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY(ticket) REFERENCES ticket (id)
);
CREATE INDEX ix_payment_ticket ON payment (ticket);

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
    CONSTRAINT kind_is_known CHECK (kind IN ('case_opened', 'case_inspected', 'case_imported', 'case_updated', 'letter_written', 'letter_drafted', 'reply_received', 'offer_chosen', 'offer_refused', 'feedback_received', 'buyer_unreachable', 'ticket_opened', 'ticket_drafted', 'ticket_updated', 'ticket_answered', 'ticket_decided', 'ticket_paid', 'ticket_appealed', 'ticket_reminded', 'ticket_taken_back', 'case_noted', 'case_resolved', 'case_closed', 'case_reopened', 'case_dismissed', 'deliveries_imported', 'change_undone', 'case_migrated')),
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed'))
);
INSERT INTO event SELECT * FROM event_old ORDER BY id;
DROP TABLE event_old;
CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_case ON event ("case");
CREATE INDEX ix_event_change ON event (change);
