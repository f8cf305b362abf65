-- why: a unit of work happens once; its key stands here exactly when it was committed (MECHANISMS 2)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE work_key
CREATE TABLE work_key (
    work_key {BYTES_64} NOT NULL,
    done_at_ms {BIGINT} NOT NULL,
    CONSTRAINT work_key_pk PRIMARY KEY (work_key)
) {KEY_TABLE};

CREATE INDEX work_key_by_age ON work_key (done_at_ms);
