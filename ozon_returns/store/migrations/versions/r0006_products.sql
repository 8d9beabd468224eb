-- Products, and lots received from suppliers.

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
