-- why: what the hub cannot find out or must not decide by itself waits here for a person
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE hub_case
-- What the decider wrote is in sealed_details. is_open is 1 while it is open and NULL after, so that one of a kind is open for a subject at a time.
CREATE TABLE hub_case (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    about {BYTES_32} NOT NULL,
    subject_id {ID} NOT NULL,
    kind {BYTES_32} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    is_open {INT},
    opened_at_ms {BIGINT} NOT NULL,
    closed_at_ms {BIGINT},
    closed_by {BYTES_64} NOT NULL,
    sealed_details {BODY} NOT NULL,
    CONSTRAINT hub_case_pk PRIMARY KEY (id),
    CONSTRAINT hub_case_one_open UNIQUE (subject_id, kind, is_open),
    CONSTRAINT hub_case_open CHECK (is_open = 1 OR is_open IS NULL),
    CONSTRAINT hub_case_closed CHECK ((is_open IS NULL) = (closed_at_ms IS NOT NULL))
) {TABLE};

CREATE INDEX hub_case_by_subject ON hub_case (subject_id, opened_at_ms, id);

CREATE INDEX hub_case_open_by_hospital ON hub_case (is_open, hospital, opened_at_ms, id);

CREATE INDEX hub_case_open_by_age ON hub_case (is_open, opened_at_ms, id);
