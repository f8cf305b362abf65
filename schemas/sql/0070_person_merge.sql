-- why: who goes on as a part of whom (主索引合并); the rows of both stay where they are, so that an unmerge gives back what was
-- while running: new table, nothing waits
-- old rows: none: everybody stands for themselves
-- way back: DROP TABLE person_merge
-- root_id follows from into_id of all rows; it is kept so that one read resolves anybody. All of it follows from merge_change.
CREATE TABLE person_merge (
    subsumed_id {ID} NOT NULL,
    into_id {ID} NOT NULL,
    root_id {ID} NOT NULL,
    merged_at_ms {BIGINT} NOT NULL,
    number {BIGINT} NOT NULL,
    CONSTRAINT person_merge_pk PRIMARY KEY (subsumed_id),
    CONSTRAINT person_merge_into_another CHECK (into_id <> subsumed_id),
    CONSTRAINT person_merge_root_is_another CHECK (root_id <> subsumed_id),
    CONSTRAINT person_merge_of_person FOREIGN KEY (subsumed_id) REFERENCES person (id),
    CONSTRAINT person_merge_into_person FOREIGN KEY (into_id) REFERENCES person (id),
    CONSTRAINT person_merge_root_person FOREIGN KEY (root_id) REFERENCES person (id)
) {KEY_TABLE};

CREATE INDEX person_merge_by_root ON person_merge (root_id, number);

CREATE INDEX person_merge_by_into ON person_merge (into_id);
