-- The tables of the first store, as they were when it was made; never changed again.

CREATE TABLE "case" (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    opened_at VARCHAR NOT NULL,
    found_at VARCHAR NOT NULL,
    contacted_at VARCHAR,
    ticketed_at VARCHAR,
    resolved_at VARCHAR,
    closed_at VARCHAR,
    dismissed_at VARCHAR,
    sku VARCHAR,
    article VARCHAR,
    product VARCHAR,
    posting VARCHAR,
    return_id VARCHAR,
    scheme VARCHAR,
    quantity INTEGER NOT NULL,
    price INTEGER,
    currency VARCHAR NOT NULL,
    supplier VARCHAR,
    batch VARCHAR,
    serial VARCHAR,
    marking VARCHAR,
    warehouse VARCHAR,
    stage VARCHAR,
    severity VARCHAR,
    claimed_reason VARCHAR,
    suspected_cause VARCHAR,
    cause VARCHAR,
    liable VARCHAR,
    outcome VARCHAR,
    disposition VARCHAR,
    no_action VARCHAR,
    why JSON NOT NULL,
    note VARCHAR,
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed')),
    CONSTRAINT scheme_is_known CHECK (scheme IN ('fbo', 'fbs', 'rfbs')),
    CONSTRAINT stage_is_known CHECK (stage IN ('warehouse', 'shipping', 'buyer', 'return')),
    CONSTRAINT severity_is_known CHECK (severity IN ('cosmetic', 'functional', 'dangerous')),
    CONSTRAINT suspected_cause_is_known CHECK (suspected_cause IN ('production', 'supplier_packaging', 'own_packaging', 'own_storage', 'ozon_storage', 'transport', 'picking', 'listing', 'buyer_damage', 'swap', 'wear', 'no_defect', 'unknown')),
    CONSTRAINT cause_is_known CHECK (cause IN ('production', 'supplier_packaging', 'own_packaging', 'own_storage', 'ozon_storage', 'transport', 'picking', 'listing', 'buyer_damage', 'swap', 'wear', 'no_defect', 'unknown')),
    CONSTRAINT liable_is_known CHECK (liable IN ('supplier', 'ozon', 'carrier', 'seller', 'buyer', 'nobody')),
    CONSTRAINT outcome_is_known CHECK (outcome IN ('refund', 'replacement', 'bonus', 'repair', 'rejected', 'written_off', 'kept', 'lost')),
    CONSTRAINT disposition_is_known CHECK (disposition IN ('restock', 'markdown', 'repair', 'to_supplier', 'dispose', 'with_buyer', 'lost')),
    CONSTRAINT price_is_not_negative CHECK (price >= 0),
    CONSTRAINT quantity_is_positive CHECK (quantity > 0),
    UNIQUE ("key")
);

CREATE INDEX ix_case_found_at ON "case" (found_at);
CREATE INDEX ix_case_opened_at ON "case" (opened_at);
CREATE INDEX ix_case_posting ON "case" (posting);
CREATE INDEX ix_case_resolved_at ON "case" (resolved_at);
CREATE INDEX ix_case_sku ON "case" (sku);
CREATE INDEX ix_case_status ON "case" (status);

CREATE TABLE delivery (
    id INTEGER NOT NULL,
    sku VARCHAR NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE NOT NULL,
    units INTEGER NOT NULL,
    supplier VARCHAR,
    batch VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT units_is_not_negative CHECK (units >= 0),
    CONSTRAINT from_is_not_after_to CHECK ("from" <= "to")
);

CREATE INDEX ix_delivery_sku ON delivery (sku);

