-- Products, and lots received from suppliers; the notice to a supplier that speaks of other cases of the batch too.

CREATE TABLE product (
    id INTEGER NOT NULL,
    sku VARCHAR NOT NULL,
    article VARCHAR,
    product VARCHAR,
    cost INTEGER,
    commission INTEGER,
    delivery_out INTEGER,
    delivery_back INTEGER,
    technically_complex BOOLEAN,
    marked BOOLEAN,
    packaging VARCHAR,
    supplier VARCHAR,
    stock INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT cost_is_not_negative CHECK (cost >= 0),
    CONSTRAINT delivery_out_is_not_negative CHECK (delivery_out >= 0),
    CONSTRAINT delivery_back_is_not_negative CHECK (delivery_back >= 0),
    CONSTRAINT stock_is_not_negative CHECK (stock >= 0),
    CONSTRAINT commission_is_a_share CHECK (commission BETWEEN 0 AND 10000),
    UNIQUE (sku)
);

CREATE TABLE lot (
    id INTEGER NOT NULL,
    sku VARCHAR NOT NULL,
    received DATE NOT NULL,
    quantity INTEGER NOT NULL,
    supplier VARCHAR,
    batch VARCHAR,
    unit_cost INTEGER,
    inspected INTEGER,
    defective INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT quantity_is_positive CHECK (quantity > 0),
    CONSTRAINT inspected_is_part CHECK (inspected <= quantity),
    CONSTRAINT defective_is_part CHECK (defective <= ifnull(inspected, quantity)),
    CONSTRAINT unit_cost_is_not_negative CHECK (unit_cost >= 0)
);
CREATE INDEX ix_lot_sku ON lot (sku);

CREATE TABLE milestone_old AS SELECT * FROM milestone;
DROP TABLE milestone;
CREATE TABLE milestone (
    id INTEGER NOT NULL,
    "case" INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('claimed', 'decided', 'rejected', 'partial_refused', 'dispute_opened', 'dispute_decided', 'demand_refund', 'demand_price_cut', 'demand_losses', 'demand_repair_cost', 'demand_replacement', 'demand_replacement_check', 'demand_replacement_no_stock', 'demand_repair', 'demand_loaner', 'loaner_given', 'delivered', 'delivered_uninformed', 'refused', 'warranty_until', 'return_created', 'return_sent', 'return_received', 'picked_up', 'free_until', 'disposal', 'compensation_offered', 'compensation_answered', 'supplied', 'supplier_notified', 'replacement_sent', 'replacement_delivered')),
    UNIQUE ("case", kind),
    FOREIGN KEY("case") REFERENCES "case" (number)
);
INSERT INTO milestone (id, "case", kind, at) SELECT id, "case", kind, at FROM milestone_old ORDER BY id;
DROP TABLE milestone_old;
CREATE INDEX ix_milestone_case ON milestone ("case");
