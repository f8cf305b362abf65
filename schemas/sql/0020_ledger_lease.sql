-- why: the books have one writer; each batch moves this row from its own epoch and number or does not happen (MECHANISMS 3)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE ledger_lease
-- batch_no is the last batch there is. taken_at_ms is by the database's clock.
CREATE TABLE ledger_lease (
    name {BYTES_32} NOT NULL,
    epoch {BIGINT} NOT NULL,
    owner {BYTES_32} NOT NULL,
    batch_no {BIGINT} NOT NULL,
    taken_at_ms {BIGINT} NOT NULL,
    CONSTRAINT ledger_lease_pk PRIMARY KEY (name)
) {TABLE};
