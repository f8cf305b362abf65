-- why: one row a top-up or withdrawal of an e-account, moved on by compare-and-set on version
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE account_transfer
-- number is ours at the bank and the same on every retry. The bank's own number, day and reason are in sealed_details.
CREATE TABLE account_transfer (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    client {BYTES_64} NOT NULL,
    request_key {BYTES_64} NOT NULL,
    person_id {ID} NOT NULL,
    e_account_id {ID} NOT NULL,
    bank {BYTES_64} NOT NULL,
    kind {BYTES_32} NOT NULL,
    amount_fen {BIGINT} NOT NULL,
    number {BYTES_64} NOT NULL,
    state {BYTES_32} NOT NULL,
    booked_at_ms {BIGINT},
    tries {INT} NOT NULL,
    handed_over {INT} NOT NULL,
    created_at_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    hand_over_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT account_transfer_pk PRIMARY KEY (id),
    CONSTRAINT account_transfer_request UNIQUE (client, request_key),
    CONSTRAINT account_transfer_number UNIQUE (bank, number),
    CONSTRAINT account_transfer_account FOREIGN KEY (e_account_id) REFERENCES e_account (id),
    CONSTRAINT account_transfer_amount CHECK (amount_fen > 0),
    CONSTRAINT account_transfer_looked_at CHECK (next_check_at_ms IS NOT NULL OR CAST(state AS CHAR) IN ('done', 'rejected'))
) {TABLE};

CREATE INDEX account_transfer_by_account ON account_transfer (e_account_id, created_at_ms, id);

CREATE INDEX account_transfer_by_next_check ON account_transfer (next_check_at_ms, id);
