-- why: the end of the audit chain is signed every hour, so that the chain cannot be made anew by whoever can write the table
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE audit_signature
CREATE TABLE audit_signature (
    chain_number {BIGINT} NOT NULL,
    chain_hash {DIGEST} NOT NULL,
    signed_at_ms {BIGINT} NOT NULL,
    key_number {BIGINT} NOT NULL,
    signature {BYTES_64} NOT NULL,
    CONSTRAINT audit_signature_pk PRIMARY KEY (chain_number)
) {KEY_TABLE};
