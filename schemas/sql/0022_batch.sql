-- why: what one COMMIT added to the books, chained by hash from the first to the last
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE batch
-- The sums are by how much the accounts changed, added up over the accounts.
CREATE TABLE batch (
    no {BIGINT} NOT NULL,
    epoch {BIGINT} NOT NULL,
    first_transfer {BIGINT} NOT NULL,
    transfers {BIGINT} NOT NULL,
    refusals {BIGINT} NOT NULL,
    debit_posted_fen {BIGINT} NOT NULL,
    debit_pending_fen {BIGINT} NOT NULL,
    credit_posted_fen {BIGINT} NOT NULL,
    credit_pending_fen {BIGINT} NOT NULL,
    booked_at_ms {BIGINT} NOT NULL,
    previous_hash {DIGEST} NOT NULL,
    hash {DIGEST} NOT NULL,
    CONSTRAINT batch_pk PRIMARY KEY (no),
    CONSTRAINT batch_posted CHECK (debit_posted_fen = credit_posted_fen),
    CONSTRAINT batch_pending CHECK (debit_pending_fen = credit_pending_fen)
) {KEY_TABLE};
