-- why: what the matcher compares of each person and file, so that its image in memory is rebuilt without opening all that is known of them
-- while running: new table, nothing waits
-- old rows: people who stand are put in by `onecard match rebuild`
-- way back: DROP TABLE match_record
CREATE TABLE match_record (
    id {ID} NOT NULL,
    person_id {ID} NOT NULL,
    sealed_packed {BODY} NOT NULL,
    CONSTRAINT match_record_pk PRIMARY KEY (id)
) {KEY_TABLE};
