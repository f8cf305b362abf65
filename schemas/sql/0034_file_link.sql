-- why: the history of whose a hospital's file was taken for; only ever added to, so that an unmerge gives back what was
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE file_link
-- number is the version of the file that the change made. evidence is JSON without personal data.
CREATE TABLE file_link (
    file_id {ID} NOT NULL,
    number {BIGINT} NOT NULL,
    person_id {ID} NOT NULL,
    state {BYTES_32} NOT NULL,
    merged_into {ID},
    changed_at_ms {BIGINT} NOT NULL,
    changed_by {BYTES_64} NOT NULL,
    why {BYTES_64} NOT NULL,
    evidence {BYTES_200} NOT NULL,
    CONSTRAINT file_link_pk PRIMARY KEY (file_id, number),
    CONSTRAINT file_link_of_file FOREIGN KEY (file_id) REFERENCES hospital_file (id)
) {KEY_TABLE};
