-- why: one row a refund, moved on by compare-and-set on version
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE refund
-- number is ours at the channel and the same on every retry. Item and lines are in sealed_details.
CREATE TABLE refund (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    client {BYTES_64} NOT NULL,
    request_key {BYTES_64} NOT NULL,
    payment_id {ID} NOT NULL,
    person_id {ID} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    cause {BYTES_32} NOT NULL,
    amount_fen {BIGINT} NOT NULL,
    settles {BYTES_32} NOT NULL,
    channel {BYTES_64} NOT NULL,
    merchant {BYTES_64} NOT NULL,
    order_number {BYTES_64} NOT NULL,
    number {BYTES_64} NOT NULL,
    from_suspense {INT} NOT NULL,
    state {BYTES_32} NOT NULL,
    returned {INT} NOT NULL,
    by_hand {INT} NOT NULL,
    channel_number {BYTES_200},
    refunded_at_ms {BIGINT},
    his_receipt {BYTES_200},
    whole_item {INT} NOT NULL,
    remaining_version {BYTES_200} NOT NULL,
    remaining_total_fen {BIGINT} NOT NULL,
    tries {INT} NOT NULL,
    handed_over {INT} NOT NULL,
    created_at_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    hand_over_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT refund_pk PRIMARY KEY (id),
    CONSTRAINT refund_request UNIQUE (client, request_key),
    CONSTRAINT refund_number UNIQUE (channel, number),
    CONSTRAINT refund_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
    CONSTRAINT refund_amount CHECK (amount_fen > 0),
    CONSTRAINT refund_looked_at CHECK (next_check_at_ms IS NOT NULL OR CAST(state AS CHAR) IN ('done', 'refused'))
) {TABLE};

CREATE INDEX refund_by_payment ON refund (payment_id, created_at_ms, id);

CREATE INDEX refund_by_next_check ON refund (next_check_at_ms, id);
