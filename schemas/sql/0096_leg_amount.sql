-- why: an insurer may pay the whole, and then the leg is of nothing; neither engine can both change a check in place
-- while running: the hub is stopped; one pass over the legs
-- old rows: copied as they are
-- way back: none is needed; the older program reads these rows
CREATE TABLE leg_of_payment (
    payment_id {ID} NOT NULL,
    leg_no {INT} NOT NULL,
    kind {BYTES_32} NOT NULL,
    state {BYTES_32} NOT NULL,
    settles {BYTES_32} NOT NULL,
    channel {BYTES_64} NOT NULL,
    merchant {BYTES_64} NOT NULL,
    order_number {BYTES_64} NOT NULL,
    amount_fen {BIGINT} NOT NULL,
    channel_number {BYTES_200},
    paid_at_ms {BIGINT},
    in_suspense {INT} NOT NULL,
    refund_reserved_fen {BIGINT} NOT NULL,
    refunded_fen {BIGINT} NOT NULL,
    CONSTRAINT leg_of_payment_pk PRIMARY KEY (payment_id, leg_no),
    CONSTRAINT leg_of_payment_order UNIQUE (channel, order_number),
    CONSTRAINT leg_of_payment_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
    CONSTRAINT leg_of_payment_amount CHECK (amount_fen >= 0),
    CONSTRAINT leg_of_payment_refunds CHECK (refund_reserved_fen >= 0 AND refunded_fen >= 0
        AND refund_reserved_fen + refunded_fen <= amount_fen)
) {TABLE};

INSERT INTO leg_of_payment SELECT * FROM leg;

DROP TABLE leg;

ALTER TABLE leg_of_payment RENAME TO leg;
