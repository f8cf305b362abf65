-- why: what one person may do for another (亲情账户、家庭共济、监护、大小卡)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE relation (after relation_change)
-- standing is 1 while a relation is asked for or active, else NULL: the unique key counts only those. One that has expired keeps it until
-- another of its kind wants its place. counted_person and place are set while it counts against a quota, the lowest free place from 0 on.
CREATE TABLE relation (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    kind {BYTES_32} NOT NULL,
    holder_id {ID} NOT NULL,
    subject_id {ID} NOT NULL,
    show_code {INT} NOT NULL,
    book {INT} NOT NULL,
    pay {INT} NOT NULL,
    see_reports {INT} NOT NULL,
    birth_order {INT},
    state {BYTES_32} NOT NULL,
    asked_at_ms {BIGINT} NOT NULL,
    active_from_ms {BIGINT},
    expires_at_ms {BIGINT},
    standing {INT},
    counted_person {ID},
    place {INT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT relation_pk PRIMARY KEY (id),
    CONSTRAINT relation_standing UNIQUE (holder_id, subject_id, standing, kind),
    CONSTRAINT relation_place UNIQUE (counted_person, kind, place),
    CONSTRAINT relation_of_two CHECK (holder_id <> subject_id),
    CONSTRAINT relation_stands_or_not CHECK (standing IS NULL OR standing = 1),
    CONSTRAINT relation_of_holder FOREIGN KEY (holder_id) REFERENCES person (id),
    CONSTRAINT relation_of_subject FOREIGN KEY (subject_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX relation_by_holder ON relation (holder_id, standing, asked_at_ms, id);

CREATE INDEX relation_by_subject ON relation (subject_id, standing, asked_at_ms, id);

CREATE INDEX relation_by_kind ON relation (holder_id, kind, asked_at_ms, id);