CREATE TABLE action (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    due VARCHAR,
    done_at VARCHAR,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('change_supplier', 'supplier_claim', 'improve_packaging', 'improve_storage', 'fix_listing', 'inbound_check', 'training', 'stop_selling', 'other')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_action_case ON action ("case");

CREATE TABLE cost (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'goods', 'delivery', 'return_delivery', 'processing', 'storage', 'disposal', 'bonus', 'repair', 'examination', 'labour', 'other')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_cost_at ON cost (at);
CREATE INDEX ix_cost_case ON cost ("case");

CREATE TABLE defect (
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY ("case", kind),
    CONSTRAINT kind_is_known CHECK (kind IN ('scratch', 'crack', 'dent', 'stain', 'packaging', 'not_working', 'incomplete', 'wrong_item', 'used', 'counterfeit', 'other')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);


CREATE TABLE event (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    facts JSON NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('case_opened', 'case_inspected', 'case_imported', 'case_updated', 'letter_written', 'letter_drafted', 'reply_received', 'offer_chosen', 'feedback_received', 'buyer_unreachable', 'ticket_opened', 'ticket_drafted', 'ticket_updated', 'ticket_answered', 'ticket_decided', 'ticket_paid', 'ticket_appealed', 'case_noted', 'case_resolved', 'case_closed', 'case_reopened', 'case_dismissed')),
    CONSTRAINT status_is_known CHECK (status IN ('new', 'inspected', 'contacted', 'ticketed', 'resolved', 'closed', 'dismissed')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_case ON event ("case");

CREATE TABLE feedback (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    satisfied BOOLEAN,
    score INTEGER,
    again BOOLEAN,
    comment VARCHAR,
    unreachable VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT score_is_1_to_5 CHECK (score BETWEEN 1 AND 5),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_feedback_case ON feedback ("case");

CREATE TABLE letter (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    direction VARCHAR NOT NULL,
    name VARCHAR,
    channel VARCHAR,
    text VARCHAR NOT NULL,
    written_at VARCHAR NOT NULL,
    sent_at VARCHAR,
    how VARCHAR,
    outside_id VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT direction_is_known CHECK (direction IN ('out', 'in')),
    CONSTRAINT channel_is_known CHECK (channel IN ('chat', 'claim', 'review', 'other')),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_letter_case ON letter ("case");

CREATE TABLE offer (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    amount INTEGER,
    until VARCHAR,
    at VARCHAR NOT NULL,
    chosen_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('refund', 'refund_keep', 'replacement', 'bonus', 'repair', 'parts')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_offer_case ON offer ("case");

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
    PRIMARY KEY (id),
    CONSTRAINT role_is_known CHECK (role IN ('packaging', 'label', 'overall', 'defect', 'serial', 'inside', 'video', 'document')),
    CONSTRAINT bytes_is_positive CHECK (bytes > 0),
    UNIQUE ("case", sha256),
    FOREIGN KEY("case") REFERENCES "case" (number),
    UNIQUE (file)
);

CREATE INDEX ix_photo_case ON photo ("case");
CREATE INDEX ix_photo_sha256 ON photo (sha256);

CREATE TABLE recovery (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    payer VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT payer_is_known CHECK (payer IN ('ozon', 'supplier', 'carrier', 'buyer', 'resale')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_recovery_at ON recovery (at);
CREATE INDEX ix_recovery_case ON recovery ("case");

CREATE TABLE ticket (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    no INTEGER NOT NULL,
    number VARCHAR,
    addressee VARCHAR NOT NULL,
    situation VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    asked INTEGER,
    until VARCHAR,
    written_at VARCHAR NOT NULL,
    opened_at VARCHAR,
    next_check VARCHAR,
    outcome VARCHAR,
    amount INTEGER,
    decided_at VARCHAR,
    paid_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT addressee_is_known CHECK (addressee IN ('ozon', 'supplier', 'carrier')),
    CONSTRAINT situation_is_known CHECK (situation IN ('transport', 'swapped', 'used_return', 'not_working', 'incomplete', 'lost', 'other')),
    CONSTRAINT outcome_is_known CHECK (outcome IN ('approved', 'partly', 'refused')),
    CONSTRAINT asked_is_not_negative CHECK (asked >= 0),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    UNIQUE ("case", no),
    FOREIGN KEY("case") REFERENCES "case" (number)
);

CREATE INDEX ix_ticket_case ON ticket ("case");

CREATE TABLE answer (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('answer', 'appeal')),
    FOREIGN KEY(ticket) REFERENCES ticket (id)
);

CREATE INDEX ix_answer_ticket ON answer (ticket);

-- History is only ever added to.
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is never changed');
END;
CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is never removed');
END;
