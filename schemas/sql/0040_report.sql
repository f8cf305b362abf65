-- why: the region's index of reports, one row a report, its newest version (CONTRACT 12)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE report
-- file_index is the blind index of hospital and file number together. Header, content and file number are in sealed_details.
CREATE TABLE report (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    kind {BYTES_32} NOT NULL,
    report_key {BYTES_200} NOT NULL,
    file_index {ID} NOT NULL,
    person_id {ID},
    changed_at_ms {BIGINT} NOT NULL,
    sealed_details {BODY} NOT NULL,
    CONSTRAINT report_pk PRIMARY KEY (id),
    CONSTRAINT report_key_of_hospital UNIQUE (hospital, kind, report_key)
) {TABLE};

CREATE INDEX report_by_file ON report (file_index, changed_at_ms, id);

CREATE INDEX report_by_person ON report (person_id, changed_at_ms, id);
