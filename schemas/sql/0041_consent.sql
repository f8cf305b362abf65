-- why: which hospital a person lets read what other hospitals have about them (知情同意)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE consent
-- source is NULL for every hospital. A consent is changed once at most: when it is revoked.
CREATE TABLE consent (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    person_id {ID} NOT NULL,
    reader {BYTES_64} NOT NULL,
    source {BYTES_64},
    given_at_ms {BIGINT} NOT NULL,
    until_at_ms {BIGINT} NOT NULL,
    revoked_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT consent_pk PRIMARY KEY (id),
    CONSTRAINT consent_ends CHECK (until_at_ms > given_at_ms)
) {TABLE};

CREATE INDEX consent_by_person ON consent (person_id, given_at_ms, id);

CREATE INDEX consent_by_reader ON consent (person_id, reader, until_at_ms, id);
