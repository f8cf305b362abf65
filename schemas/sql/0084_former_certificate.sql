-- why: a certificate that gave way to another (换证) keeps leading to its person, and is nobody else's
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE former_certificate
-- certificate_index is made as that of person is, and the two have no value in common: SqlIdentityStore looks here when it writes there.
CREATE TABLE former_certificate (
    id {ID} NOT NULL,
    person_id {ID} NOT NULL,
    kind {BYTES_32} NOT NULL,
    certificate_index {ID} NOT NULL,
    sealed_number {BODY} NOT NULL,
    given_up_at_ms {BIGINT} NOT NULL,
    CONSTRAINT former_certificate_pk PRIMARY KEY (id),
    CONSTRAINT former_certificate_number UNIQUE (certificate_index),
    CONSTRAINT former_certificate_of_person FOREIGN KEY (person_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX former_certificate_by_person ON former_certificate (person_id, given_up_at_ms, id);
