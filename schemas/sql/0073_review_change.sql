-- why: who did what about a pair of people, step by step; only ever added to
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE review_change
-- number is the version of the review that the change made. verdict is NULL where the step has none.
CREATE TABLE review_change (
    review_id {ID} NOT NULL,
    number {BIGINT} NOT NULL,
    step {BYTES_32} NOT NULL,
    verdict {BYTES_32},
    changed_by {BYTES_64} NOT NULL,
    why {BYTES_64} NOT NULL,
    changed_at_ms {BIGINT} NOT NULL,
    CONSTRAINT review_change_pk PRIMARY KEY (review_id, number),
    CONSTRAINT review_change_of_review FOREIGN KEY (review_id) REFERENCES review (id)
) {KEY_TABLE};
