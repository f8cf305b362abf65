-- why: what the entries of each account have come to, so that a balance is one row
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE account
-- id is a digest of account_key. normal_side is 1 where credits raise the balance, else 0. floor_fen stands on guarded accounts.
-- sequence_before is what the writer found; an update that finds another sequence sets NULL, which is refused.
CREATE TABLE account (
    id {ID} NOT NULL,
    account_key {BYTES_200} NOT NULL,
    normal_side {INT} NOT NULL,
    floor_fen {BIGINT},
    debit_posted_fen {BIGINT} NOT NULL,
    debit_pending_fen {BIGINT} NOT NULL,
    credit_posted_fen {BIGINT} NOT NULL,
    credit_pending_fen {BIGINT} NOT NULL,
    sequence {BIGINT} NOT NULL,
    sequence_before {BIGINT} NOT NULL,
    closed {INT} NOT NULL,
    CONSTRAINT account_pk PRIMARY KEY (id),
    CONSTRAINT account_sums CHECK (debit_posted_fen >= 0 AND debit_pending_fen >= 0 AND credit_posted_fen >= 0
        AND credit_pending_fen >= 0),
    CONSTRAINT account_guard CHECK (floor_fen IS NULL OR floor_fen <= CASE normal_side
        WHEN 1 THEN credit_posted_fen - debit_posted_fen - debit_pending_fen
        ELSE debit_posted_fen - credit_posted_fen - credit_pending_fen END)
) {KEY_TABLE};
