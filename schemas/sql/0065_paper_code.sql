-- why: codes on paper for people without a phone (纸质码), which can be revoked
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE paper_code
-- standing_card is card_id until the code is revoked, then NULL: the unique key counts only those that stand.
CREATE TABLE paper_code (
    id {ID} NOT NULL,
    card_id {ID} NOT NULL,
    standing_card {ID},
    issued_at_ms {BIGINT} NOT NULL,
    valid_until {BYTES_32} NOT NULL,
    revoked_at_ms {BIGINT},
    CONSTRAINT paper_code_pk PRIMARY KEY (id),
    CONSTRAINT paper_code_standing UNIQUE (standing_card),
    CONSTRAINT paper_code_stands_or_is_revoked CHECK ((standing_card IS NULL) = (revoked_at_ms IS NOT NULL)),
    CONSTRAINT paper_code_standing_is_its_card CHECK (standing_card IS NULL OR standing_card = card_id),
    CONSTRAINT paper_code_of_card FOREIGN KEY (card_id) REFERENCES card (id)
) {KEY_TABLE};
