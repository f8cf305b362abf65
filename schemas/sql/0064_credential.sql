-- why: the cards and numbers of others by which a person is found (多码合一)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE credential
-- number_index is the blind index of kind, issuer and number together: equal numbers of two hospitals do not look alike.
CREATE TABLE credential (
    id {ID} NOT NULL,
    person_id {ID} NOT NULL,
    kind {BYTES_32} NOT NULL,
    issuer {BYTES_64} NOT NULL,
    number_index {ID} NOT NULL,
    sealed_number {BODY} NOT NULL,
    state {BYTES_32} NOT NULL,
    bound_at_ms {BIGINT} NOT NULL,
    valid_until_ms {BIGINT},
    changed_at_ms {BIGINT} NOT NULL,
    version {BIGINT} NOT NULL,
    CONSTRAINT credential_pk PRIMARY KEY (id),
    CONSTRAINT credential_number UNIQUE (number_index),
    CONSTRAINT credential_of_person FOREIGN KEY (person_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX credential_by_person ON credential (person_id, bound_at_ms, id);
