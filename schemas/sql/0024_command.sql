-- why: a refused command keeps its outcome as a booked one does; those that were booked are rows of transfer
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE command
-- position counts the refusals of a batch from 0. error_code is as in schemas/errors/errors.yaml.
CREATE TABLE command (
    flow_id {ID} NOT NULL,
    step {BYTES_64} NOT NULL,
    request_hash {DIGEST} NOT NULL,
    batch_no {BIGINT} NOT NULL,
    position {INT} NOT NULL,
    error_code {BYTES_32} NOT NULL,
    detail {BYTES_200} NOT NULL,
    CONSTRAINT command_pk PRIMARY KEY (flow_id, step),
    CONSTRAINT command_batch UNIQUE (batch_no, position)
) {KEY_TABLE};
