-- why: the ledger of merges and unmerges; only ever added to, and person_merge can be made anew from it at any time
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE merge_change
-- number is a turn of merge_turn. review_id is NULL for what was decided without a review.
CREATE TABLE merge_change (
    number {BIGINT} NOT NULL,
    kind {BYTES_32} NOT NULL,
    subsumed_id {ID} NOT NULL,
    into_id {ID} NOT NULL,
    review_id {ID},
    proposed_by {BYTES_64} NOT NULL,
    approved_by {BYTES_64} NOT NULL,
    why {BYTES_64} NOT NULL,
    changed_at_ms {BIGINT} NOT NULL,
    CONSTRAINT merge_change_pk PRIMARY KEY (number),
    CONSTRAINT merge_change_of_person FOREIGN KEY (subsumed_id) REFERENCES person (id),
    CONSTRAINT merge_change_into_person FOREIGN KEY (into_id) REFERENCES person (id)
) {KEY_TABLE};

CREATE INDEX merge_change_by_subsumed ON merge_change (subsumed_id, number);

CREATE INDEX merge_change_by_into ON merge_change (into_id, number);
