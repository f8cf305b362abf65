-- why: a certificate that was entered wrongly is taken back (证件撤销) by two people of staff; what was withdrawn stays to be seen, sealed
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE certificate_withdrawal; a certificate that was withdrawn stays withdrawn
-- The number stands in sealed_details alone: no blind index leads from it to the person.
CREATE TABLE certificate_withdrawal (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    person_id {ID} NOT NULL,
    state {BYTES_32} NOT NULL,
    held {BYTES_32} NOT NULL,
    why {BYTES_64} NOT NULL,
    proposed_by {BYTES_64} NOT NULL,
    proposed_at_ms {BIGINT} NOT NULL,
    decided_by {BYTES_64},
    decided_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT certificate_withdrawal_pk PRIMARY KEY (id),
    CONSTRAINT certificate_withdrawal_of_person FOREIGN KEY (person_id) REFERENCES person (id)
) {TABLE};

CREATE INDEX certificate_withdrawal_by_person ON certificate_withdrawal (person_id, proposed_at_ms, id);

CREATE INDEX certificate_withdrawal_by_state ON certificate_withdrawal (state, proposed_at_ms, id);
