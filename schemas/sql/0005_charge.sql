-- why: what hospitals want paid, versioned, one row a charge (CONTRACT 5)
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE charge
-- file_index is the blind index of the hospital's file number. The content is in sealed_details.
-- standing is 1 for what the complete open set of a hospital is compared with.
CREATE TABLE charge (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    hospital {BYTES_64} NOT NULL,
    charge_key {BYTES_200} NOT NULL,
    total_fen {BIGINT} NOT NULL,
    file_index {ID} NOT NULL,
    person_id {ID},
    state {BYTES_32} NOT NULL,
    standing {INT} NOT NULL,
    payment_id {ID},
    gone {INT} NOT NULL,
    changed_at_ms {BIGINT} NOT NULL,
    sealed_details {BODY} NOT NULL,
    CONSTRAINT charge_pk PRIMARY KEY (id),
    CONSTRAINT charge_key_of_hospital UNIQUE (hospital, charge_key),
    CONSTRAINT charge_in_payment CHECK (payment_id IS NOT NULL OR CAST(state AS CHAR) NOT IN ('in_payment', 'paid')),
    CONSTRAINT charge_gone CHECK (gone IN (0, 1)),
    CONSTRAINT charge_standing CHECK (standing IN (0, 1))
) {TABLE};

CREATE INDEX charge_by_file ON charge (file_index, changed_at_ms, id);

CREATE INDEX charge_standing_by_file ON charge (file_index, standing, changed_at_ms, id);

CREATE INDEX charge_by_person ON charge (person_id, changed_at_ms, id);

CREATE INDEX charge_standing_by_person ON charge (person_id, standing, changed_at_ms, id);
