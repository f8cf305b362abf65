-- why: one row an e-account of a person at the bank, moved on by compare-and-set on version
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE e_account
-- The account's number, why the bank refused, and until it is open what the bank is asked, are in sealed_details. is_standing is 1 and NULL once it is refused, so that a person has one.
CREATE TABLE e_account (
    id {ID} NOT NULL,
    version {BIGINT} NOT NULL,
    person_id {ID} NOT NULL,
    bank {BYTES_64} NOT NULL,
    state {BYTES_32} NOT NULL,
    is_standing {INT},
    opened_at_ms {BIGINT},
    tries {INT} NOT NULL,
    handed_over {INT} NOT NULL,
    created_at_ms {BIGINT} NOT NULL,
    next_check_at_ms {BIGINT},
    hand_over_at_ms {BIGINT},
    sealed_details {BODY} NOT NULL,
    CONSTRAINT e_account_pk PRIMARY KEY (id),
    CONSTRAINT e_account_one_standing UNIQUE (person_id, is_standing),
    CONSTRAINT e_account_standing CHECK (is_standing = 1 OR is_standing IS NULL),
    CONSTRAINT e_account_looked_at CHECK (next_check_at_ms IS NOT NULL OR CAST(state AS CHAR) IN ('open', 'refused'))
) {TABLE};

CREATE INDEX e_account_by_person ON e_account (person_id, created_at_ms, id);

CREATE INDEX e_account_by_next_check ON e_account (next_check_at_ms, id);
