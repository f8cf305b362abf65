-- why: the weights by which records are matched (匹配权重), kept for good, so that every decision can be added up again by its own
-- while running: new table, nothing waits
-- old rows: none; the first use puts in the weights that a region starts with
-- way back: DROP TABLE match_weights
-- active is 1 while the weights are active, else NULL: the unique key counts only those.
CREATE TABLE match_weights (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    name {BYTES_32} NOT NULL,
    state {BYTES_32} NOT NULL,
    active {INT},
    origin {BYTES_32} NOT NULL,
    record_count {BIGINT} NOT NULL,
    made_by {BYTES_64} NOT NULL,
    made_at_ms {BIGINT} NOT NULL,
    tried_by {BYTES_64},
    tried_at_ms {BIGINT},
    activated_by {BYTES_64},
    activated_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT match_weights_pk PRIMARY KEY (id),
    CONSTRAINT match_weights_name UNIQUE (name),
    CONSTRAINT match_weights_active UNIQUE (active),
    CONSTRAINT match_weights_active_is_one CHECK (active IS NULL OR active = 1)
) {TABLE};

CREATE INDEX match_weights_by_made ON match_weights (made_at_ms, id);
