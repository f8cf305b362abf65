-- why: after a rotation of the seal key every sealed column is walked once and sealed anew, and goes on there after a restart
-- while running: new table, nothing waits
-- old rows: none; a column without a row has not been walked
-- way back: DROP TABLE reseal_progress
-- One row a column ("attempt.body"). older_found counts what this walk met under older keys; a walk that met none is the last: finished is 1.
CREATE TABLE reseal_progress (
    sealed_column {BYTES_64} NOT NULL,
    key_number {BIGINT} NOT NULL,
    after_id {ID} NOT NULL,
    older_found {BIGINT} NOT NULL,
    finished {INT} NOT NULL,
    CONSTRAINT reseal_progress_pk PRIMARY KEY (sealed_column),
    CONSTRAINT reseal_progress_finished CHECK (finished IN (0, 1))
) {KEY_TABLE};
