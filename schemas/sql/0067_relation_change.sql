-- why: the history of what one person may do for another; only ever added to
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE relation_change
-- number is the version of the relation that the change made.
CREATE TABLE relation_change (
    relation_id {ID} NOT NULL,
    number {BIGINT} NOT NULL,
    state {BYTES_32} NOT NULL,
    show_code {INT} NOT NULL,
    book {INT} NOT NULL,
    pay {INT} NOT NULL,
    see_reports {INT} NOT NULL,
    expires_at_ms {BIGINT},
    changed_by {BYTES_64} NOT NULL,
    changed_at_ms {BIGINT} NOT NULL,
    CONSTRAINT relation_change_pk PRIMARY KEY (relation_id, number),
    CONSTRAINT relation_change_of_relation FOREIGN KEY (relation_id) REFERENCES relation (id)
) {KEY_TABLE};
