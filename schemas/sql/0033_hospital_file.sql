-- why: the files hospitals have, and whose they are (院内档案)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE hospital_file
-- local_index is the blind index of hospital and number together: equal numbers of two hospitals do not look alike.
CREATE TABLE hospital_file (
    id {ID} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    local_index {ID} NOT NULL,
    sealed_local {BODY} NOT NULL,
    person_id {ID} NOT NULL,
    state {BYTES_32} NOT NULL,
    merged_into {ID},
    added_at_ms {BIGINT} NOT NULL,
    version {BIGINT} NOT NULL,
    CONSTRAINT hospital_file_pk PRIMARY KEY (id),
    CONSTRAINT hospital_file_local UNIQUE (local_index),
    CONSTRAINT hospital_file_of_person FOREIGN KEY (person_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX hospital_file_by_person ON hospital_file (person_id, added_at_ms, id);
