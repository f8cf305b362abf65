-- why: the code a phone shows works once
-- while running: new table, nothing waits
-- old rows: none
-- way back: DROP TABLE card_code
CREATE TABLE card_code (
    nonce {ID} NOT NULL,
    used_at_ms {BIGINT} NOT NULL,
    CONSTRAINT card_code_pk PRIMARY KEY (nonce)
) {KEY_TABLE};

CREATE INDEX card_code_by_age ON card_code (used_at_ms);
