-- why: two people who may be one wait for somebody who decides (主索引复核); "not the same" stands whatever the matching says later
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE review
-- One row a pair, for good; the lower id comes first. queued_at_ms is opened_at_ms less what the evidence weighs.
CREATE TABLE review (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    low_id {ID} NOT NULL,
    high_id {ID} NOT NULL,
    state {BYTES_32} NOT NULL,
    queued_at_ms {BIGINT} NOT NULL,
    opened_at_ms {BIGINT} NOT NULL,
    claimed_by {BYTES_64},
    claimed_until_ms {BIGINT},
    proposed {BYTES_32},
    proposed_by {BYTES_64},
    why {BYTES_64},
    decided_by {BYTES_64},
    decided_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT review_pk PRIMARY KEY (id),
    CONSTRAINT review_pair UNIQUE (low_id, high_id),
    CONSTRAINT review_pair_in_order CHECK (low_id < high_id),
    CONSTRAINT review_low_person FOREIGN KEY (low_id) REFERENCES person (id),
    CONSTRAINT review_high_person FOREIGN KEY (high_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX review_by_queue ON review (state, queued_at_ms, id);

CREATE INDEX review_by_high ON review (high_id);
