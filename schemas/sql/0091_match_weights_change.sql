-- why: who made, tried and activated which weights; only ever added to
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE match_weights_change
-- number is the version of the weights that the change made.
CREATE TABLE match_weights_change (
    weights_id {ID} NOT NULL,
    number {BIGINT} NOT NULL,
    step {BYTES_32} NOT NULL,
    changed_by {BYTES_64} NOT NULL,
    changed_at_ms {BIGINT} NOT NULL,
    CONSTRAINT match_weights_change_pk PRIMARY KEY (weights_id, number),
    CONSTRAINT match_weights_change_of_weights FOREIGN KEY (weights_id) REFERENCES match_weights (id)
) {KEY_TABLE};
