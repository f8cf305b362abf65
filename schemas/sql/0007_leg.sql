-- why: the parts a payment is paid with, each with its own counterparty and its own refunds
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE leg
-- leg_no is the place in the leg plan, from 1. Refunds never exceed what was paid, whoever writes the row.
CREATE TABLE leg (
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
    CONSTRAINT leg_pk PRIMARY KEY (payment_id, leg_no),
    CONSTRAINT leg_order UNIQUE (channel, order_number),
    CONSTRAINT leg_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
    CONSTRAINT leg_amount CHECK (amount_fen > 0),
    CONSTRAINT leg_refunds CHECK (refund_reserved_fen >= 0 AND refunded_fen >= 0 AND refund_reserved_fen + refunded_fen <= amount_fen)
) {TABLE};
