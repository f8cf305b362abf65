-- why: people who registered before anything was matched are compared too; how far the walk over them has come, so that a restart goes on
-- while running: new table, nothing waits
-- old rows: none; the first round puts in where it has come to
-- way back: DROP TABLE match_walk
-- One row, named "person": after_id is the last person who was looked at, in the order of ids.
CREATE TABLE match_walk (
    walk {BYTES_32} NOT NULL,
    after_id {ID} NOT NULL,
    CONSTRAINT match_walk_pk PRIMARY KEY (walk)
) {KEY_TABLE};
