-- why: a load of people that was stopped goes on where it was
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE people_load
CREATE TABLE people_load (
    file {DIGEST} NOT NULL,
    rows_done {BIGINT} NOT NULL,
    created {BIGINT} NOT NULL,
    linked {BIGINT} NOT NULL,
    probable {BIGINT} NOT NULL,
    review {BIGINT} NOT NULL,
    unchanged {BIGINT} NOT NULL,
    rejected {BIGINT} NOT NULL,
    CONSTRAINT people_load_pk PRIMARY KEY (file)
) {KEY_TABLE};
