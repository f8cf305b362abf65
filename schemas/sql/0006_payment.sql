-- why: one row a payment, moved on by compare-and-set on version (MECHANISMS 4)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE payment
-- The file number, the items and what the hospital answered are in sealed_details; the money by channel is in leg.
-- payment_subject is an index: by the charge or booking of an item, which is sealed.
CREATE TABLE payment (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    client {BYTES_64} NOT NULL,
    request_key {BYTES_64} NOT NULL,
    person_id {ID} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    purpose {BYTES_32} NOT NULL,
    total_fen {BIGINT} NOT NULL,
    state {BYTES_32} NOT NULL,
    why {BYTES_32} NOT NULL,
    his_refused {INT} NOT NULL,
    tries {INT} NOT NULL,
    closes {INT} NOT NULL,
    confirms {INT} NOT NULL,
    handed_over {INT} NOT NULL,
    created_at_ms {BIGINT} NOT NULL,
    expires_at_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    hand_over_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT payment_pk PRIMARY KEY (id),
    CONSTRAINT payment_request UNIQUE (client, request_key),
    CONSTRAINT payment_total CHECK (total_fen > 0),
    CONSTRAINT payment_looked_at CHECK (next_check_at_ms IS NOT NULL OR CAST(state AS CHAR) IN ('completed', 'reversed', 'unpaid'))
) {TABLE};

CREATE INDEX payment_by_person ON payment (person_id, created_at_ms, id);

CREATE INDEX payment_by_next_check ON payment (next_check_at_ms, id);

CREATE TABLE payment_subject (
    subject_id {ID} NOT NULL,
    payment_id {ID} NOT NULL,
    CONSTRAINT payment_subject_pk PRIMARY KEY (subject_id, payment_id),
    CONSTRAINT payment_subject_payment FOREIGN KEY (payment_id) REFERENCES payment (id)
) {KEY_TABLE};
