-- why: what staff decides about money that has come to rest half-way (人工决定): one proposes, another one confirms
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE payment_decision; what was decided stands in payment and refund
-- The reason is in sealed_details. waiting_subject is the payment or refund while it is proposed and NULL after, so that one proposal waits at a time.
CREATE TABLE payment_decision (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    payment_id {ID} NOT NULL,
    refund_id {ID},
    verdict {BYTES_32} NOT NULL,
    state {BYTES_32} NOT NULL,
    waiting_subject {ID},
    hand_over_at_ms {BIGINT},
    proposed_by {BYTES_64} NOT NULL,
    proposed_at_ms {BIGINT} NOT NULL,
    decided_by {BYTES_64},
    decided_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT payment_decision_pk PRIMARY KEY (id),
    CONSTRAINT payment_decision_one_waits UNIQUE (waiting_subject),
    CONSTRAINT payment_decision_of_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
    CONSTRAINT payment_decision_of_refund FOREIGN KEY (refund_id) REFERENCES refund (id)
) {TABLE};

CREATE INDEX payment_decision_by_payment ON payment_decision (payment_id, proposed_at_ms, id);

CREATE INDEX payment_decision_by_state ON payment_decision (state, proposed_at_ms, id);
