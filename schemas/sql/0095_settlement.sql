-- why: what an insurer settles of a payment, where the hub asks it (CONTRACT 6, insurance_by: hub); one row each version of a bill
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE settlement
-- Who is insured, the bill with its diagnoses, the split and the insurer's numbers are in sealed_details.
CREATE TABLE settlement (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    payment_id {ID} NOT NULL,
    person_id {ID} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    insurer {BYTES_64} NOT NULL,
    has_quote {INT} NOT NULL,
    state {BYTES_32} NOT NULL,
    why {BYTES_32} NOT NULL,
    registered {INT} NOT NULL,
    uploaded {INT} NOT NULL,
    registers {INT} NOT NULL,
    uploads {INT} NOT NULL,
    confirms {INT} NOT NULL,
    undo_number {INT} NOT NULL,
    failed_undos {INT} NOT NULL,
    nothing_sent {INT} NOT NULL,
    tries {INT} NOT NULL,
    handed_over {INT} NOT NULL,
    created_at_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    hand_over_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT settlement_pk PRIMARY KEY (id),
    CONSTRAINT settlement_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
    CONSTRAINT settlement_looked_at CHECK (next_check_at_ms IS NOT NULL OR CAST(state AS CHAR) IN ('quoted', 'settled', 'ended'))
) {TABLE};

CREATE INDEX settlement_by_payment ON settlement (payment_id, created_at_ms, id);

CREATE INDEX settlement_by_next_check ON settlement (next_check_at_ms, id);
