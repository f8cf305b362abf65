-- why: who comes in by a system token: entrances, hospitals, offices
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE access_client
CREATE TABLE access_client (
    code {BYTES_32} NOT NULL,
    kind {BYTES_32} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    state {BYTES_32} NOT NULL,
    added_at_ms {BIGINT} NOT NULL,
    CONSTRAINT access_client_pk PRIMARY KEY (code)
) {KEY_TABLE};
