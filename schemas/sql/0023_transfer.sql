-- why: the journal: every movement with both its sides in one row, never changed; entry shows it side by side (MECHANISMS 3)
-- while running: new tables, nothing waits
-- old rows: none
-- way back: DROP VIEW entry, DROP TABLE hold, DROP TABLE transfer
-- A close has no amount, and its one side stands in both places. ends is the number of the hold that a post, void or expire ends;
-- expires_at_ms stands on holds. X'636C6F7365' is 'close' in bytes. hold is the one thing about a transfer that changes: who ended it; open_until_ms is NULL then.
CREATE TABLE transfer (
    no {BIGINT} NOT NULL,
    batch_no {BIGINT} NOT NULL,
    flow_id {ID} NOT NULL,
    step {BYTES_64} NOT NULL,
    leg {INT} NOT NULL,
    kind {BYTES_32} NOT NULL,
    request_hash {DIGEST} NOT NULL,
    debit {ID} NOT NULL,
    debit_sequence {BIGINT} NOT NULL,
    debit_balance_fen {BIGINT} NOT NULL,
    debit_pending_fen {BIGINT} NOT NULL,
    credit {ID} NOT NULL,
    credit_sequence {BIGINT} NOT NULL,
    credit_balance_fen {BIGINT} NOT NULL,
    credit_pending_fen {BIGINT} NOT NULL,
    amount_fen {BIGINT} NOT NULL,
    ends {BIGINT},
    expires_at_ms {BIGINT},
    CONSTRAINT transfer_pk PRIMARY KEY (no),
    CONSTRAINT transfer_command UNIQUE (flow_id, step, leg),
    CONSTRAINT transfer_debit UNIQUE (debit, debit_sequence),
    CONSTRAINT transfer_credit UNIQUE (credit, credit_sequence),
    CONSTRAINT transfer_amount CHECK (amount_fen > 0 OR (amount_fen = 0 AND kind = X'636C6F7365'))
) {KEY_TABLE};

CREATE TABLE hold (
    transfer_no {BIGINT} NOT NULL,
    open_until_ms {BIGINT},
    ended_by {BIGINT},
    CONSTRAINT hold_pk PRIMARY KEY (transfer_no),
    CONSTRAINT hold_ended UNIQUE (ended_by)
) {KEY_TABLE};

CREATE INDEX hold_by_open_until ON hold (open_until_ms);

CREATE VIEW entry AS
    SELECT debit AS account, debit_sequence AS sequence, no AS transfer_no, 'debit' AS side, kind, amount_fen,
        debit_balance_fen AS balance_fen, debit_pending_fen AS pending_fen FROM transfer
    UNION ALL
    SELECT credit, credit_sequence, no, 'credit', kind, amount_fen, credit_balance_fen, credit_pending_fen FROM transfer
        WHERE kind <> X'636C6F7365';
