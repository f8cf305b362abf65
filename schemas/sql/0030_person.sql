-- why: a person of the region stands once (主索引); the certificate is found by its blind index
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE person
-- certificate_index is NULL for a person without a certificate.
CREATE TABLE person (
    id {ID} NOT NULL,
    certificate_index {ID},
    sealed_details {BODY} NOT NULL,
    state {BYTES_32} NOT NULL,
    registered_at_ms {BIGINT} NOT NULL,
    version {BIGINT} NOT NULL,
    CONSTRAINT person_pk PRIMARY KEY (id),
    CONSTRAINT person_certificate UNIQUE (certificate_index)
) {TABLE};
