-- why: a write that is sent again is found, not done again (MECHANISMS 5)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE request
CREATE TABLE request (
    client {BYTES_64} NOT NULL,
    request_key {BYTES_64} NOT NULL,
    request_hash {DIGEST} NOT NULL,
    resource {BYTES_64} NOT NULL,
    kept_until_ms {BIGINT} NOT NULL,
    CONSTRAINT request_pk PRIMARY KEY (client, request_key)
) {KEY_TABLE};

CREATE INDEX request_by_age ON request (kept_until_ms);
